"""The act of an attribution, from its cue and the first words of its content."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.terms import Act
from sayso.text.vocabulary import small

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TO: Final = re.compile(r"(to )?(?:be )?(\w+)")
_PLEA: Final = 60  # characters of a content within which what was asked of a court or an office is named
_BID: Final = re.compile(r"(?:(?:him|her|them|us|me|you|it|[A-Z]\w+) )?(?:not )?to ")
_QUESTION: Final = re.compile(r"[^.!?“”\"\n]{3,80}\? (?=[“‘\"'])")  # a headline's: Weir shut? 'Nonsense,' says mayor
_VOWELS: Final = "aeiou"


@cache
def _phrases() -> dict[tuple[str, ...], Act]:
    """Each phrase of the lexicon as base forms, with its act."""
    return {tuple(bases(row["term"])): Act(row["act"]) for row in lexicon("acts")}


@cache
def _forms() -> dict[str, str]:
    """Each inflected form of a word of the lexicon, with its base form."""
    irregular = {row["term"]: row["forms"].split() for row in lexicon("verbs")}
    first = {row["term"].split()[0] for row in lexicon("acts")} | set(irregular)
    forms = {form: base for base, made in irregular.items() for form in made}
    for base in sorted(first, key=lambda word: (len(word), word)):
        for form in _regular(base):
            forms.setdefault(form, base)
    return forms


def _regular(verb: str) -> tuple[str, ...]:
    """The forms that a regular verb takes."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb, verb + "es", verb + "ed", verb + "ing"
    out = (verb, verb + "s", verb + "ed", verb + "ing")
    if len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        return (*out, verb + verb[-1] + "ed", verb + verb[-1] + "ing")
    return out


def bases(cue: str) -> list[str]:
    """The words of a cue in base form, where the lexicon knows one; a negation inside a word stands apart."""
    out: list[str] = []
    forms = _forms()
    for match in _WORD.finditer(cue.lower().replace("’", "'")):
        word = match.group()
        if word in small("negation"):
            out.append("not" if word != "never" else "never")
        else:
            out.append(forms.get(word, word))
    return out


def matches(words: list[str]) -> list[tuple[int, int, Act]]:
    """The phrases of the lexicon in these words, longest first at each place: start, length and act."""
    phrases = _phrases()
    found = []
    place = 0
    while place < len(words):
        for length in (4, 3, 2, 1):
            act = phrases.get(tuple(words[place : place + length]))
            if act is not None and len(words) >= place + length:
                found.append((place, length, act))
                place += length - 1
                break
        place += 1
    return found


def act_of(cue: str, content: str) -> Act:
    """The act that a cue signals; ``content`` decides where the cue alone does not."""
    words = bases(cue)
    found = matches(words)
    negated = any(word in ("not", "never") for word in words)
    if negated and any(word in small("answer") for word in words):
        return Act.DENIAL if "never" in words else Act.NON_RESPONSE
    if not words and content.rstrip("”\"'’ ").endswith("?"):
        return Act.QUESTION  # a colon signals no act; the content does
    if found and words[found[0][0]] in ("ask", "tell", "warn", "remind") and _BID.match(content):
        return Act.DECREE
    if not found or all(match[2] is Act.STATEMENT for match in found):
        return _reply(content)
    refused = _refused(words, negated, content)
    if refused is not None:
        return refused
    if words[-1] in ("reject", "deny", "dismiss") and small("plea") & set(_WORD.findall(content[:_PLEA])):
        return Act.DECREE  # a motion or an appeal is decided, not contradicted
    if words[found[0][0]] == "see" and re.search(r"\bas\b", content):
        return Act.BELIEF  # to see somebody as something is a view, no sight
    if words[found[0][0]] in ("agree", "offer") and content.startswith("to "):
        return Act.INTENTION
    longest = max(found, key=lambda match: match[1])
    return longest[2] if longest[1] > 1 else found[0][2]


def _refused(words: list[str], negated: bool, content: str) -> Act | None:
    """What is refused: to answer (``refused to rule out``, ``did not wish | to comment``), or to do something."""
    for place, word in enumerate(words):
        unwilling = word in ("refuse", "decline")
        if not unwilling and not (negated and word in ("want", "wish")):
            continue
        phrase = " ".join((*words[place + 1 :], content))
        opening = _TO.match(phrase)
        verb = base(opening.group(2).lower()) if opening else ""
        if opening and verb in small("refused"):
            told = verb not in small("handed") or small("given") & set(_WORD.findall(phrase))
            return Act.NON_RESPONSE if told else Act.INTENTION
        if opening and opening.group(1) and unwilling:
            return Act.INTENTION
    return None


def _reply(content: str) -> Act:
    """The act of short words after a neutral cue: ``"No comment," she said`` answers nothing."""
    said = _QUESTION.sub("", content).lower().replace("’", "'").strip("“”‘\"' ")
    replies = (act for pattern, act, longest in _replies() if len(said) <= longest and pattern.match(said))
    return next(replies, Act.STATEMENT)


@cache
def _replies() -> tuple[tuple[re.Pattern[str], Act, int], ...]:
    """The patterns of the lexicon of replies, with their acts and how long such an answer is at most."""
    return tuple((re.compile(row["term"]), Act(row["act"]), int(row["longest"])) for row in lexicon("replies"))


@lru_cache(maxsize=20_000)
def base(word: str) -> str:
    """The base form of a lower-case word, where the lexicon knows one, else the word."""
    return _forms().get(word.replace("’", "'"), word)


def known(word: str) -> bool:
    """Whether a base form is by itself a cue of the lexicon."""
    return (word,) in _phrases()
