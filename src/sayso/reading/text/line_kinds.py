"""Classify the lines of plain text with a small network over the lines of the page."""

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
"""Number of lines before and after that the network for page furniture sees."""
_ARTICLE_KINDS: Final = (BlockKind.BODY, BlockKind.HEADLINE, BlockKind.DEK, BlockKind.DATELINE)
_ASK_KINDS: Final = frozenset(
    {
        BlockKind.COMMENT_PROMPT,
        BlockKind.DONATION_ASK,
        BlockKind.NEWSLETTER_ASK,
        BlockKind.SHARE_PROMPT,
        BlockKind.SIGN_IN_PROMPT,
        BlockKind.SUBSCRIBE_ASK,
    }
)
_LINK_KINDS: Final = frozenset({BlockKind.NAVIGATION, BlockKind.RELATED_LINK})
_MAX_TITLE_WORDS: Final = 15
"""Maximum number of words in a title."""
_SENTENCE_ENDS: Final = tuple('.?!…"”’')
_NOT_TITLE_ENDS: Final = (*_SENTENCE_ENDS, ",", ";", ":", "-", "–", "—", "")


def classify(lines: Sequence[str], gaps: Sequence[int]) -> tuple[list[BlockKind], Floats]:
    """Return the most likely kind of each line, and class probabilities in the order of the network's classes."""
    net = sequence.load("lines")
    if not lines:
        return [], np.zeros((0, len(net.classes)), np.float32)
    probabilities = net(seen(lines, features(lines, gaps)))
    classes = [BlockKind(name) for name in net.classes]
    kinds = [_corrected(classes[i], line) for i, line in zip(probabilities.argmax(axis=1), lines, strict=True)]
    if BlockKind.BODY not in kinds:
        # A text of only links and menus is a pasted line or list, and its words are the body.
        kinds = [BlockKind.BODY if kind in _LINK_KINDS else kind for kind in kinds]
    if len(lines) > 1 and set(kinds) == {BlockKind.BODY} and _starts_with_title(lines):
        kinds[0] = BlockKind.HEADLINE
    if kinds[0] is BlockKind.BODY and classes[probabilities[0].argmax()] in _ASK_KINDS and len(kinds) > 1:
        kinds[0] = BlockKind.HEADLINE if BlockKind.HEADLINE not in kinds else BlockKind.BODY
    return kinds, probabilities


def _corrected(kind: BlockKind, line: str) -> BlockKind:
    """Return the kind, corrected for date lines, refusals to comment and quoted asks."""
    if kind is BlockKind.BYLINE and only_date(line):
        return BlockKind.DATELINE
    if kind is BlockKind.COMMENT_PROMPT and refuses(line):
        return BlockKind.BODY
    if kind in _ASK_KINDS and quotes_an_ask(line):
        return BlockKind.BODY
    return kind


def _starts_with_title(lines: Sequence[str]) -> bool:
    """Return whether the first line of a text is a title: short, not a sentence, and followed by a sentence."""
    first, second = lines[0].strip(), lines[1].strip()
    short = len(first.split()) <= _MAX_TITLE_WORDS and 2 * len(first) < len(second)
    return short and first[-1:] not in _NOT_TITLE_ENDS and second[-1:] in _SENTENCE_ENDS


def furniture(rows: Floats, chosen: Sequence[int]) -> list[BlockKind]:
    """Return the most likely kind of the chosen lines, which are not part of the article."""
    if not chosen:
        return []
    net = load("furniture")
    probabilities = net(windows(rows, REACH, chosen))
    probabilities[:, [net.classes.index(kind) for kind in _ARTICLE_KINDS]] = 0
    return [BlockKind(net.classes[i]) for i in probabilities.argmax(axis=1)]


def seen(lines: Sequence[str], rows: Floats) -> Floats:
    """Return the text and layout features of each line."""
    return np.hstack([rows, layout(lines, rows[:, SHAPE.index("prose")])])
