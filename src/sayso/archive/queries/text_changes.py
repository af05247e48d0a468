"""Compares the text of two versions of a page outside their statements: headline, captions, and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

import msgspec

from sayso.archive.quotations.align import align, shown
from sayso.terms import READ_KINDS, BlockKind, Record, Span
from sayso.text.numbers import find_figures
from sayso.text.searchable import words
from sayso.text.sentences import sentence_ends

_MIN_LIKENESS: Final = 0.5  # of two wordings, to be the same sentence or caption
_MIN_WORDS: Final = 3  # of a sentence outside statements, unless it contains a number
_MAX_COMPARED: Final = 300  # changed sentences of each version that are aligned with those of the other
_SENTENCES: Final = READ_KINDS - {BlockKind.HEADLINE, BlockKind.CAPTION}


class TextChange(msgspec.Struct, frozen=True):
    """A headline, a caption or a sentence outside the statements in both versions; None if a version lacks it.

    ``what`` is headline, caption or text. ``wording`` shows {-dropped-} and {+added+} words if both versions have it.
    ``numbers`` says whether a number changed. Statements inside a sentence are replaced by an ellipsis.
    """

    what: str
    before: str | None
    after: str | None
    wording: str = ""
    numbers: bool = False


def text_changes(old: Record, new: Record) -> list[TextChange]:
    """Return the changes of the headline, the captions, and the sentences outside statements, changed numbers first."""
    changes = []
    if (old.article.headline or "") != (new.article.headline or ""):
        changes.append(_change("headline", old.article.headline, new.article.headline))
    before, after = _captions(old), _captions(new)
    changes += _paired("caption", [x for x in before if x not in after], [x for x in after if x not in before])
    left, right = _sentences(old), _sentences(new)
    common = Counter(map(_key, left)) & Counter(map(_key, right))
    sentences = _paired("text", _without(left, common), _without(right, common))
    return [*changes, *sorted(sentences, key=lambda change: not change.numbers)]


def _change(what: str, before: str | None, after: str | None) -> TextChange:
    """Return a change with its wording, and whether it changes a number."""
    if before is None or after is None:
        return TextChange(what, before, after)
    return TextChange(what, before, after, shown(before, after), _figures(before) != _figures(after))


def _figures(text: str) -> Counter[str]:
    """Return the numbers in a text."""
    return Counter(figure.value for figure in find_figures(text, Span(0, len(text)))) if text else Counter()


def _paired(what: str, removed: Sequence[str], added: Sequence[str]) -> list[TextChange]:
    """Return the changes between removed and added texts, each text with the most similar one of the other version."""
    scored = sorted(
        (
            (align(before, after).likeness, -n, -m)
            for n, before in enumerate(removed[:_MAX_COMPARED])
            for m, after in enumerate(added[:_MAX_COMPARED])
        ),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    for likeness, n, m in scored:
        if likeness >= _MIN_LIKENESS and -n not in pairs and -m not in pairs.values():
            pairs[-n] = -m
    changes = [_change(what, text, added[pairs[n]] if n in pairs else None) for n, text in enumerate(removed)]
    used = set(pairs.values())
    return [*changes, *(_change(what, None, text) for m, text in enumerate(added) if m not in used)]


def _captions(record: Record) -> list[str]:
    return [
        block.span.of(record.article.text).strip() for block in record.article.blocks if block.kind is BlockKind.CAPTION
    ]


def _sentences(record: Record) -> list[str]:
    """Return the sentences of the body, with an ellipsis in place of statements; those without other words are left
    out.
    """
    text, inside = record.article.text, bytearray(len(record.article.text))
    for attribution in record.attributions:
        for span in (*attribution.source, *attribution.cue, *attribution.content):
            inside[span.start : span.end] = b"\x01" * (span.end - span.start)
    blocks = [block.span for block in record.article.blocks if block.kind in _SENTENCES]
    outside = [_outside(text, inside, sentence) for block in blocks for sentence in _split(text, block)]
    return [sentence for sentence in outside if words(sentence)]


def _split(text: str, block: Span) -> Iterator[Span]:
    """Yield the sentences of a block."""
    ends = sentence_ends(block.of(text))
    edges = [block.start, *(block.start + following for _, following in ends), block.end]
    return (Span(start, end) for start, end in pairwise(edges) if start < end)


def _outside(text: str, inside: bytearray, sentence: Span) -> str:
    """Return the words of a sentence outside statements, with an ellipsis for each statement; empty if they are few."""
    pieces: list[str] = []
    for is_statement, run in groupby(range(sentence.start, sentence.end), lambda at: bool(inside[at])):
        at = [*run]
        piece = "…" if is_statement else " ".join(text[at[0] : at[-1] + 1].split())
        if (is_statement and pieces[-1:] != ["…"]) or words(piece):
            pieces.append(piece)
    outside = " ".join(pieces)
    return outside if len(words(outside)) >= _MIN_WORDS or _figures(outside) else ""


def _key(sentence: str) -> tuple[str, ...]:
    return tuple(words(sentence))


def _without(sentences: Sequence[str], common: Counter[tuple[str, ...]]) -> list[str]:
    """Return the sentences without those that both versions have."""
    remaining, kept = common.copy(), []
    for sentence in sentences:
        if remaining[_key(sentence)] > 0:
            remaining[_key(sentence)] -= 1
        else:
            kept.append(sentence)
    return kept
