"""The kind of each line of a plain text, from a small network over the lines of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sayso.reading.metadata.dates import only_date
from sayso.reading.nets import convnet as sequence
from sayso.reading.nets.mlp import load
from sayso.reading.text.features import SHAPE, features, windows
from sayso.reading.text.layout import layout
from sayso.reading.text.quoted_asks import quotes_an_ask
from sayso.terms import BlockKind
from sayso.text.refusal_phrases import refuses

Floats = NDArray[np.float32]

REACH: Final = 2
"""The lines before and after that the net of furniture sees."""
_ARTICLE: Final = (BlockKind.BODY, BlockKind.HEADLINE, BlockKind.DEK, BlockKind.DATELINE)
_ASKS: Final = frozenset(
    {
        BlockKind.COMMENT_PROMPT,
        BlockKind.DONATION_ASK,
        BlockKind.NEWSLETTER_ASK,
        BlockKind.SHARE_PROMPT,
        BlockKind.SIGN_IN_PROMPT,
        BlockKind.SUBSCRIBE_ASK,
    }
)
_PLAIN: Final = frozenset({BlockKind.NAVIGATION, BlockKind.RELATED_LINK})
_TITLE: Final = 15
"""Words of a title at most."""
_STOPS: Final = tuple('.?!…"”’')
_ENDS: Final = (*_STOPS, ",", ";", ":", "-", "–", "—", "")


def classify(lines: Sequence[str], gaps: Sequence[int]) -> tuple[list[BlockKind], Floats]:
    """The likeliest kind of each line, and the probability of every kind in the order of the net's classes."""
    net = sequence.load("lines")
    if not lines:
        return [], np.zeros((0, len(net.classes)), np.float32)
    likely = net(seen(lines, features(lines, gaps)))
    kinds = [BlockKind(one) for one in net.classes]
    found = [_repaired(kinds[i], line) for i, line in zip(likely.argmax(axis=1), lines, strict=True)]
    if BlockKind.BODY not in found:
        # A text that is all links and menus is none: a pasted line or a list, whose words are what there is to read.
        found = [BlockKind.BODY if kind in _PLAIN else kind for kind in found]
    if len(lines) > 1 and set(found) == {BlockKind.BODY} and _titled(lines):
        found[0] = BlockKind.HEADLINE
    if found[0] is BlockKind.BODY and kinds[likely[0].argmax()] in _ASKS and len(found) > 1:
        found[0] = BlockKind.HEADLINE if BlockKind.HEADLINE not in found else BlockKind.BODY
    return found, likely


def _repaired(kind: BlockKind, line: str) -> BlockKind:
    """The kind, but a date is no byline, and that somebody will not comment is no prompt for readers to do so."""
    if kind is BlockKind.BYLINE and only_date(line):
        return BlockKind.DATELINE
    if kind is BlockKind.COMMENT_PROMPT and refuses(line):
        return BlockKind.BODY
    if kind in _ASKS and quotes_an_ask(line):
        return BlockKind.BODY
    return kind


def _titled(lines: Sequence[str]) -> bool:
    """Whether the first line of a text that is all body is rather its title: short, no sentence, with one after it."""
    first, second = lines[0].strip(), lines[1].strip()
    short = len(first.split()) <= _TITLE and 2 * len(first) < len(second)
    return short and first[-1:] not in _ENDS and second[-1:] in _STOPS


def furniture(rows: Floats, chosen: Sequence[int]) -> list[BlockKind]:
    """The likeliest kind of those lines of a page of which it is known that they are no part of the article itself."""
    if not chosen:
        return []
    net = load("furniture")
    likely = net(windows(rows, REACH)[list(chosen)])
    likely[:, [net.classes.index(kind) for kind in _ARTICLE]] = 0
    return [BlockKind(net.classes[i]) for i in likely.argmax(axis=1)]


def seen(lines: Sequence[str], rows: Floats) -> Floats:
    """The features of each line, and how it stands to the prose and the lists of the page."""
    return np.hstack([rows, layout(lines, rows[:, SHAPE.index("prose")])])
