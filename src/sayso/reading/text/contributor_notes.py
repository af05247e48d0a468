"""Contributors' notes at the end of a paragraph: ``… he said. Ada Roe is a reporter for the Gazette.``"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sayso.reading.metadata.bylines import people
from sayso.terms import Block, BlockKind, Span

K = BlockKind
_TRADES: Final = "reporter|contributor|columnist|correspondent|journalist|writer|editor|producer|intern|fellow"
_ROLE: Final = re.compile(rf"\b(?:is|was) an? (?:[\w'’]+[ -]){{0,6}}?(?:{_TRADES})\b")
_NAME: Final = r"(?:[A-Z][\w.'’-]* ){1,3}(?:at|on|@)"
_CONTACT: Final = re.compile(rf"(?i:\b(?:follow|reach|contact|e-?mail) )(?:him\b|her\b|them\b|{_NAME})")
_SENTENCE: Final = re.compile(r"(?<!\b[A-Z])[.!?…][”\"’')]*[ \u00a0]+(?=[A-Z“\"‘])")
_SPEECH: Final = re.compile(r"\b(?:said|says?|told|according)\b")
_MIN_CHARS_BEFORE: Final = 120
"""With fewer characters before it, the text before a note is part of the note."""


def split_notes(text: str, blocks: Sequence[Block], authors: Sequence[str] = ()) -> list[tuple[int, Block]]:
    """Return the blocks with their original numbers; a paragraph with a note at its end becomes two blocks."""
    last_body = max((number for number, block in enumerate(blocks) if block.kind is K.BODY), default=-1)
    bylines = people(block.span.of(text) for block in blocks if block.kind is K.BYLINE)
    names = {name.split()[-1].casefold() for name in (*authors, *bylines) if name.split()}
    result: list[tuple[int, Block]] = []
    for number, block in enumerate(blocks):
        boxed = block.kind is K.AUTHOR_BOX
        start = _note_start(block.span.of(text), names, boxed) if boxed or number == last_body else None
        if start is None:
            result.append((number, block))
            continue
        middle = block.span.start + start
        result.append((number, Block(K.BODY, Span(block.span.start, middle))))
        result.append((number, Block(K.AUTHOR_BOX, Span(middle, block.span.end))))
    return result


def _note_start(paragraph: str, names: set[str], boxed: bool) -> int | None:
    """Return the start of the note; None without a note, or if the whole paragraph is a note.

    In a body paragraph, the note must name an author or give contact information.
    """
    starts = [0, *(stop.end() for stop in _SENTENCE.finditer(paragraph))]
    sentences = [paragraph[a:b] for a, b in zip(starts, [*starts[1:], len(paragraph)], strict=True)]
    last_contact = max((i for i, sentence in enumerate(sentences) if _CONTACT.search(sentence)), default=-1)
    for number, (start, sentence) in enumerate(zip(starts, sentences, strict=True)):
        is_note = _ROLE.search(sentence) is not None or _CONTACT.search(sentence) is not None
        if not is_note or (not boxed and number > last_contact and not _names_author(sentence, names)):
            continue
        before = paragraph[:start]
        if len(before) < _MIN_CHARS_BEFORE or not _SPEECH.search(before) or _names_author(sentences[0], names):
            return None
        return start
    return None


def _names_author(sentence: str, names: set[str]) -> bool:
    """Return whether a sentence names one of the authors."""
    return any(word in names for word in _words(sentence))


def _words(sentence: str) -> Iterator[str]:
    yield from (word.casefold() for word in re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", sentence))
