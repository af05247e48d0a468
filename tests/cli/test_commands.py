"""Mistyped commands and options, options without their value, and the examples in the help."""

from __future__ import annotations

import shlex

import click
import pytest

from sayso import cli
from sayso.cli.commands import edits, examples, similar
from tests.cli.test_help import COMMANDS

pytestmark = pytest.mark.issue(23)


def usage_error(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    """The last line on standard error of a command that ends with a usage error."""
    with pytest.raises(SystemExit) as ended:
        cli.main([*args])
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("raed page.html", "No such command 'raed'. Did you mean 'sayso read'?"),
        ("srve", "No such command 'srve'. Did you mean 'sayso serve'?"),
        ("speaker", "No such command 'speaker'. Did you mean 'sayso speakers'?"),
        ("corr list", "No such command 'corr'. Did you mean 'sayso corrections'?"),
        ("archive chek", "No such command 'chek'. Did you mean 'sayso archive check'?"),
        ("kettle", "No such command 'kettle'."),
        ("read --formt json x", "No such option '--formt'. Did you mean '--form' or '--format'?"),
        ("sourcing --chrat x.svg", "No such option '--chrat'. Did you mean '--chart'?"),
        ("search --actt denial", "No such option '--actt'. Did you mean '--act'?"),
        ("read --out x page.html", "No such option '--out'. Did you mean '--output'?"),
        ("read --kettle page.html", "No such option '--kettle'."),
        ("--verson", "No such option '--verson'. Did you mean '--version'?"),
    ],
)
def test_a_mistyped_name_gets_the_right_suggestion_or_none(
    capsys: pytest.CaptureFixture[str], typed: str, says: str
) -> None:
    assert usage_error(capsys, *typed.split()) == f"Error: {says}"


def test_a_file_in_place_of_a_command_is_recognized(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weir.html").write_text("<p>The weir holds.")
    assert "Did you mean 'sayso read weir.html'?" in usage_error(capsys, "weir.html")
    assert "sayso read https://echo.example/weir" in usage_error(capsys, "https://echo.example/weir")


@pytest.mark.parametrize(
    ("typed", "option", "follows"),
    [
        ("sourcing --chart --by outlet", "--chart", "--by"),
        ("read page.html -o --format=json", "-o", "--format=json"),
        ("speakers --merge e1 --limit 3", "--merge", "--limit"),
        ("serve --host --port 80", "--host", "--port"),
    ],
)
def test_an_option_does_not_take_the_next_option_as_its_value(
    capsys: pytest.CaptureFixture[str], tmp_path, monkeypatch: pytest.MonkeyPatch, typed: str, option: str, follows: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert f"'{option}' needs a value" in (line := usage_error(capsys, *typed.split()))
    assert f"the option '{follows}' follows" in line
    assert list(tmp_path.iterdir()) == []


def test_a_value_that_begins_with_hyphens_can_be_given_with_an_equals_sign() -> None:
    context = cli.sayso.make_context("sayso", ["search", "--text=--by"], resilient_parsing=False)
    command = cli.sayso.get_command(context, "search")
    assert command is not None
    parsed = command.make_context("search", ["--text=--by", "--", "--kind"], parent=context)
    assert (parsed.params["text"], parsed.params["query"]) == ("--by", "--kind")


def test_edits_count_swapped_neighbors_once() -> None:
    assert [edits("raed", "read"), edits("srevee", "serve"), edits("", "abc")] == [1, 2, 3]
    assert similar("diff", ["diff", "add"]) == ["diff"]
    assert similar("x", ["add", "diff"]) == []


def test_every_command_has_an_example_that_its_parser_accepts(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "archive-2026-05-03.db").touch()  # the backup that restore needs
    table = examples()
    assert set(table) == set(COMMANDS)
    for name, rows in table.items():
        for line, effect in rows:
            assert effect, name
            for part in line.replace('eval "$(', "").replace(')"', "").split("&&"):
                words = shlex.split(part.partition("|")[2] if part.startswith("curl") else part.partition(" | ")[0])
                words = words[words.index("sayso") + 1 :]
                words = words[: words.index(">")] if ">" in words else words
                command: click.Command = cli.sayso
                context = click.Context(command, info_name="sayso")
                while isinstance(command, click.Group) and (words[0] in command.list_commands(context)):
                    child = command.get_command(context, words[0])
                    assert child is not None
                    command, words = child, words[1:]
                    context = click.Context(command, parent=context, info_name=command.name)
                command.make_context(command.name, [*words], parent=context.parent)
            assert line in COMMANDS[name].command.get_help(COMMANDS[name]), name
