"""Whether a saying took place: actual, negated ("at no point did Kells say") or hypothetical ("if Mertz says")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from sayso.analysis import Analysis
from sayso.attributions.acts import act_of, known
from sayso.lexicons import lexicon, small
from sayso.terms import Act, Attribution, Determinacy, Span
from sayso.text.morphology import base_form

_REACH: Final = 140  # characters before an attribution in which its clause is looked for
_GAP: Final = 20  # characters between a cue and a content that may still belong to the cue
_LONGEST: Final = 4  # words of a term of the lexicon
_ASKED: Final = 300  # characters after an attribution within which its sentence ends
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MONTH: Final = re.compile(r"(?<=\w )May\b")  # told the court in May
_CONTRACTED: Final = {"ca": "can", "wo": "will", "sha": "shall"}
_FINAL: Final = {"ll": "will", "ve": "have", "re": "are", "m": "am"}
_BORDER: Final = re.compile(
    r"[.;:!?,—–()“”\"\[\]\n]|\s['‘-]"
    r"|\b(?:that|but|and|or|because|who|which|while|after|before|when|where|although|though|as|since|so|then|than)\b",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"[.!?\n]")
_OPEN_QUESTION: Final = frozenset(("why", "when", "where", "how", "what", "who", "whom", "which"))
_PREPOSITION: Final = re.compile(r"\s*(?:about|against|at|by|else|for|further|in|more|of|on|to|when|whatever|yet)\b")


class _Clause(NamedTuple):
    """The words of an attribution's clause, contractions taken apart: those before its subject, and its verb phrase."""

    before: tuple[str, ...]
    verb: tuple[str, ...]
    source: tuple[str, ...]
    inverted: bool


def determinacy(analysis: Analysis, attribution: Attribution, act: Act) -> Determinacy:
    """Whether an attribution of this act took place, by the words of its source, its cue and the clause before them.

    One who does not answer does just that: a non_response is actual, unless it is only supposed or asked about.
    """
    if not attribution.cue:
        return Determinacy.ACTUAL
    clause = _clause(analysis, attribution)
    if _supposed(analysis, attribution, clause):
        return Determinacy.HYPOTHETICAL
    if act is Act.NON_RESPONSE:
        return Determinacy.ACTUAL
    values = [*_source(clause, act), *_fronted(clause, act), *_in_cue(analysis, attribution, clause, act)]
    for value in (Determinacy.NEGATED, Determinacy.HYPOTHETICAL):
        if value in values:
            return value
    return Determinacy.ACTUAL


def negative(source: str) -> bool:
    """Whether a source negates what is said of it: ``No one at the mill``, ``Neither Mertz nor his agent``."""
    return any(value is Determinacy.NEGATED for value in _opening(_words(source[:_REACH])))


def nobody(source: str, act: Act) -> bool:
    """Whether a source names no speaker; ``Neither Mertz nor his agent`` does, where it is they who gave no answer."""
    words = _words(source[:_REACH])
    silent = act is Act.NON_RESPONSE and words[:1] == ["neither"] and words[1:2] not in (["of"], ["one"])
    return negative(source) and not silent


def _supposed(analysis: Analysis, attribution: Attribution, clause: _Clause) -> bool:
    """Whether the saying is a condition, an alternative or a question."""
    for at, value in _matches(clause.before, "before", Act.STATEMENT):
        said = any(word != base_form(word) and known(base_form(word)) for word in clause.before[at + 1 :])
        if (
            value is Determinacy.HYPOTHETICAL and not said
        ):  # "asked if he recalled his sister saying" supposes no saying
            return True
    last = clause.before[-1:]
    if last and _terms("governs").get(last, (None, ""))[0] is Determinacy.HYPOTHETICAL:
        return True
    if clause.inverted and clause.before in (("should",), ("had",), ("were",)):
        return True
    asks = (clause.inverted and not _OPEN_QUESTION & set(clause.before)) or clause.source in (("who",), ("anyone",))
    return asks and _is_asked(analysis.text, attribution)


def _is_asked(text: str, attribution: Attribution) -> bool:
    """Whether the sentence that an attribution ends in is a question."""
    end = max(span.end for span in (*attribution.source, *attribution.cue, *attribution.content))
    stop = _STOP.search(text, end - 1, end + _ASKED) or _STOP.search(text, end, end + _ASKED)
    return stop is not None and stop.group() == "?"


def _source(clause: _Clause, act: Act) -> Iterator[Determinacy]:
    """What the opening of the source says: nobody, or anyone."""
    yield from _opening(clause.source)


def _opening(words: Sequence[str]) -> Iterator[Determinacy]:
    """The value of the term that a source begins with."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        found = _terms("source").get(tuple(words[:length]))
        if found is not None:
            yield found[0]
            return
    if len(words) > 1 and words[0] == "no":
        yield Determinacy.NEGATED  # No engineer, no official


def _fronted(clause: _Clause, act: Act) -> Iterator[Determinacy]:
    """What stands before a fronted auxiliary: ``At no point did``, ``Nor has``."""
    if clause.inverted:
        yield from (value for _, value in _matches(clause.before[:-1], "inverted", act))


def _in_cue(analysis: Analysis, attribution: Attribution, clause: _Clause, act: Act) -> Iterator[Determinacy]:
    """What the verb phrase and the first words of the content say."""
    found = list(_matches(clause.verb, "cue", act))
    if act is Act.DENIAL and any(value is Determinacy.NEGATED for _, value in found) and not _denies(clause.verb):
        return  # "would not accept" denies by its negation
    if "only" in clause.verb:
        found = [pair for pair in found if pair[1] is not Determinacy.HYPOTHETICAL]  # would say only
    yield from (value for _, value in found)
    if attribution.content and attribution.content[0].start >= attribution.cue[-1].end:
        text = analysis.text
        opening = attribution.content[0].of(text)[:40].lower()
        for term, (value, _) in _terms("content").items():
            words = " ".join(term)
            after = opening[len(words) :]
            if opening.startswith(words) and (not after.strip(' .,;”"') or _PREPOSITION.match(after)):
                yield value


def _denies(verb: Sequence[str]) -> bool:
    """Whether a verb phrase denies without its negation: ``did not deny``."""
    plain = " ".join(word for word in verb if word not in small("negation"))
    return act_of(plain, "") is Act.DENIAL


def _matches(words: Sequence[str], place: str, act: Act) -> Iterator[tuple[int, Determinacy]]:
    """The terms of one place in these words that hold for an act, the longest at each word."""
    terms = _terms(place)
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 0, -1):
            found = terms.get(tuple(words[at : at + length]))
            if found is not None:
                if found[1] == "all" or act in found[1].split(","):
                    yield at, found[0]
                at += length - 1
                break
        at += 1


@cache
def _terms(place: str) -> dict[tuple[str, ...], tuple[Determinacy, str]]:
    """The terms of one place as words, with their value and the acts that they hold for."""
    rows = (row for row in lexicon("determinacy") if row["place"] == place)
    return {tuple(row["term"].split()): (Determinacy(row["value"]), row["acts"]) for row in rows}


def _clause(analysis: Analysis, attribution: Attribution) -> _Clause:
    """The words before the subject and those of the verb phrase."""
    text = analysis.text
    cue, source = attribution.cue, attribution.source
    start = min(span.start for span in (*source, *cue))
    subject = source[0] if source and source[0].start < cue[-1].start else None
    before = [text[_border(analysis, start) : start]]
    verb: list[str] = []
    for span in cue:
        (before if subject is not None and span.start < subject.start else verb).append(span.of(text))
    if subject is not None:
        verb.insert(0, _auxiliaries(text, source[-1], cue))
    said = tuple(_words(" ".join(span.of(text) for span in source)))
    fronted = tuple(_words(" ".join(before)))
    inverted = bool(fronted) and fronted[-1] in small("fronted") and subject is not None
    verbs = tuple(_words(" ".join((*verb, _between(text, attribution)))))
    if inverted and fronted[-1] == "not":
        verbs = ("not", *verbs)
    return _Clause(fronted, verbs, said or tuple(verbs[:_LONGEST]), inverted)


def _border(analysis: Analysis, start: int) -> int:
    """Where the clause that goes on at a place begins."""
    first = max(analysis.words.bounds(analysis.words.sentence(start))[0], start - _REACH)
    return max((found.end() for found in _BORDER.finditer(analysis.text, first, start)), default=first)


def _auxiliaries(text: str, source: Span, cue: Sequence[Span]) -> str:
    """The words right before the cue that the subject leaves to it: ``Kells has | never | said``."""
    first = next((span for span in cue if span.start >= source.end), None)
    if first is None:
        return ""
    between = text[max(source.end, first.start - _REACH // 2) : first.start]
    return re.split(r"[,;:()“”\"\n—–]", between)[-1]


def _between(text: str, attribution: Attribution) -> str:
    """A word or two between cue and content that neither holds: ``said | nothing | against it``, ``would say only``."""
    if not attribution.content or attribution.content[0].start < attribution.cue[-1].end:
        return ""
    between = text[attribution.cue[-1].end : attribution.content[0].start]
    return between if len(between) < _GAP and not set(between) & set(".,;:\n") else ""


def _words(text: str) -> list[str]:
    """The words of a text in lower case, contractions taken apart: ``did not``, ``she will``."""
    out: list[str] = []
    plain = _MONTH.sub("", text).lower().replace("’", "'").replace("n't", " not").replace("cannot", "can not")
    found = plain.replace("'", " '").split()
    for number, piece in enumerate(found):
        match = _WORD.search(piece)
        word = match.group() if match is not None else ""
        if piece.startswith("'") and word:
            following = _WORD.search(found[number + 1]) if number + 1 < len(found) else None
            out.append(_contraction(word, following.group() if following else ""))
        elif word:
            out.append(_CONTRACTED.get(word, word))
    return out


def _contraction(ending: str, following: str) -> str:
    """The word that an ending after an apostrophe stands for."""
    if ending == "d":
        return "would" if following == base_form(following) else "had"
    return _FINAL.get(ending, ending)
