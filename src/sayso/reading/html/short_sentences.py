"""Classify short sentences between paragraphs of the body as body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line
from sayso.reading.text.features import Floats, said
from sayso.reading.text.quoted_asks import quotes_an_ask
from sayso.terms import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_LOWER_CASE: Final = re.compile(r"[a-z]{2}")
_OTHER_MARKS: Final = frozenset(":!?\n")
_QUOTES: Final = "“”\"‘’')"
_MAX_CHARS: Final = 100
_MIN_WORDS: Final = 2
_MIN_SIBLINGS: Final = 2
"""Minimum number of body paragraphs with the same parent."""
_PARENT_LEVELS: Final = 4
"""Number of ancestors of a body line that count as parents, because a quotation has its own element."""
_LINES_AFTER_BODY: Final = 3
"""Number of lines after the body that are examined."""
_CHANGEABLE_KINDS: Final = (None, BlockKind.NAVIGATION, BlockKind.RELATED_LINK)
_ASK_KINDS: Final = (
    BlockKind.DONATION_ASK,
    BlockKind.NEWSLETTER_ASK,
    BlockKind.SUBSCRIBE_ASK,
    BlockKind.SIGN_IN_PROMPT,
    BlockKind.COMMENT_PROMPT,
    BlockKind.SHARE_PROMPT,
)


def with_sentences(
    markup: Markup, body: Sequence[bool], rows: Floats, kinds: Sequence[BlockKind | None]
) -> list[BlockKind | None]:
    """Return the kinds, with sentences between body paragraphs and quoted asks as body."""
    body_lines = [number for number, is_body in enumerate(body) if is_body]
    result = list(kinds)
    if not body_lines:
        return result
    parents = Counter(
        element for number in body_lines for element in markup.chain(markup.lines[number].element)[1:_PARENT_LEVELS]
    )
    phrases = said(rows)
    for number in range(body_lines[0], min(len(result), body_lines[-1] + 1 + _LINES_AFTER_BODY)):
        line = markup.lines[number]
        if line.linked or result[number] not in (*_CHANGEABLE_KINDS, *_ASK_KINDS) or _paragraph(markup, line) is None:
            continue
        quotes = quotes_an_ask(line.text)
        if result[number] in _ASK_KINDS and not quotes:
            continue
        is_sentence = quotes or (not phrases[number] and _is_sentence(line.text))
        parent = _parent(markup, line)
        if is_sentence and parent is not None and parents[parent] >= _MIN_SIBLINGS:
            result[number] = BlockKind.BODY
    return result


def _is_sentence(text: str) -> bool:
    """Return whether a line is one or more short sentences with a final full stop."""
    unquoted = text.strip(_QUOTES)
    if len(text) > _MAX_CHARS or len(text.split()) < _MIN_WORDS or _OTHER_MARKS & set(text):
        return False
    return unquoted[:1].isupper() and unquoted[-1:] in (".", "…") and _LOWER_CASE.search(unquoted) is not None


def _paragraph(markup: Markup, line: Line) -> _Element | None:
    """Return the ``<p>`` element of a line."""
    return next((element for element in markup.chain(line.element)[:3] if element.tag == "p"), None)


def _parent(markup: Markup, line: Line) -> _Element | None:
    """Return the parent of the paragraph of a line."""
    paragraph = _paragraph(markup, line)
    return paragraph.getparent() if paragraph is not None else None
