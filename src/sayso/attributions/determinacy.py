"""Determinacy: actual, negated ("at no point did Kells say") or hypothetical ("if Mertz says")."""

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

_MAX_CLAUSE: Final = 140  # characters before an attribution that are searched for the start of its clause
_MAX_GAP: Final = 20  # characters between cue and content that may belong to the cue
_MAX_TERM_WORDS: Final = 4  # words of a lexicon term
_MAX_SENTENCE: Final = 300  # characters after an attribution that are searched for the end of its sentence
_WORD: Final = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MAY_AS_MONTH: Final = re.compile(r"(?<=\w )May\b")  # told the court in May
_CONTRACTED_STEMS: Final = {"ca": "can", "wo": "will", "sha": "shall"}
_CONTRACTED_ENDINGS: Final = {"ll": "will", "ve": "have", "re": "are", "m": "am"}
_CLAUSE_BOUNDARY: Final = re.compile(
    r"[.;:!?,—–()“”\"\[\]\n]|\s['‘-]"
    r"|\b(?:that|but|and|or|because|who|which|while|after|before|when|where|although|though|as|since|so|then|than)\b",
    re.IGNORECASE,
)
_PREDICATE_BOUNDARY: Final = re.compile(r"[,;:()“”\"\n—–]|\b(?:and|but)\b")
_RELATIVE: Final = re.compile(r"\b(?:who|whom|whose|which|that)\b")
_STOP: Final = re.compile(r"[.!?\n]")
_WH_WORDS: Final = frozenset(("why", "when", "where", "how", "what", "who", "whom", "which"))
_PREPOSITION: Final = re.compile(r"\s*(?:about|against|at|by|else|for|further|in|more|of|on|to|when|whatever|yet)\b")


class _Clause(NamedTuple):
    """The words of the clause of an attribution, contractions expanded: before the subject, verb phrase, source."""

    before: tuple[str, ...]
    verb: tuple[str, ...]
    source: tuple[str, ...]
    inverted: bool


def determinacy(analysis: Analysis, attribution: Attribution, act: Act) -> Determinacy:
    """The determinacy of an attribution, from its source, its cue and the clause before them.

    A non_response is actual, unless it is hypothetical or part of a question.
    """
    if not attribution.cue:
        return Determinacy.ACTUAL
    clause = _clause(analysis, attribution)
    if _is_hypothetical(analysis, attribution, clause):
        return Determinacy.HYPOTHETICAL
    if act is Act.NON_RESPONSE:
        return Determinacy.ACTUAL
    values = [
        *_of_source(clause, act),
        *_of_fronted_phrase(clause, act),
        *_of_cue_and_content(analysis, attribution, clause, act),
    ]
    for value in (Determinacy.NEGATED, Determinacy.HYPOTHETICAL):
        if value in values:
            return value
    return Determinacy.ACTUAL


def negative(source: str) -> bool:
    """Whether a source is negative: ``No one at the mill``, ``Neither Mertz nor his agent``."""
    return any(value is Determinacy.NEGATED for value in _opening_value(_words(source[:_MAX_CLAUSE])))


def nobody(source: str, act: Act) -> bool:
    """Whether a source has no speaker; ``Neither Mertz nor his agent`` has one if the act is a non_response."""
    words = _words(source[:_MAX_CLAUSE])
    is_non_response = act is Act.NON_RESPONSE and words[:1] == ["neither"] and words[1:2] not in (["of"], ["one"])
    return negative(source) and not is_non_response


def _is_hypothetical(analysis: Analysis, attribution: Attribution, clause: _Clause) -> bool:
    """Whether the attribution is a condition, an alternative or a question."""
    for position, value in _matches(clause.before, "before", Act.STATEMENT):
        has_speech_verb = any(
            word != base_form(word) and known(base_form(word)) for word in clause.before[position + 1 :]
        )
        if value is Determinacy.HYPOTHETICAL and not has_speech_verb:
            return True  # but "asked if he recalled his sister saying" is actual
    last_word = clause.before[-1:]
    if last_word and _terms("governs").get(last_word, (None, ""))[0] is Determinacy.HYPOTHETICAL:
        return True
    if clause.inverted and clause.before in (("should",), ("had",), ("were",)):
        return True
    is_question_form = clause.inverted or clause.source in (("who",), ("anyone",))
    return is_question_form and not _WH_WORDS & set(clause.before) and _is_asked(analysis.text, attribution)


def _is_asked(text: str, attribution: Attribution) -> bool:
    """Whether the sentence at the end of an attribution is a question."""
    end = max(span.end for span in (*attribution.source, *attribution.cue, *attribution.content))
    stop = _STOP.search(text, end - 1, end + _MAX_SENTENCE) or _STOP.search(text, end, end + _MAX_SENTENCE)
    return stop is not None and stop.group() == "?"


def _of_source(clause: _Clause, act: Act) -> Iterator[Determinacy]:
    """The value of the opening of the source, such as "nobody" or "anyone"."""
    yield from _opening_value(clause.source)


def _opening_value(words: Sequence[str]) -> Iterator[Determinacy]:
    """The value of the term at the start of a source."""
    for length in range(min(_MAX_TERM_WORDS, len(words)), 0, -1):
        term = _terms("source").get(tuple(words[:length]))
        if term is not None:
            yield term[0]
            return
    if len(words) > 1 and words[0] == "no":
        yield Determinacy.NEGATED  # No engineer, no official


def _of_fronted_phrase(clause: _Clause, act: Act) -> Iterator[Determinacy]:
    """The values of the words before a fronted auxiliary: ``At no point did``, ``Nor has``."""
    if clause.inverted:
        yield from (value for _, value in _matches(clause.before[:-1], "inverted", act))


def _of_cue_and_content(
    analysis: Analysis, attribution: Attribution, clause: _Clause, act: Act
) -> Iterator[Determinacy]:
    """The values of the verb phrase and of the first words of the content."""
    matches = list(_matches(clause.verb, "cue", act))
    if act is Act.DENIAL and any(value is Determinacy.NEGATED for _, value in matches) and not _is_denial(clause.verb):
        return  # "would not accept" is a denial because of its negation
    if "only" in clause.verb or clause.before[-1:] in (("all",), ("what",)):
        # would say only, was all she would say
        matches = [pair for pair in matches if pair[1] is not Determinacy.HYPOTHETICAL]
    yield from (value for _, value in matches)
    if attribution.content and attribution.content[0].start >= attribution.cue[-1].end:
        text = analysis.text
        opening = attribution.content[0].of(text)[:40].lower()
        for term, (value, _) in _terms("content").items():
            words = " ".join(term)
            after = opening[len(words) :]
            if opening.startswith(words) and (not after.strip(' .,;”"') or _PREPOSITION.match(after)):
                yield value


def _is_denial(verb: Sequence[str]) -> bool:
    """Whether a verb phrase is a denial without its negation: ``did not deny``."""
    without_negation = " ".join(word for word in verb if word not in small("negation"))
    return act_of(without_negation, "") is Act.DENIAL


def _matches(words: Sequence[str], place: str, act: Act) -> Iterator[tuple[int, Determinacy]]:
    """The positions and values of terms for an act, the longest term at each word."""
    terms = _terms(place)
    position = 0
    while position < len(words):
        for length in range(min(_MAX_TERM_WORDS, len(words) - position), 0, -1):
            term = terms.get(tuple(words[position : position + length]))
            if term is not None:
                if term[1] == "all" or act in term[1].split(","):
                    yield position, term[0]
                position += length - 1
                break
        position += 1


@cache
def _terms(place: str) -> dict[tuple[str, ...], tuple[Determinacy, str]]:
    """The terms of one place as words, with their value and acts."""
    rows = (row for row in lexicon("determinacy") if row["place"] == place)
    return {tuple(row["term"].split()): (Determinacy(row["value"]), row["acts"]) for row in rows}


def _clause(analysis: Analysis, attribution: Attribution) -> _Clause:
    """The clause of an attribution."""
    text = analysis.text
    cue, source = attribution.cue, attribution.source
    start = min(span.start for span in (*source, *cue))
    subject = source[0] if source and source[0].start < cue[-1].start else None
    before = [text[_clause_start(analysis, start) : start]]
    verb: list[str] = []
    for span in cue:
        (before if subject is not None and span.start < subject.start else verb).append(span.of(text))
    if subject is not None:
        verb.insert(0, _auxiliaries(text, source[-1], cue))
    source_words = tuple(_words(" ".join(span.of(text) for span in source)))
    fronted_words = tuple(_words(" ".join(before)))
    inverted = bool(fronted_words) and fronted_words[-1] in small("fronted") and subject is not None
    verb_words = tuple(_words(" ".join((*verb, _between_cue_and_content(text, attribution)))))
    if inverted and fronted_words[-1] == "not":
        verb_words = ("not", *verb_words)
    return _Clause(fronted_words, verb_words, source_words or tuple(verb_words[:_MAX_TERM_WORDS]), inverted)


def _clause_start(analysis: Analysis, start: int) -> int:
    """The start of the clause at a position."""
    first = max(analysis.words.bounds(analysis.words.sentence(start))[0], start - _MAX_CLAUSE)
    return max((boundary.end() for boundary in _CLAUSE_BOUNDARY.finditer(analysis.text, first, start)), default=first)


def _auxiliaries(text: str, source: Span, cue: Sequence[Span]) -> str:
    """The words between subject and cue: ``Kells has | never | said``."""
    first = next((span for span in cue if span.start >= source.end), None)
    if first is None:
        return ""
    between = text[max(source.end, first.start - _MAX_CLAUSE // 2) : first.start]
    if _RELATIVE.search(between):  # An official | who asked not to be named | has never | said
        words = between.split()
        clause_end = max((number for number, word in enumerate(words, 1) if not _is_auxiliary(word)), default=0)
        return " ".join(words[clause_end:])
    return _PREDICATE_BOUNDARY.split(between)[-1]  # Kells did not dispute it but | noted


def _is_auxiliary(word: str) -> bool:
    """Whether a word is a form of an auxiliary or a negation."""
    words = _words(word)
    return bool(words) and set(words) <= small("fronted") | small("negation")


def _between_cue_and_content(text: str, attribution: Attribution) -> str:
    """One or two words between cue and content: ``said | nothing | against it``, ``would say only``."""
    if not attribution.content or attribution.content[0].start < attribution.cue[-1].end:
        return ""
    between = text[attribution.cue[-1].end : attribution.content[0].start]
    return between if len(between) < _MAX_GAP and not set(between) & set(".,;:\n") else ""


def _words(text: str) -> list[str]:
    """The words of a text in lower case, contractions expanded: ``did not``, ``she will``."""
    words: list[str] = []
    expanded = _MAY_AS_MONTH.sub("", text).lower().replace("’", "'").replace("n't", " not").replace("cannot", "can not")
    pieces = expanded.replace("'", " '").split()
    for number, piece in enumerate(pieces):
        match = _WORD.search(piece)
        word = match.group() if match is not None else ""
        if piece.startswith("'") and word:
            following = _WORD.search(pieces[number + 1]) if number + 1 < len(pieces) else None
            words.append(_contraction(word, following.group() if following else ""))
        elif word:
            words.append(_CONTRACTED_STEMS.get(word, word))
    return words


def _contraction(ending: str, following: str) -> str:
    """The word that a contracted ending abbreviates."""
    if ending == "d":
        return "would" if following == base_form(following) else "had"
    return _CONTRACTED_ENDINGS.get(ending, ending)
