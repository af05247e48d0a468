"""The model's second pass: tags the sentences of contents as separate texts, without their quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nested_candidates import NestedCandidate
from sayso.attributions.nested_statements.nested_merge import score
from sayso.linking import link
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.vocabulary import small
from sayso.text.words import Words

_MIN_SENTENCE = 12  # characters
_MIN_SCORE = -1.35  # minimum score of a candidate (nested_merge) for its sentence to be tagged again
_CONTEXT_WORDS = 12  # words before the first subject that are tagged with it; longer context lowers accuracy
_MARKS = "“”\"‘’' \u00a0,\n"


_COORDINATED_CLAUSE = re.compile(r",? and (?:that|(?:it|he|she|they|we|I|you|this)(?:['’]\w+)? \w)")


class Piece(NamedTuple):
    """A sentence of a content: its span on the page, and its offset in the joined text of the sentences."""

    span: Span
    at: int


def inside(
    analysis: Analysis,
    attributions: Sequence[Attribution],
    held: Sequence[NestedCandidate],
    model: Path | None = None,
    most: int | None = None,
) -> tuple[Attribution, ...]:
    """The nested attributions that the model finds in the contents of others, each with source and cue."""
    article = analysis.article
    text, pieces = _contents(analysis, attributions, held)
    if not pieces:
        return ()
    blocks = tuple(Block(BlockKind.BODY, Span(p.at, p.at + p.span.end - p.span.start + 1)) for p in pieces)
    sentences_analysis = Analysis(Article(text, blocks))
    starts = [piece.at for piece in pieces]
    nested = []
    for number, result in enumerate(link(sentences_analysis, tag(sentences_analysis, folder=model, most=most))):
        source, cue, content = (
            _on_page(getattr(result, role), pieces, starts) for role in ("source", "cue", "content")
        )
        if source and cue and content and content[0].of(article.text).strip(" ,.").lower() not in small("bare_content"):
            content = (*content[:-1], _first_clause(article.text, content[-1]))
            nested.append(msgspec.structs.replace(result, id=f"m{number}", source=source, cue=cue, content=content))
    return tuple(nested)


def _first_clause(text: str, span: Span) -> Span:
    """A content without a coordinated clause of the outer content: ``he will stay | and that he is glad``."""
    if text.startswith("that ", span.start):
        return span
    next_clause = _COORDINATED_CLAUSE.search(text, span.start + _MIN_SENTENCE // 2, span.end)
    return Span(span.start, next_clause.start()) if next_clause is not None else span


def _contents(
    analysis: Analysis, attributions: Sequence[Attribution], held: Sequence[NestedCandidate]
) -> tuple[str, list[Piece]]:
    """The sentences of the contents that may contain an attribution, one per line."""
    text, words = analysis.text, analysis.words
    likely = sorted(
        (candidate.attribution.cue[0].start, candidate.attribution.source[0].start)
        for candidate in held
        if score(candidate) >= _MIN_SCORE
    )
    lines, pieces, at = [], [], 0
    for span in _sentences(words, attributions, likely):
        pieces.append(Piece(span, at))
        lines.append(span.of(text).replace("\n", " ") + "\n")
        at += span.end - span.start + 1
    return "".join(lines), pieces


def _sentences(words: Words, attributions: Sequence[Attribution], likely: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The sentences of contents that contain a cue, without long openings and enclosing quotation marks.

    ``likely`` holds the start of each cue, in order, with the start of its subject.
    """
    cues = [cue for cue, _ in likely]
    for span in content_sentences(words, attributions):
        cues_of_sentence = likely[bisect_left(cues, span.start) : bisect_left(cues, span.end)]
        if cues_of_sentence:
            sentence = tagged_part(words, span, min(subject for _, subject in cues_of_sentence))
            if sentence is not None:
                yield sentence


def content_sentences(words: Words, attributions: Sequence[Attribution]) -> Iterator[Span]:
    """The sentences of all contents, without overlaps."""
    yielded_to = 0
    for piece in sorted(span for attribution in attributions for span in attribution.content):
        start = max(piece.start, yielded_to)
        while start < piece.end:
            yielded_to = min(piece.end, words.bounds(words.sentence(start))[1])
            yield Span(start, yielded_to)
            start = yielded_to


def tagged_part(words: Words, sentence: Span, subject: int) -> Span | None:
    """The sentence from some words before its first subject on, without marks at its ends; None if little is left."""
    first_token = words.within(0, subject).stop - _CONTEXT_WORDS
    return _trimmed(words.text, max(sentence.start, words.starts[max(0, first_token)]), sentence.end)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end) if end - start >= _MIN_SENTENCE else None


def _on_page(spans: Spans, pieces: Sequence[Piece], starts: Sequence[int]) -> Spans:
    """Spans of the joined text as spans of the page, cut at the end of the line."""
    page_spans = []
    for span in spans:
        piece = pieces[bisect_right(starts, span.start) - 1]
        start = piece.span.start + span.start - piece.at
        end = min(piece.span.end, piece.span.start + span.end - piece.at)
        if start < end:
            page_spans.append(Span(start, end))
    return tuple(page_spans)
