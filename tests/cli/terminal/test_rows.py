"""Tables on narrow terminals, bold words, colors, and pipes."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console
from rich.text import Text

from sayso.cli.terminal.rows import Heading, Rows, with_bold

pytestmark = pytest.mark.issue(23)
HEADINGS = [Heading(name) for name in ("id", "speaker", "statement", "outlet", "date", "page")]
ROW = ["2.a1", "Ines Calder", "The old bridge over the Tarn will stay closed until spring", "Tarn Valley Ledger", "2026-05-03", "Bridge to stay shut until spring"]  # fmt: skip  # noqa: E501


def shown(width: int, *rows: list[str]) -> str:
    """The rows on a terminal of a width, without styles."""
    file = io.StringIO()
    console = Console(file=file, width=width, no_color=True)
    console.print(Rows(HEADINGS, [[*map(Text, row)] for row in rows]))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines())


def test_a_wide_terminal_shows_a_table() -> None:
    head, rule, *lines = shown(120, ROW).splitlines()
    assert head.split() == [heading.name for heading in HEADINGS]
    assert set(rule.strip()) == {"─"}
    assert "2.a1   Ines Calder" in lines[0]


@pytest.mark.parametrize("width", [40, 60, 70])
def test_a_narrow_terminal_shows_blocks_with_whole_words(width: int) -> None:
    text = shown(width, ROW, [*ROW[:4], "", "x"])
    assert "─" not in text
    first, *lines = text.splitlines()
    assert first == "2.a1"
    assert lines[0] == "  speaker    Ines Calder"
    assert {word for value in ROW for word in value.split()} <= set(text.split())
    assert max(map(len, text.splitlines())) <= width
    assert text.split("\n\n")[1].count("date") == 0  # an empty value has no line


def test_no_column_of_a_table_is_narrower_than_its_words() -> None:
    for width in range(30, 140):
        text = shown(width, ROW)
        if "─" in text:
            words = {word for value in ROW for word in value.split() if len(word) <= 16}
            assert words <= set(text.split()), width


def test_no_table_loses_the_end_of_its_last_column() -> None:
    """Rich widened shrunk columns to their least width again and cropped the line."""
    headings = [Heading("id", 10), Heading("act", max_width=14), Heading("speaker", 12, 26), Heading("content", 24), Heading("certain", 10)]  # fmt: skip  # noqa: E501
    row = ["a18 in a17", "if said: statement", "probably Ines Calder or Lena Voss", "The bridge over the Tarn " * 4, "0.50 0.91"]  # fmt: skip  # noqa: E501
    for width in range(60, 220):
        file = io.StringIO()
        Console(file=file, width=width, no_color=True).print(Rows(headings, [[*map(Text, row)]]))
        lines = [line.rstrip() for line in file.getvalue().splitlines()]
        assert sum("0.50 0.91" in line for line in lines) == 1, width
        assert max(map(len, lines)) <= width


def test_matches_are_bold_and_have_no_asterisks() -> None:
    text = with_bold("The **bridge** over the **Tarn** at 2 ** 3")
    assert text.plain == "The bridge over the Tarn at 2 ** 3"
    assert [text.plain[span.start : span.end] for span in text.spans if span.style == "bold"] == ["bridge", "Tarn"]


def test_colors_follow_the_conventions_for_terminals_and_pipes(run) -> None:
    plain = run("demo", "bridge.txt", "--format", "page").stdout.decode()
    forced = run("demo", "bridge.txt", "--format", "page", FORCE_COLOR="1").stdout.decode()
    both = run("demo", "bridge.txt", "--format", "page", FORCE_COLOR="1", NO_COLOR="1").stdout.decode()
    assert "\x1b" not in plain
    assert re.search("\x1b\\[[0-9;]*36m", forced)
    assert not re.search("\x1b\\[[0-9;]*3[0-7]m", both)
