"""The act of an attribution, from its cue and the first words of its content."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import Final

from sayso.lexicons import lexicon
from sayso.terms import Act
from sayso.text.morphology import base_form, singular
from sayso.text.vocabulary import documents, small

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_TO: Final = re.compile(r"(to )?(?:be )?(\w+)")
_OBJECT_PREFIX: Final = 60  # prefix of a content, in characters, that is searched for the object of a decision
_SOURCE_PREFIX: Final = 40  # prefix of a source, in characters, that is searched for the noun of a court
_REQUESTED_ACTION: Final = re.compile(
    r"(?:(?!(?:who|what|which|when|where|why|how|if|whether)\b)[\w'’-]+ ){0,6}?(?:not )?to "
)
_REQUESTED_OBJECT: Final = re.compile(r"(?:for|that) ")
_ADDRESSEE_TO: Final = re.compile(r"(?:(?:him|her|them|us|me|you|it|[A-Z]\w+) )?(?:not )?to ")
_WITHHELD: Final = re.compile(
    r"(?:(?:anything|more|much|further)\b(?! (?:for|until|at first|to (?:him|her|them))\b)"
    r"|whether|if|who|whose|whom|what|which|when|where|why|how)\b"
)
_UNABLE: Final = re.compile(r"\b(?:can|could) ?(?:not|n['’]t)\b|\bca(?=n['’]t\b)", re.IGNORECASE)
_PROSPECTIVE: Final = re.compile(r"(?:will|(?:\w+ ){0,3}(?:expected|likely|due|set|scheduled|about|going) to) ")
_FUTURE: Final = re.compile(r"\b(?:will|would|won['’]t|shall)\b|['’](?:ll|d)\b")
_HEARSAY: Final = re.compile(r"(?:is|was|are|were) (?:(?:said|reported|supposed|alleged) to have|heard(?: to)?) ")
_QUESTION: Final = re.compile(
    r"[^.!?“”\"\n]{3,80}\? (?=[“‘\"'])"
)  # a question in a headline: Weir shut? 'Nonsense,' says mayor


@cache
def _phrases() -> dict[tuple[str, ...], Act]:
    """The act of each phrase of the lexicon; the key is its base forms."""
    return {tuple(bases(row["term"])): Act(row["act"]) for row in lexicon("acts")}


def bases(cue: str) -> list[str]:
    """The base forms of the words of a cue; a contracted negation becomes a word of its own."""
    base_forms: list[str] = []
    for match in _WORD.finditer(cue.lower().replace("’", "'")):
        word = match.group()
        if word in small("negation"):
            base_forms.append("not" if word != "never" else "never")
        else:
            base_forms.append(base_form(word))
    return base_forms


def matches(words: list[str]) -> list[tuple[int, int, Act]]:
    """The longest phrase of the lexicon at each position of the base forms: start, length and act."""
    phrases = _phrases()
    phrase_matches = []
    place = 0
    while place < len(words):
        for length in (4, 3, 2, 1):
            act = phrases.get(tuple(words[place : place + length]))
            if act is not None and len(words) >= place + length:
                phrase_matches.append((place, length, act))
                place += length - 1
                break
        place += 1
    return phrase_matches


def act_of(cue: str, content: str, source: str = "") -> Act:
    """The act that a cue signals; ambiguous cues are decided by ``content`` and by the noun of ``source``."""
    words = bases(_without_prefix(cue))
    phrase_matches = matches(words)
    if not words:  # the cue is a colon, which signals no act
        return Act.QUESTION if content.rstrip("”\"'’ ").endswith("?") else _reply(content)
    if _UNABLE.search(cue) and small("tells") & set(words):
        return Act.STATEMENT  # "cannot say why" states ignorance and is no refusal
    crossing = _crossing(words, content)
    refusal = _withheld(words, content) or _refused(words, content)
    if refusal is not None or crossing is Act.NON_RESPONSE:
        return refusal or Act.NON_RESPONSE
    if "considering" in cue:
        return Act.INTENTION  # "is considered" is a belief
    verb = words[phrase_matches[0][0] if phrase_matches else -1]
    content_act = _by_content(words, verb, content, source) or crossing
    if content_act is not None:
        return content_act
    if all(match[2] is Act.STATEMENT for match in phrase_matches):
        return _reply(content)
    if len(phrase_matches) > 1 and words[phrase_matches[0][0]] in small("carrier"):
        phrase_matches = phrase_matches[1:]  # "issued a statement welcoming ...": the second verb is the act
    longest = max(phrase_matches, key=lambda match: match[1])
    return longest[2] if longest[1] > 1 else phrase_matches[0][2]


def _without_prefix(cue: str) -> str:
    """A cue without a prospective or hearsay prefix: ``is expected to | say``, ``was heard | asking``."""
    lower = cue.lower()
    prospective = _PROSPECTIVE.match(lower)
    if prospective is not None:
        first = matches(bases(cue[prospective.end() :]))[:1]
        return cue[prospective.end() :] if first and first[0][2] in (Act.STATEMENT, Act.DENIAL, Act.QUESTION) else cue
    hearsay = _HEARSAY.match(lower)
    return cue[hearsay.end() :] if hearsay is not None and matches(bases(cue[hearsay.end() :])) else cue


def _withheld(words: list[str], content: str) -> Act | None:
    """The act of a negated cue: a non-response (``did not say | why``) or a statement (``never said | that ...``)."""
    negated = "not" in words or "never" in words or ("yet", "to") in itertools.pairwise(words)
    if negated and any(word in small("answer") for word in words):
        return Act.NON_RESPONSE if _is_request(words, content) else Act.STATEMENT
    if negated and any(word in small("tells") for word in words):
        is_passive = words[-1] == "tell" and small("be") & set(words)  # has not been told
        withheld = not content or _WITHHELD.match(content.lower()) or _WITHHELD.match(words[-1]) or "much" in words
        return Act.NON_RESPONSE if withheld and "never" not in words and not is_passive else Act.STATEMENT
    return None


def _is_request(words: list[str], content: str) -> bool:
    """Whether the object of "respond" or "answer" can be a question: not ``did not respond to | the alarm``."""
    if words[-1] not in ("respond", "reply", "answer", "to"):
        return True
    first = next(iter(_WORD.findall(content.lower())), "")
    return first not in small("determiner") or bool((small("unanswered") | small("claimed")) & _lower_words(content))


def _crossing(words: list[str], content: str) -> Act | None:
    """The act of a phrase across the end of the cue and the start of the content: ``not available | for comment``."""
    is_first = True
    for start, length, act in matches([*words, *bases(content[:_OBJECT_PREFIX])[:3]]):
        if start < len(words) < start + length and (is_first or act is Act.NON_RESPONSE):
            return act
        is_first = False
    return None


def _by_content(words: list[str], verb: str, content: str, source: str) -> Act | None:
    """The act of an ambiguous verb, from the content or the source."""
    opening = _lower_words(content[:_OBJECT_PREFIX])
    if verb in ("ask", "challenge") and (
        _REQUESTED_ACTION.match(content) or (words[-1] == "ask" and _REQUESTED_OBJECT.match(content))
    ):
        return Act.DECREE
    if verb in ("tell", "warn", "remind") and _ADDRESSEE_TO.match(content):
        return Act.DECREE
    if words[-1] in ("reject", "deny", "dismiss") and small("plea") & opening:
        return Act.DECREE  # a court that rejects a motion or an appeal decides
    if verb in ("reject", "dismiss") and "as" in opening and not small("claimed") & opening:
        return Act.STATEMENT  # to dismiss a rival as a clown is no denial
    if verb in ("find", "hold") and small("bench") & _lower_words(source[:_SOURCE_PREFIX]):
        return Act.DECREE
    if verb in small("evades"):
        return Act.NON_RESPONSE if small("unanswered") & opening else None
    if words[-1] == "want" and content.startswith("to "):
        return Act.INTENTION  # "wants | to know"
    if verb == "swear" and _FUTURE.search(content, 0, _OBJECT_PREFIX):
        return Act.INTENTION  # swore she would pay
    if verb == "find" and _is_text(source):
        return Act.STATEMENT  # "the study found" is a statement of the study
    if verb == "see" and re.search(r"\bas\b", content):
        return Act.BELIEF  # "sees her as a rival" is an opinion
    if verb == "allow" and (content.startswith("that ") or not content[:1].islower()):
        return Act.STATEMENT  # "allowed that": conceded
    return None


def _is_text(source: str) -> bool:
    """Whether the head noun of a source is a text such as a report; the head noun precedes the first preposition."""
    head = ""
    for word in _WORD.findall(source.lower()):
        if head and (word in small("preposition") or word.endswith("ed")):
            break
        head = word
    return singular(head) in documents()


def _lower_words(text: str) -> set[str]:
    """The words of a text, in lower case."""
    return set(_WORD.findall(text.lower()))


def _refused(words: list[str], content: str) -> Act | None:
    """The act of a refusal: no answer (``refused to rule out``, ``did not wish | to comment``) or an intention."""
    negated = "not" in words or "never" in words
    for place, word in enumerate(words):
        unwilling = word in ("refuse", "decline")
        if not unwilling and not (negated and word in ("want", "wish")):
            continue
        phrase = " ".join((*words[place + 1 :], content))
        opening = _TO.match(phrase)
        verb = base_form(opening.group(2).lower()) if opening else ""
        if opening and verb in small("refused"):
            withheld = verb not in small("handed") or small("given") & set(_WORD.findall(phrase))
            return Act.NON_RESPONSE if withheld else Act.INTENTION
        if opening and opening.group(1) and unwilling:
            return Act.INTENTION
        is_information = not small("given").isdisjoint(_WORD.findall(phrase))
        if word == "refuse" and content.startswith("for ") and is_information:
            return Act.NON_RESPONSE  # asked for the accounts, they refused
        if word == "decline" and content[:1].islower() and not is_information:
            return Act.INTENTION  # declined the award
    return None


def _reply(content: str) -> Act:
    """The act of a short answer after a neutral cue: ``"No comment," she said`` is a non-response."""
    answer = _QUESTION.sub("", content).lower().replace("’", "'").strip("“”‘\"' ")
    replies = (act for pattern, act, longest in _replies() if len(answer) <= longest and pattern.match(answer))
    return next(replies, Act.STATEMENT)


@cache
def _replies() -> tuple[tuple[re.Pattern[str], Act, int], ...]:
    """Each pattern of the lexicon of replies, with its act and the maximum length of an answer."""
    return tuple((re.compile(row["term"]), Act(row["act"]), int(row["longest"])) for row in lexicon("replies"))


def known(word: str) -> bool:
    """Whether a base form alone is a cue of the lexicon."""
    return (word,) in _phrases()
