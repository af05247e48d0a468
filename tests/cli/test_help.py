"""What each command says of itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sayso import cli

ROOT = Path(__file__).parents[2]


def commands() -> Iterator[tuple[str, click.Context]]:
    """Every command with its context, those of groups too."""
    waiting: list[tuple[str, click.Command, click.Context | None]] = [("sayso", cli.sayso, None)]
    while waiting:
        name, command, parent = waiting.pop(0)
        context = click.Context(
            command, parent=parent, info_name=name.split()[-1], terminal_width=100, **command.context_settings
        )
        yield name, context
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                found = command.get_command(context, below)
                assert found is not None
                waiting.append((f"{name} {below}", found, context))


COMMANDS = dict(commands())


@pytest.mark.issue(17)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_holds_a_control_mark(name: str) -> None:
    context = COMMANDS[name]
    said = context.command.get_help(context) + context.command.get_short_help_str(1000)
    assert [char for char in said if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"] == []
    assert "\\" not in said


@pytest.mark.issue(17)
def test_lists_in_a_help_keep_their_lines() -> None:
    context = COMMANDS["sayso read"]
    lines = [line.split() for line in context.command.get_help(context).splitlines()]
    assert [line[0] for line in lines if line and line[0] in ("page", "table", "json", "jsonl")] == [
        "page", "table", "json", "jsonl",
    ]  # fmt: skip
    assert len(COMMANDS) > 25


@pytest.mark.issue(17)
def test_no_page_of_the_docs_holds_a_control_mark() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    found = {
        page.name for page in pages if re.search(r"[\x00-\x08\x0b-\x1f]|\s\\b\s", page.read_text(encoding="utf-8"))
    }
    assert found == set()
