"""Short sentences that stand among the paragraphs of the body, between links: they are body too."""

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

_SMALL: Final = re.compile(r"[a-z]{2}")
_OTHER_MARKS: Final = frozenset(":!?\n")
_QUOTES: Final = "“”\"‘’')"
_LONGEST: Final = 100
_WORDS: Final = 2
_BESIDE: Final = 2
"""Paragraphs of the body that stand in the same element at least."""
_LEVELS: Final = 4
"""Elements around a line of the body that count as its own: a quotation stands in its own element."""
_AFTER: Final = 3
"""Lines below the last one of the body in which such a sentence may stand."""
_LOOSE: Final = (None, BlockKind.NAVIGATION, BlockKind.RELATED_LINK)
_ASKS: Final = (
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
    """The kinds, with sentences that stand between paragraphs of the body as body, and what quotes an ask."""
    places = [number for number, one in enumerate(body) if one]
    out = list(kinds)
    if not places:
        return out
    parents = Counter(one for number in places for one in markup.chain(markup.lines[number].element)[1:_LEVELS])
    phrases = said(rows)
    for number in range(places[0], min(len(out), places[-1] + 1 + _AFTER)):
        line = markup.lines[number]
        if line.linked or out[number] not in (*_LOOSE, *_ASKS) or _paragraph(markup, line) is None:
            continue
        quoted = quotes_an_ask(line.text)
        if out[number] in _ASKS and not quoted:
            continue
        plain = quoted or (not phrases[number] and _is_sentence(line.text))
        parent = _parent(markup, line)
        if plain and parent is not None and parents[parent] >= _BESIDE:
            out[number] = BlockKind.BODY
    return out


def _is_sentence(text: str) -> bool:
    """Whether a line is one short sentence, or some, that ends in a full stop."""
    bare = text.strip(_QUOTES)
    if len(text) > _LONGEST or len(text.split()) < _WORDS or _OTHER_MARKS & set(text):
        return False
    return bare[:1].isupper() and bare[-1:] in (".", "…") and _SMALL.search(bare) is not None


def _paragraph(markup: Markup, line: Line) -> _Element | None:
    """The ``<p>`` that a line is."""
    return next((one for one in markup.chain(line.element)[:3] if one.tag == "p"), None)


def _parent(markup: Markup, line: Line) -> _Element | None:
    """The element that holds the paragraph of a line."""
    paragraph = _paragraph(markup, line)
    return paragraph.getparent() if paragraph is not None else None
