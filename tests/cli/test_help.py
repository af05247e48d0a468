"""The help texts of all commands."""

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
    """Each command with its context, including subcommands."""
    queue: list[tuple[str, click.Command, click.Context | None]] = [("sayso", cli.sayso, None)]
    while queue:
        name, command, parent = queue.pop(0)
        context = click.Context(
            command, parent=parent, info_name=name.split()[-1], terminal_width=100, **command.context_settings
        )
        yield name, context
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                subcommand = command.get_command(context, child)
                assert subcommand is not None
                queue.append((f"{name} {child}", subcommand, context))


COMMANDS = dict(commands())


@pytest.mark.issue(17)
@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_no_control_characters(name: str) -> None:
    context = COMMANDS[name]
    text = context.command.get_help(context) + context.command.get_short_help_str(1000)
    assert [char for char in text if unicodedata.category(char) in ("Cc", "Cf") and char != "\n"] == []
    assert "\\" not in text


@pytest.mark.issue(17)
def test_lists_in_help_keep_their_lines() -> None:
    context = COMMANDS["sayso read"]
    lines = [line.split() for line in context.command.get_help(context).splitlines()]
    assert [line[0] for line in lines if line and line[0] in ("page", "table", "json", "jsonl")] == [
        "page", "table", "json", "jsonl",
    ]  # fmt: skip
    assert len(COMMANDS) > 25


@pytest.mark.issue(17)
def test_docs_have_no_control_characters() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    faulty = {
        page.name for page in pages if re.search(r"[\x00-\x08\x0b-\x1f]|\s\\b\s", page.read_text(encoding="utf-8"))
    }
    assert faulty == set()


@pytest.mark.issue(23)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_line_of_a_help_is_wider_than_100_columns(name: str) -> None:
    context = COMMANDS[name]
    assert [line for line in context.command.get_help(context).splitlines() if len(line) > 100] == []
