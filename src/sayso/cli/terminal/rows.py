"""Rows as a table, or as blocks of "name  value" lines where the terminal is too narrow for the table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich import box
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_READABLE_CHARS: Final = 12
"""The width that a column needs if its texts are longer; its longest word, up to the next width, if that is more."""
_MAX_WORD_CHARS: Final = 16
_GAP_CHARS: Final = 2
_TABLE_GAP_CHARS: Final = 3  # per column of a table, with the box of Rich
_MATCH: Final = re.compile(r"\*\*([^*]+)\*\*")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column. ``min_width`` is the width that its texts need if they are longer."""

    name: str
    min_width: int = _READABLE_CHARS
    max_width: int | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows with one text per heading, rendered for the width of the console. The first text names the row."""

    headings: Sequence[Heading]
    texts: Sequence[Sequence[Text]]
    title: str = ""

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Render a table if each column gets its width, otherwise a block per row."""
        gaps = _TABLE_GAP_CHARS * len(self.headings)
        if sum(map(self._needed, range(len(self.headings)))) + gaps <= options.max_width:
            yield self._table(options.max_width - gaps + 1)  # no gap after the last column
            return
        if self.title:
            yield Text(self.title, "bold")
        yield from self._blocks()

    def _needed(self, column: int) -> int:
        """The width that a column needs."""
        heading = self.headings[column]
        texts = [row[column] for row in self.texts]
        longest_word = max((len(word) for text in texts for word in text.plain.split()), default=0)
        readable = max(heading.min_width, min(longest_word, _MAX_WORD_CHARS))
        return max(len(heading.name), min(readable, max((text.cell_len for text in texts), default=0)))

    def _widths(self, width: int) -> list[int]:
        """The widths of the columns: as their texts, but if the sum exceeds ``width``, not above a common limit.

        Rich alone shrinks columns below ``min_width``, widens them again, and crops the last column.
        """
        ranges = []
        for column, heading in enumerate(self.headings):
            longest = max(len(heading.name), max((row[column].cell_len for row in self.texts), default=0))
            ranges.append((self._needed(column), min(longest, heading.max_width or longest)))
        limit = max(longest for _, longest in ranges)
        while limit and sum(max(needed, min(longest, limit)) for needed, longest in ranges) > width:
            limit -= 1
        return [max(needed, min(longest, limit)) for needed, longest in ranges]

    def _table(self, width: int) -> Table:
        """The rows as a table with columns of ``width`` characters together."""
        table = Table(
            box=box.SIMPLE_HEAD, show_edge=False, title=self.title or None, title_justify="left", title_style="bold"
        )
        for heading, chars in zip(self.headings, self._widths(width), strict=True):
            table.add_column(heading.name, overflow="fold", width=chars, justify="right" if heading.right else "left")
        for row in self.texts:
            table.add_row(*row)
        return table

    def _blocks(self) -> Iterator[RenderableType]:
        """A block per row: the first text, then a line per other text that is not empty."""
        for number, row in enumerate(self.texts):
            if number:
                yield Text()
            first = row[0].copy()
            first.stylize("bold")
            yield first
            grid = Table.grid(padding=(0, _GAP_CHARS, 0, 0))
            grid.add_column(style="dim", width=max(len(heading.name) for heading in self.headings[1:]))
            grid.add_column(overflow="fold")
            for heading, text in zip(self.headings[1:], row[1:], strict=True):
                if text.plain:
                    grid.add_row(heading.name, text)
            yield Padding(grid, (0, 0, 0, _GAP_CHARS))


def with_bold(text: str) -> Text:
    """The text with words between ** and ** in bold, without the asterisks."""
    styled, end = Text(), 0
    for match in _MATCH.finditer(text):
        styled.append(text[end : match.start()]).append(match[1], "bold")
        end = match.end()
    return styled.append(text[end:])
