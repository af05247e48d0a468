"""Who made the photos: credit lines, and what stands in brackets, after "Photo by" or at the end of a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.terms import Article, Block, BlockKind

K = BlockKind
_LONGEST: Final = 100
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]++)[)\]]")
_LEAD: Final = re.compile(
    r"^\s*(?:(?:file\s+)?(?:photos?|image|picture|photograph|illustration|video|credit)s?\s*(?:credits?|copyright|courtesy)?"
    r"\s*(?:by|of|:|/|\||\.{3}|…)?|courtesy(?: of)?|©|via)[\s:]*",
    re.I,
)
_AGENCY: Final = re.compile(
    r"/|\bgetty\b|\bAP\b|\breuters\b|\bafp\b|\bepa\b|shutterstock|alamy|flickr|wikimedia|unsplash|istock|"
    r"^\s*(?:photo|image|credit|courtesy|picture)|\svia\s",
    re.I,
)
_TAIL: Final = re.compile(
    r"(?:photo(?:graph)?|image|picture|credit|illustration)s?\s*(?:credit)?\s*(?:by|courtesy of|:|\.{3}|…)"
    r"\s*([^.\n|]{3,80})[.\s]*$",
    re.I,
)
_NAME: Final = r"(?:[A-Z][\w'’.-]*\s+){1,3}[A-Z][\w'’-]+"
_AGENCIES: Final = r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|Associated Press|Bloomberg|Alamy|Shutterstock)"
_SIGNED: Final = re.compile(
    rf"(?:^|(?<=[.!?”\"\s]))({_NAME}\s*[/|]\s*{_AGENCIES}(?:\s+(?:file|Images|Photo|via [A-Z][\w ]{{1,30}}))?"
    rf"|{_AGENCIES}\s*/\s*{_NAME})[.\s]*$"
)
"""``Ada Calder / AP file``, ``REUTERS/Ada Calder`` at the end of a caption, at times glued to its last sentence."""


def credits_of(article: Article) -> Iterator[str]:
    """The credits of an article's captions and credit lines, each once."""
    seen = set()
    for block in article.blocks:
        for credit in _of_block(block, block.span.of(article.text).strip()):
            name = _LEAD.sub("", credit).strip(" ()[].:;|")
            if name and name not in seen:
                seen.add(name)
                yield name


def _of_block(block: Block, text: str) -> list[str]:
    """The credits in one block, as they stand there."""
    if block.kind is K.CREDIT:
        return [text]
    if block.kind is not K.CAPTION:
        return []
    named = [found for one in _IN_BRACKETS.findall(text) if 1 < len(found := one.strip()) <= _LONGEST]
    inside = [found for found in named if _AGENCY.search(found)]
    if inside:
        return inside
    last = text[-200:]
    return [found[1]] if (found := _TAIL.search(last) or _SIGNED.search(last)) else []
