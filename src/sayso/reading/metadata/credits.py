"""Extract photo credits from credit lines and from captions: brackets, "Photo by", and names at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sayso.terms import Article, Block, BlockKind

K = BlockKind
_MAX_CREDIT_CHARS: Final = 100
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]++)[)\]]")
_CREDIT_PREFIX: Final = re.compile(
    r"^\s*(?:(?:file\s+)?(?:photos?|image|picture|photograph|illustration|video|credit)s?\s*(?:credits?|copyright|courtesy)?"
    r"\s*(?:by|of|:|/|\||\.{3}|…)?|courtesy(?: of)?|©|via)[\s:]*",
    re.I,
)
_AGENCY_SIGN: Final = re.compile(
    r"/|\bgetty\b|\bAP\b|\breuters\b|\bafp\b|\bepa\b|shutterstock|alamy|flickr|wikimedia|unsplash|istock|"
    r"^\s*(?:photo|image|credit|courtesy|picture)|\svia\s",
    re.I,
)
_CREDIT_AT_END: Final = re.compile(
    r"(?:photo(?:graph)?|image|picture|credit|illustration)s?\s*(?:credit)?\s*(?:by|courtesy of|:|\.{3}|…)"
    r"\s*([^.\n|]{3,80})[.\s]*$",
    re.I,
)
_NAME: Final = r"(?:[A-Z][\w'’.-]*\s+){1,3}[A-Z][\w'’-]+"
_AGENCIES: Final = r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|Associated Press|Bloomberg|Alamy|Shutterstock)"
_NAME_AND_AGENCY: Final = re.compile(
    rf"(?:^|(?<=[.!?”\"\s]))({_NAME}\s*[/|]\s*{_AGENCIES}(?:\s+(?:file|Images|Photo|via [A-Z][\w ]{{1,30}}))?"
    rf"|{_AGENCIES}\s*/\s*{_NAME})[.\s]*$"
)
"""``Ada Calder / AP file`` or ``REUTERS/Ada Calder`` at the end of a caption, with or without a space before it."""


def credits_of(article: Article) -> Iterator[str]:
    """Yield the distinct credits of an article's captions and credit lines."""
    seen = set()
    for block in article.blocks:
        for credit in _block_credits(block, block.span.of(article.text).strip()):
            name = _CREDIT_PREFIX.sub("", credit).strip(" ()[].:;|")
            if name and name not in seen:
                seen.add(name)
                yield name


def _block_credits(block: Block, text: str) -> list[str]:
    """Return the credits in one block, unchanged."""
    if block.kind is K.CREDIT:
        return [text]
    if block.kind is not K.CAPTION:
        return []
    bracketed = [part.strip() for part in _IN_BRACKETS.findall(text)]
    credited = [part for part in bracketed if 1 < len(part) <= _MAX_CREDIT_CHARS and _AGENCY_SIGN.search(part)]
    if credited:
        return credited
    tail = text[-200:]
    match = _CREDIT_AT_END.search(tail) or _NAME_AND_AGENCY.search(tail)
    return [match[1]] if match else []
