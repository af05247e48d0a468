"""Cached lookups in the lexicons, mainly for the stage speakers."""

from __future__ import annotations

from functools import cache, lru_cache

from sayso.lexicons import lexicon, terms
from sayso.lexicons import small as small
from sayso.text.morphology import singular as singular
from sayso.text.morphology import verb_forms

_MIN_CUE_RATE = 0.5  # share of the occurrences of a verb that are cues, for a verb of saying


@cache
def pronouns() -> dict[str, tuple[str, str, str]]:
    """Person, number and sex of each pronoun."""
    return {row["term"]: (row["person"], row["number"], row["sex"]) for row in lexicon("pronouns")}


@cache
def titles() -> dict[str, str]:
    """The sex of each title (written without full stops), or ``-``."""
    return {row["term"].replace(".", ""): row["sex"] for row in lexicon("titles")}


@cache
def title_roles() -> dict[str, str]:
    """The noun of each title, as later mentions use it: ``sen`` has ``senator``."""
    return {row["term"].replace(".", ""): row["role"] for row in lexicon("titles") if row["role"] != "-"}


@cache
def noun_kinds() -> dict[str, str]:
    """The WordNet class of each common noun: person, people, body, text, place or thing."""
    return {row["term"]: row["kind"] for row in lexicon("nouns")}


@cache
def also_names() -> frozenset[str]:
    """The common nouns that are also names of persons: ``baker``, ``hall``."""
    return frozenset(row["term"] for row in lexicon("nouns") if row["name"] == "yes")


@cache
def first_names() -> dict[str, float]:
    """The log-odds of men to women among the bearers of a first name, in lower case."""
    return {row["term"]: float(row["odds"]) for row in lexicon("first_names")}


@cache
def roles() -> dict[str, tuple[str, str]]:
    """For each noun of a person: the kind of its plural (group, unnamed), and whether it speaks (yes, no, for)."""
    persons = {noun: ("group", "no") for noun, kind in noun_kinds().items() if kind == "person"}
    return persons | {row["term"]: (row["plural"], row["spokesperson"]) for row in lexicon("roles")}


@cache
def documents() -> dict[str, bool]:
    """For each noun of a text, whether the text is news (a story, a report)."""
    return {row["term"]: row["news"] == "yes" for row in lexicon("documents")}


@cache
def likeness() -> dict[str, str]:
    """The synonym of a noun of a text in later mentions: ``suit`` has ``lawsuit``."""
    return {row["term"]: row["like"] for row in lexicon("documents") if row["like"] != "-"}


@lru_cache(maxsize=20_000)
def alike(noun: str) -> str:
    """The representative of synonymous nouns of an office: ``attorney`` has ``lawyer``."""
    return _alike().get(noun, noun)


@cache
def _alike() -> dict[str, str]:
    return {row["term"]: row["like"] for row in lexicon("role_likeness")}


@cache
def body_nouns() -> dict[str, frozenset[str]]:
    """The nouns for a body in later mentions, by the last word of its name: ``airways`` has ``airline``."""
    nouns_of: dict[str, frozenset[str]] = {}
    for row in lexicon("body_nouns"):
        nouns_of[row["term"]] = nouns_of.get(row["term"], frozenset()) | {row["noun"]}
    return nouns_of


@cache
def common_bodies() -> frozenset[str]:
    """Common nouns of organizations, which are no names by themselves: ``committee``, ``pac``."""
    return frozenset(row["term"] for row in lexicon("organizations") if row["proper"] == "no")


@cache
def nouns() -> frozenset[str]:
    """The nouns that can be the head of a source, in the form of the lexicons."""
    return (
        frozenset(roles())
        | frozenset(documents())
        | folded("organizations")
        | folded("groups")
        | folded("outlet_nouns")
    )


@cache
def folded(name: str) -> frozenset[str]:
    """The terms of a lexicon in lower case."""
    return frozenset(term.casefold() for term in terms(name))


@cache
def _cue_forms() -> frozenset[str]:
    """The inflected forms of verbs of saying that are not also nouns: ``said``, ``added``, ``warns``."""
    verbs = {row["term"] for row in lexicon("cue_rates") if float(row["rate"]) >= _MIN_CUE_RATE}
    forms = {form for verb in verbs for form in verb_forms(verb) if form != verb}
    return frozenset(form for form in forms if form not in noun_kinds() and singular(form) not in roles())


def saying(word: str) -> bool:
    """Whether a lower-case word is a form of a verb of saying, and not also a noun: ``said``, ``added``, ``told``."""
    return word in _cue_forms()


def office(word: str) -> str:
    """The form of a title in the lexicons: ``councillor`` for ``councillors``, ``spinner`` for ``leg-spinner``."""
    if word in titles() or word in roles():
        return word
    noun = singular(word)
    if noun in titles() or noun in roles():
        return noun
    held, _, last = noun.rpartition("-")
    if last in ("elect", "designate") and held in titles():
        return held
    return last if last in roles() else word


def is_compound_office(word: str) -> bool:
    """Whether each part of a lower-case word with hyphens belongs to an office: ``vice-chancellor``."""
    parts = word.split("-")
    return len(parts) > 1 and all(part in titles() or part in small("office_part") for part in parts)
