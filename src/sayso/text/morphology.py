"""English inflection: the singular of nouns, the base form of verbs, and a light stem for comparisons."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from sayso.lexicons import lexicon

_VOWELS: Final = "aeiou"


@lru_cache(maxsize=20_000)
def singular(noun: str) -> str:
    """The singular of a lower-case noun, by a list of irregular plurals and rules."""
    irregular = _irregular_plurals().get(noun)
    if irregular is not None:
        return irregular
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith("men") and len(noun) > 5:
        return noun[:-2] + "an"  # fishermen
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


@lru_cache(maxsize=20_000)
def base_form(word: str) -> str:
    """The base form of a lower-case form of a verb in the lexicons; any other word unchanged."""
    return _verb_forms().get(word.replace("’", "'"), word)


def light_stem(word: str) -> str:
    """A lower-case word without the ``s`` of plurals and third persons; for comparisons, not for display."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def verb_forms(verb: str) -> tuple[str, ...]:
    """The forms of a verb, by rules and a list of irregular verbs."""
    return (*_regular_forms(verb), *_irregular_verbs().get(verb, ()))


@cache
def past_forms() -> frozenset[str]:
    """The irregular past tenses and participles: ``ran``, ``taken``."""
    return frozenset(form for forms in _irregular_verbs().values() for form in forms if not form.endswith("ing"))


@cache
def _irregular_plurals() -> dict[str, str]:
    return {row["term"]: row["singular"] for row in lexicon("irregular_plurals")}


@cache
def _irregular_verbs() -> dict[str, tuple[str, ...]]:
    return {row["term"]: tuple(row["forms"].split()) for row in lexicon("verbs")}


@cache
def _verb_forms() -> dict[str, str]:
    """The base form of each form of the verbs in the lexicons."""
    irregular = _irregular_verbs()
    verbs = {row["term"].split()[0] for row in lexicon("acts")} - {"not"} | set(irregular)
    forms = {form: verb for verb, irregular_forms in irregular.items() for form in irregular_forms}
    for verb in sorted(verbs, key=lambda verb: (len(verb), verb)):
        for form in _regular_forms(verb):
            forms.setdefault(form, verb)
    return forms


def _regular_forms(verb: str) -> tuple[str, ...]:
    """The forms of a regular verb."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb, verb + "es", verb + "ed", verb + "ing"
    forms = (verb, verb + "s", verb + "ed", verb + "ing")
    if len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        return (*forms, verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    return forms
