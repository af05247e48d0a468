"""The act of an attribution, from its cue and the first words of its content."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.terms import Act
from sayso.text.morphology import base_form
from sayso.text.vocabulary import documents, singular, small

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TO: Final = re.compile(r"(to )?(?:be )?(\w+)")
_PLEA: Final = 60  # characters of a content within which what was asked of a court or an office is named
_COURT: Final = 40  # characters of a source within which its head noun stands
_BID: Final = re.compile(r"(?:(?!(?:who|what|which|when|where|why|how|if|whether)\b)[\w'’-]+ ){0,6}?(?:not )?to ")
_REQUEST: Final = re.compile(r"(?:for|that) ")
_ASKED: Final = re.compile(r"(?:(?:him|her|them|us|me|you|it|[A-Z]\w+) )?(?:not )?to ")
_UNTOLD: Final = re.compile(r"(?:anything|more|much|further|whether|if|who|whose|whom|what|which|when|where|why|how)\b")
_UNABLE: Final = re.compile(r"\b(?:can|could) ?(?:not|n['’]t)\b|\bca(?=n['’]t\b)", re.IGNORECASE)
_AHEAD: Final = re.compile(r"(?:will|(?:\w+ ){0,3}(?:expected|likely|due|set|scheduled|about|going) to) ")
_HEARSAY: Final = re.compile(r"(?:is|was|are|were) (?:(?:said|reported|supposed|alleged) to have|heard(?: to)?) ")
_QUESTION: Final = re.compile(r"[^.!?“”\"\n]{3,80}\? (?=[“‘\"'])")  # a headline's: Weir shut? 'Nonsense,' says mayor


@cache
def _phrases() -> dict[tuple[str, ...], Act]:
    """Each phrase of the lexicon as base forms, with its act."""
    return {tuple(bases(row["term"])): Act(row["act"]) for row in lexicon("acts")}


def bases(cue: str) -> list[str]:
    """The words of a cue in base form, where the lexicon knows one; a negation inside a word stands apart."""
    out: list[str] = []
    for match in _WORD.finditer(cue.lower().replace("’", "'")):
        word = match.group()
        if word in small("negation"):
            out.append("not" if word != "never" else "never")
        else:
            out.append(base_form(word))
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


def act_of(cue: str, content: str, source: str = "") -> Act:
    """The act that a cue signals; ``content``, and a ``source`` that is a court, decide where the cue does not."""
    words = bases(_without_lead(cue))
    found = matches(words)
    if not words and content.rstrip("”\"'’ ").endswith("?"):
        return Act.QUESTION  # a colon signals no act; the content does
    if _UNABLE.search(cue) and small("tells") & set(words):
        return Act.STATEMENT  # who cannot say why does not know
    refused = _withheld(words, content) or _refused(words, content) or _unanswered(words, content)
    if refused is not None:
        return refused
    if not found:
        return _reply(content)
    decided = _by_content(words, words[found[0][0]], content, source)
    if decided is not None:
        return decided
    if all(match[2] is Act.STATEMENT for match in found):
        return _reply(content)
    if len(found) > 1 and words[found[0][0]] in small("carrier"):
        found = found[1:]  # "issued a statement welcoming ...": the second verb says what is done
    longest = max(found, key=lambda match: match[1])
    return longest[2] if longest[1] > 1 else found[0][2]


def _without_lead(cue: str) -> str:
    """A cue without the words that put it off or report it: ``is expected to | say``, ``was heard | asking``."""
    plain = cue.lower()
    ahead = _AHEAD.match(plain)
    if ahead is not None:
        told = matches(bases(cue[ahead.end() :]))[:1]
        return cue[ahead.end() :] if told and told[0][2] in (Act.STATEMENT, Act.DENIAL, Act.QUESTION) else cue
    hearsay = _HEARSAY.match(plain)
    return cue[hearsay.end() :] if hearsay is not None and matches(bases(cue[hearsay.end() :])) else cue


def _withheld(words: list[str], content: str) -> Act | None:
    """What a negated cue withholds: an answer (``did not say | why``), or nothing (``never said | that she would``)."""
    negated = "not" in words or "never" in words or ("yet", "to") in itertools.pairwise(words)
    if negated and any(word in small("answer") for word in words):
        return Act.NON_RESPONSE
    if negated and any(word in small("tells") for word in words):
        untold = not content or _UNTOLD.match(content.lower()) or _UNTOLD.match(words[-1]) or "much" in words
        return Act.NON_RESPONSE if untold and "never" not in words else Act.STATEMENT
    return None


def _unanswered(words: list[str], content: str) -> Act | None:
    """A refusal that the first words of the content complete: ``was not available | for comment``."""
    crossing = [*words, *bases(content[:_PLEA])[:3]]
    over = (m for m in matches(crossing) if m[0] < len(words) < m[0] + m[1] and m[2] is Act.NON_RESPONSE)
    return next((act for _, _, act in over), None)


def _by_content(words: list[str], verb: str, content: str, source: str) -> Act | None:
    """The act of verbs that the content, or the source, decides on."""
    opening = _lower_words(content[:_PLEA])
    if verb in ("ask", "challenge") and (_BID.match(content) or (words[-1] == "ask" and _REQUEST.match(content))):
        return Act.DECREE
    if verb in ("tell", "warn", "remind") and _ASKED.match(content):
        return Act.DECREE
    if words[-1] in ("reject", "deny", "dismiss") and small("plea") & opening:
        return Act.DECREE  # a motion or an appeal is decided, not contradicted
    if verb in ("reject", "dismiss") and "as" in opening and not small("claimed") & opening:
        return Act.STATEMENT  # who dismisses a rival as a clown denies nothing
    if verb in ("find", "hold") and small("bench") & _lower_words(source[:_COURT]):
        return Act.DECREE
    if verb in small("evades"):
        return Act.NON_RESPONSE if small("unanswered") & opening else None
    if verb == "find" and _is_text(source):
        return Act.STATEMENT  # what a study finds, it says
    if verb == "see" and re.search(r"\bas\b", content):
        return Act.BELIEF  # to see somebody as something is a view, no sight
    if words[-1] in ("agree", "offer") and content.startswith("to "):
        return Act.INTENTION
    if verb == "agree" and content.startswith("that "):
        return Act.STATEMENT
    if verb == "allow" and (content.startswith("that ") or not content[:1].islower()):
        return Act.STATEMENT  # to allow that something is so
    return None


def _is_text(source: str) -> bool:
    """Whether a source is a report, a study or another text: its head noun stands before the first preposition."""
    head = ""
    for word in _WORD.findall(source.lower()):
        if head and (word in small("preposition") or word.endswith("ed")):
            break
        head = word
    return singular(head) in documents()


def _lower_words(text: str) -> set[str]:
    """The words of a text in lower case."""
    return set(_WORD.findall(text.lower()))


def _refused(words: list[str], content: str) -> Act | None:
    """What is refused: to answer (``refused to rule out``, ``did not wish | to comment``), or to do something."""
    negated = "not" in words or "never" in words
    for place, word in enumerate(words):
        unwilling = word in ("refuse", "decline")
        if not unwilling and not (negated and word in ("want", "wish")):
            continue
        phrase = " ".join((*words[place + 1 :], content))
        opening = _TO.match(phrase)
        verb = base_form(opening.group(2).lower()) if opening else ""
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


def known(word: str) -> bool:
    """Whether a base form is by itself a cue of the lexicon."""
    return (word,) in _phrases()
