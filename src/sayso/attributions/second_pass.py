"""The model's second pass: contents read as if they stood alone, quotation marks taken off."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.analysis import Analysis
from sayso.attributions.nested_candidates import NestedCandidate
from sayso.attributions.nested_merge import score
from sayso.linking import link
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.vocabulary import small
from sayso.text.words import Words

_SHORTEST = 12
_LIKELY = -1.35  # the score of a candidate (sayso.attributions.nested_merge) whose sentence is read again
_BEFORE = 12  # words before the first subject of a sentence that are read with it: its lead only distracts
_MARKS = "“”\"‘’' \u00a0,\n"


_MORE = re.compile(r",? and (?:that|(?:it|he|she|they|we|I|you|this)(?:['’]\w+)? \w)")


class Piece(NamedTuple):
    """A sentence of a content: where it stands on the page, and in the text of all of them."""

    span: Span
    at: int


def inside(
    analysis: Analysis, attributions: Sequence[Attribution], held: Sequence[NestedCandidate], model: Path | None = None
) -> tuple[Attribution, ...]:
    """The attributions that the model finds within the contents of others, each with source and cue."""
    article = analysis.article
    text, pieces = _contents(analysis, attributions, held)
    if not pieces:
        return ()
    blocks = tuple(Block(BlockKind.BODY, Span(p.at, p.at + p.span.end - p.span.start + 1)) for p in pieces)
    alone = Analysis(Article(text, blocks))
    starts = [piece.at for piece in pieces]
    out = []
    for number, found in enumerate(link(alone, tag(alone, folder=model))):
        source, cue, content = (_back(getattr(found, role), pieces, starts) for role in ("source", "cue", "content"))
        if source and cue and content and content[0].of(article.text).strip(" ,.").lower() not in small("bare_content"):
            content = (*content[:-1], _first_clause(article.text, content[-1]))
            out.append(msgspec.structs.replace(found, id=f"m{number}", source=source, cue=cue, content=content))
    return tuple(out)


def _first_clause(text: str, span: Span) -> Span:
    """A content without the clause that goes on with the outer one's words: ``he will stay | and that he is glad``."""
    if text.startswith("that ", span.start):
        return span
    more = _MORE.search(text, span.start + _SHORTEST // 2, span.end)
    return Span(span.start, more.start()) if more is not None else span


def _contents(
    analysis: Analysis, attributions: Sequence[Attribution], held: Sequence[NestedCandidate]
) -> tuple[str, list[Piece]]:
    """The sentences of the contents that may hold an attribution, each on a line of its own."""
    text, words = analysis.text, analysis.words
    likely = sorted(
        (one.attribution.cue[0].start, one.attribution.source[0].start) for one in held if score(one) >= _LIKELY
    )
    lines, pieces, at = [], [], 0
    for span in _sentences(words, attributions, likely):
        pieces.append(Piece(span, at))
        lines.append(span.of(text).replace("\n", " ") + "\n")
        at += span.end - span.start + 1
    return "".join(lines), pieces


def _sentences(words: Words, attributions: Sequence[Attribution], likely: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The sentences of all contents in which a cue begins, each place once, without their lead and the marks around.

    ``likely`` are the places of cues, in order, each with that of its subject.
    """
    cues = [cue for cue, _ in likely]
    done = 0
    for piece in sorted(span for attribution in attributions for span in attribution.content):
        start = max(piece.start, done)
        while start < piece.end:
            end = min(piece.end, words.bounds(words.sentence(start))[1])
            done = end
            held = likely[bisect_left(cues, start) : bisect_left(cues, end)]
            if held:
                lead = words.within(0, min(subject for _, subject in held)).stop - _BEFORE
                trimmed = _trimmed(words.text, max(start, words.starts[max(0, lead)]), end)
                if trimmed is not None:
                    yield trimmed
            start = end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return Span(start, end) if end - start >= _SHORTEST else None


def _back(spans: Spans, pieces: Sequence[Piece], starts: Sequence[int]) -> Spans:
    """Spans of the lines as spans of the page, cut at the line's end."""
    out = []
    for span in spans:
        piece = pieces[bisect_right(starts, span.start) - 1]
        start = piece.span.start + span.start - piece.at
        end = min(piece.span.end, piece.span.start + span.end - piece.at)
        if start < end:
            out.append(Span(start, end))
    return tuple(out)
