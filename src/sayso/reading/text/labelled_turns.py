"""Classify the turns of a transcript as body: lines whose label opens other lines of the body too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from sayso.terms import BlockKind

_LABEL: Final = re.compile(
    r"[ \t]*(?:[*_]{1,3})?(?P<label>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})[*_]{0,3}[:.][*_]{0,3} "
)
_MIN_TURNS: Final = 3  # labelled lines in the body of a transcript, with at least two labels
_NOT_TURNS: Final = frozenset({BlockKind.HEADLINE, BlockKind.DEK, BlockKind.COPYRIGHT, BlockKind.CREDIT})


def with_turns(lines: Sequence[str], kinds: Sequence[BlockKind]) -> list[BlockKind]:
    """Return the kinds of the lines, with each line as body that has the label of a turn in the body."""
    result = list(kinds)
    labels = [match["label"] if (match := _LABEL.match(line)) is not None else None for line in lines]
    counts = Counter(label for label, kind in zip(labels, kinds, strict=True) if label and kind is BlockKind.BODY)
    if counts.total() < _MIN_TURNS or len(counts) < 2:
        return result
    first = kinds.index(BlockKind.BODY)
    for number in range(first, len(result)):
        label = labels[number]
        if label is not None and counts[label] and result[number] not in _NOT_TURNS:
            result[number] = BlockKind.BODY
    return result
