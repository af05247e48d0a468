"""Contributors' notes at the end of a paragraph: ``… he said. Ada Roe is a reporter for the Gazette.``"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sayso.reading.metadata.bylines import people
from sayso.terms import Block, BlockKind, Span

K = BlockKind
_TRADES: Final = "reporter|contributor|columnist|correspondent|journalist|writer|editor|producer|intern|fellow"
_IS: Final = re.compile(rf"\b(?:is|was) an? (?:[\w'’]+[ -]){{0,6}}?(?:{_TRADES})\b")
_NAME: Final = r"(?:[A-Z][\w.'’-]* ){1,3}(?:at|on|@)"
_REACH: Final = re.compile(rf"(?i:\b(?:follow|reach|contact|e-?mail) )(?:him\b|her\b|them\b|{_NAME})")
_SENTENCE: Final = re.compile(r"[.!?…][”\"’')]*[ \u00a0]+(?=[A-Z“\"‘])")
_SPEECH: Final = re.compile(r"\b(?:said|says?|told|according)\b")
_LONG: Final = 120
"""Characters before a note that are a paragraph of the article rather than the beginning of the note."""


def split_notes(text: str, blocks: Sequence[Block], authors: Sequence[str] = ()) -> list[tuple[int, Block]]:
    """The blocks, each with the number of the one that it was: a paragraph with a note at its end is two."""
    last = max((number for number, block in enumerate(blocks) if block.kind is K.BODY), default=-1)
    bylines = people(block.span.of(text) for block in blocks if block.kind is K.BYLINE)
    names = {name.split()[-1].casefold() for name in (*authors, *bylines) if name.split()}
    out: list[tuple[int, Block]] = []
    for number, block in enumerate(blocks):
        boxed = block.kind is K.AUTHOR_BOX
        start = _note(block.span.of(text), names, boxed) if boxed or number == last else None
        if start is None:
            out.append((number, block))
            continue
        middle = block.span.start + start
        out.append((number, Block(K.BODY, Span(block.span.start, middle))))
        out.append((number, Block(K.AUTHOR_BOX, Span(middle, block.span.end))))
    return out


def _note(paragraph: str, names: set[str], boxed: bool) -> int | None:
    """Where the note begins; None where there is none, or all of the paragraph is one.

    In a paragraph of the body the note must name the author, or say how to reach who wrote it.
    """
    starts = [0, *(stop.end() for stop in _SENTENCE.finditer(paragraph))]
    sentences = [paragraph[a:b] for a, b in zip(starts, [*starts[1:], len(paragraph)], strict=True)]
    for number, (start, sentence) in enumerate(zip(starts, sentences, strict=True)):
        told = _IS.search(sentence) is not None or _REACH.search(sentence) is not None
        if not told or (not boxed and not _of_author(sentences[number:], names)):
            continue
        before = paragraph[:start]
        if len(before) < _LONG or not _SPEECH.search(before) or any(_about(one, names) for one in sentences[:1]):
            return None
        return start
    return None


def _of_author(sentences: Sequence[str], names: set[str]) -> bool:
    """Whether a note is on the page's author, or says how to reach somebody."""
    return _about(sentences[0], names) or any(_REACH.search(one) for one in sentences)


def _about(sentence: str, names: set[str]) -> bool:
    """Whether a sentence names one of the authors."""
    return any(word in names for word in _words(sentence))


def _words(sentence: str) -> Iterator[str]:
    yield from (word.casefold() for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", sentence))
