"""The lexicons in the form that the stage on speakers asks them in, each loaded once."""

from __future__ import annotations

from functools import cache, lru_cache

from sayso.lexicons import lexicon, terms
from sayso.lexicons import small as small
from sayso.text.morphology import singular as singular
from sayso.text.morphology import verb_forms

_SAYS = 0.5  # the share of a verb's places that are in a cue, from which on it is one of saying


@cache
def pronouns() -> dict[str, tuple[str, str, str]]:
    """Each pronoun with its person, number and sex."""
    return {row["term"]: (row["person"], row["number"], row["sex"]) for row in lexicon("pronouns")}


@cache
def titles() -> dict[str, str]:
    """Each title, without full stops, with the sex that it states or ``-``."""
    return {row["term"].replace(".", ""): row["sex"] for row in lexicon("titles")}


@cache
def title_roles() -> dict[str, str]:
    """The noun that a later mention uses for a title: ``sen`` gives ``senator``."""
    return {row["term"].replace(".", ""): row["role"] for row in lexicon("titles") if row["role"] != "-"}


@cache
def noun_kinds() -> dict[str, str]:
    """Each common noun with what WordNet has it mean: person, people, body, text, place or thing."""
    return {row["term"]: row["kind"] for row in lexicon("nouns")}


@cache
def also_names() -> frozenset[str]:
    """The common nouns that are names of persons as well: ``baker``, ``hall``."""
    return frozenset(row["term"] for row in lexicon("nouns") if row["name"] == "yes")


@cache
def roles() -> dict[str, tuple[str, str]]:
    """Each noun for a person with what its plural means (group, unnamed) and whether it speaks (yes, no, for)."""
    known = {noun: ("group", "no") for noun, kind in noun_kinds().items() if kind == "person"}
    return known | {row["term"]: (row["plural"], row["spokesperson"]) for row in lexicon("roles")}


@cache
def documents() -> dict[str, bool]:
    """Each noun for a text, with whether it is news (a story, a report)."""
    return {row["term"]: row["news"] == "yes" for row in lexicon("documents")}


@cache
def likeness() -> dict[str, str]:
    """The noun under which texts are taken up again: ``suit`` gives ``lawsuit``."""
    return {row["term"]: row["like"] for row in lexicon("documents") if row["like"] != "-"}


@lru_cache(maxsize=20_000)
def alike(noun: str) -> str:
    """The noun that stands for all nouns of one office: ``attorney`` gives ``lawyer``."""
    return _alike().get(noun, noun)


@cache
def _alike() -> dict[str, str]:
    return {row["term"]: row["like"] for row in lexicon("role_likeness")}


@cache
def common_bodies() -> frozenset[str]:
    """Common nouns for bodies, which by themselves name none: ``committee``, ``pac``."""
    return frozenset(row["term"] for row in lexicon("organizations") if row["proper"] == "no")


@cache
def nouns() -> frozenset[str]:
    """Every noun that can be the head of a source, in the singular or as the lexicons give it."""
    return (
        frozenset(roles())
        | frozenset(documents())
        | folded("organizations")
        | folded("groups")
        | folded("outlet_nouns")
    )


@cache
def folded(name: str) -> frozenset[str]:
    """The terms of a list in lower case."""
    return frozenset(term.casefold() for term in terms(name))


@cache
def _cue_forms() -> frozenset[str]:
    """The forms of verbs of saying that are no nouns as well: ``said``, ``added``, ``warns``."""
    verbs = {row["term"] for row in lexicon("cue_rates") if float(row["rate"]) >= _SAYS}
    found = {form for verb in verbs for form in verb_forms(verb) if form != verb}
    return frozenset(form for form in found if form not in noun_kinds() and singular(form) not in roles())


def saying(word: str) -> bool:
    """Whether a lower-case word is a form of a verb of saying, and no noun: ``said``, ``added``, ``told``."""
    return word in _cue_forms()


def office(word: str) -> str:
    """A title as the lexicons have it: ``councillors`` as one councillor, ``leg-spinner`` as a spinner."""
    if word in titles() or word in roles():
        return word
    one = singular(word)
    tail = one.rpartition("-")[2]
    return one if one in titles() or one in roles() else tail if tail in roles() else word
