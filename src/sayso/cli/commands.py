"""Command classes: examples in the help, suggestions for typos, an error for an option in the place of a value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

_SHORT: Final = 5  # characters; a shorter name may differ in one edit, a longer one in two
_MIN_PREFIX: Final = 3


class _Documented(click.Command):
    """A command or group whose help ends with examples, and whose errors suggest similar options."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. An unknown option names the most similar ones."""
        check_values(self, ctx, args)
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _no_such_option(self, ctx, error) from None

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(ctx, formatter)
        super().format_epilog(ctx, formatter)


class Command(_Documented):
    """A command with examples and suggestions."""


class Group(_Documented, click.Group):
    """A group with examples and suggestions, for its subcommands too."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the subcommand. An unknown name is a usage error with suggestions."""
        name = args[0]
        if name[:1] == "-" or ctx.resilient_parsing or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        names = similar(name, self.list_commands(ctx))
        suggestions = [f"{ctx.command_path} {other}" for other in names]
        if not suggestions and ctx.parent is None and ("://" in name or Path(name).exists()):
            suggestions = [f"{ctx.command_path} read {name}"]
        raise click.UsageError(f"No such command '{name}'.{_question(suggestions)}", ctx)


class PageName(click.types.StringParamType):
    """The name of a file or folder, a URL or ``-``; the shell completes file names."""

    name = "page"

    def shell_complete(self, _ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete file names."""
        return [CompletionItem(incomplete, type="file")]


@cache
def examples() -> dict[str, list[tuple[str, str]]]:
    """The examples of each command as pairs of a command line and its effect."""
    from importlib.resources import files

    table: dict[str, list[tuple[str, str]]] = {}
    lines = files("sayso.cli").joinpath("examples.tsv").read_text(encoding="utf-8").splitlines()
    for command, line, effect in (line.split("\t") for line in lines if not line.startswith("#")):
        table.setdefault(command, []).append((line, effect))
    return table


def write_examples(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Write the examples of a command, each with its effect on the line above."""
    rows = examples().get(ctx.command_path)
    if not rows:
        return
    with formatter.section("Examples"):
        for line, effect in rows:
            formatter.write(f"{'':>{formatter.current_indent}}# {effect}\n{'':>{formatter.current_indent}}{line}\n")


def check_values(command: click.Command, ctx: click.Context, args: Sequence[str]) -> None:
    """Raise BadOptionUsage if the value of an option is missing and another option follows.

    click would take the next option as the value: ``--chart --by outlet`` would write a file named ``--by``.
    """
    options = {
        name: param
        for param in command.get_params(ctx)
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }
    tokens = iter(args)
    for token in tokens:
        if token == "--":
            return
        option = options.get(token)
        if option is None or option.is_flag or option.count:
            continue
        for _ in range(option.nargs):
            value = next(tokens, None)
            if value is not None and value.partition("=")[0] in options:
                metavar = option.make_metavar(ctx) if option.metavar is None else option.metavar
                what = f"Option '{token}' needs a value ({metavar}), but the option '{value}' follows."
                raise click.BadOptionUsage(token, what, ctx)


def similar(name: str, names: Iterable[str]) -> list[str]:
    """The names with the fewest edits from a mistyped one, if these are few; otherwise those that begin with it."""
    limit = 1 if len(name.lstrip("-")) < _SHORT else 2
    distances = {other: edits(name, other) for other in names}
    least = min(distances.values(), default=limit + 1)
    if least <= limit:
        return sorted(other for other, distance in distances.items() if distance == least)
    longer = sorted(other for other in distances if other.startswith(name))
    return longer if len(name.lstrip("-")) >= _MIN_PREFIX else []


def edits(first: str, second: str) -> int:
    """The number of insertions, deletions, replacements and swaps of neighbors that turn one word into the other."""
    before: list[int] = []
    row: list[int] = [*range(len(second) + 1)]
    for i, char in enumerate(first, 1):
        previous, row = row, [i, *([0] * len(second))]
        for j, other in enumerate(second, 1):
            row[j] = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and first[i - 2] == other:
                row[j] = min(row[j], before[j - 2] + 1)
        before = previous
    return row[-1]


def _no_such_option(command: click.Command, ctx: click.Context, error: click.NoSuchOption) -> click.UsageError:
    """The error for an unknown option, with the most similar options."""
    known: list[Any] = [name for param in command.get_params(ctx) for name in (*param.opts, *param.secondary_opts)]
    names = similar(error.option_name, [name for name in known if name.startswith("--")])
    return click.UsageError(f"No such option '{error.option_name}'.{_question(names)}", ctx)


def _question(suggestions: Sequence[str]) -> str:
    """The suggestions as a question, after a space."""
    quoted = " or ".join(f"'{name}'" for name in suggestions)
    return f" Did you mean {quoted}?" if suggestions else ""
