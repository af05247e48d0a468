"""Writes the generated parts of README.md and docs/: tables of limits, errors and fields, help, command output.

``python scripts/docs.py`` writes, ``--check`` only compares and names files that differ. Generated parts are the text
between ``<!-- generated: NAME -->`` and ``<!-- end -->``, and the lines under each ``$`` line of ``console`` blocks.
"""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from sayso import cli, errors, limits, terms

ROOT = Path(__file__).parents[1]
_REGION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)


def limits_table() -> str:
    """The table of limits with their defaults."""
    rows = [f"| `{limit.name}` | {limit.default:,} | {limit.help} |" for limit in limits.LIMITS]
    return "\n".join(["| limit | default | description |", "| --- | ---: | --- |", *rows])


def errors_table() -> str:
    """The table of error classes with their base classes."""
    members = [member for member in vars(errors).values() if inspect.isclass(member)]
    classes = [member for member in members if issubclass(member, errors.SaysoError)]
    rows = [f"| `{kind.__name__}` | `{kind.__base__.__name__}` | {_first(kind)} |" for kind in classes]
    return "\n".join(["| error | base class | description |", "| --- | --- | --- |", *rows])


def fields() -> str:
    """The tables of the record: classes, fields, types and enumerations."""
    descriptions = field_descriptions()
    parts: list[str] = []
    for kind in structs():
        rows = [
            f"| `{field.name}` | {_type(field.type)} | {descriptions[f'{kind.__name__}.{field.name}']} |"
            for field in msgspec.inspect.type_info(kind).fields  # type: ignore[attr-defined]
        ]
        head = [f"### {kind.__name__}", "", _first(kind), "", "| field | type | meaning |", "| --- | --- | --- |"]
        parts.append("\n".join([*head, *rows]))
    values = (terms.BlockKind, terms.Form, terms.Act, terms.Determinacy, terms.SpeakerKind)
    parts += [
        f"### {enumeration.__name__}\n\n{_first(enumeration)}\n\n"
        + ", ".join(f"`{value.value}`" for value in enumeration)
        for enumeration in values
    ]
    return "\n\n".join(parts)


def structs() -> list[type[msgspec.Struct]]:
    """The classes of a record, Record first."""
    members = [
        member for member in vars(terms).values() if inspect.isclass(member) and issubclass(member, msgspec.Struct)
    ]
    members = [member for member in members if member not in (msgspec.Struct, terms.Page, terms.Span)]
    return sorted(members, key=lambda member: member is not terms.Record)


def field_descriptions() -> dict[str, str]:
    """The description of each field, from docs/fields.tsv."""
    return dict(table("fields.tsv"))


def helps() -> str:
    """The help of all commands."""
    top = click.Context(cli.sayso, info_name="sayso", terminal_width=100, **cli.sayso.context_settings)
    parts = [f"```text\n$ sayso --help\n{cli.sayso.get_help(top)}\n```"]
    for name in cli.COMMANDS:
        command = cli.sayso.get_command(top, name)
        assert command is not None
        text = command.get_help(click.Context(command, parent=top, info_name=name))
        parts.append(f"## sayso {name}\n\n```text\n$ sayso {name} --help\n{text}\n```")
    return "\n\n".join(parts)


def model_errors() -> str:
    """The classes of manually classified errors, with their counts, kinds and an example."""
    by_class: dict[str, Counter[str]] = {}
    for _, kind, letter in table("research/errors_read.tsv"):
        by_class.setdefault(letter.split("-")[0], Counter())[kind] += 1
    second, third = (
        Counter(row[-1] for row in table(f"research/errors_read_{name}.tsv")) for name in ("second", "third")
    )
    classes = {letter: rest for letter, *rest in table("research/errors_classes.tsv")}
    rows = [
        f"| {letter} | {classes[letter][0]} | {kinds.total()} | {second[letter]} | {third[letter]} | "
        + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        + f" | {classes[letter][1]} |"
        for letter, kinds in sorted(by_class.items(), key=lambda item: (-item[1].total(), item[0]))
    ]
    head = [
        "| | class | first | second | third | first, by kind | example |",
        "| --- | --- | ---: | ---: | ---: | --- | --- |",
    ]
    return "\n".join([*head, *rows])


def model_tries() -> str:
    """The history of the model, one change per row."""
    head = ("change", "full", "content.exact", "minutes", "words/s", "seeds")
    return markdown(head, [row[: len(head)] for row in table("research/model_tries.tsv")])


def by_two_seeds(name: str, head: Sequence[str]) -> str:
    """A table of figures for two seeds, with the difference of their mean to the first row."""
    rows = table(name)
    means = [(float(first) + float(second)) / 2 for _, first, second, *_ in rows]
    gaps = ["", *(f"{mean - means[0]:+.2f}" for mean in means[1:])]
    return markdown(head, [[*row[:3], gap, *row[3:]] for row, gap in zip(rows, gaps, strict=True)])


def model_choices() -> str:
    """The effect of each decoding choice, for two trainings of the last stage."""
    return by_two_seeds("research/model_choices.tsv", ("decoding choice", "seed 34", "seed 35", "mean gap", "words/s"))


def model_last() -> str:
    """The effect of each change in the last training stage."""
    head = ("change in training", "one seed", "another", "mean gap", "minutes", "words/s")
    return by_two_seeds("research/model_last.tsv", head)


def model_tries_small() -> str:
    """The experiments at small size for two seeds, with the difference of their mean to that of the base."""
    rows = table("research/model_tries_small.tsv")
    base = {column: float(value) for column, value in enumerate(rows[0][1:5], 1)}
    table_rows = []
    for name, *cells, minutes in rows:
        gaps = [float(cell) - base[column] for column, cell in enumerate(cells, 1) if cell and column % 2 == 0]
        seeds = [f"{cells[at]} / {cells[at + 1]}" if cells[at] else "" for at in (0, 2)]
        gap = "" if name == rows[0][0] else f"{sum(gaps) / len(gaps):+.1f}"
        table_rows.append([name, *seeds, gap, minutes])
    return markdown(("change", "seed 13", "seed 14", "mean gap", "minutes"), table_rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table: the first column left-aligned, all others right-aligned."""
    lines = (f"| {' | '.join(row)} |" for row in (head, *rows))
    return "\n".join([next(lines), "| --- " + "| ---: " * (len(head) - 1) + "|", *lines])


def table(name: str) -> list[list[str]]:
    """The rows of a table in docs/, without comments."""
    lines = (ROOT / "docs" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def tutorial() -> str:
    """The stored notebook docs/tutorial.ipynb as Markdown; scripts/notebook.py executes it."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from notebook import as_markdown

    return as_markdown()


REGIONS: dict[str, Callable[[], str]] = {
    "limits": limits_table,
    "errors": errors_table,
    "fields": fields,
    "help": helps,
    "model_choices": model_choices,
    "model_errors": model_errors,
    "model_last": model_last,
    "model_tries": model_tries,
    "model_tries_small": model_tries_small,
    "tutorial": tutorial,
}


def generated(text: str) -> str:
    """A file's text with all generated parts updated."""

    def region(match: re.Match[str]) -> str:
        return f"{match[1]}{REGIONS[match[2]]()}\n{match[3]}"

    def console(match: re.Match[str]) -> str:
        commands = [line.removeprefix("$ ") for line in match[0].splitlines() if line.startswith("$ ")]
        return "".join(f"$ {command}\n{_run(command)}\n" for command in commands)

    return _CONSOLE.sub(console, _REGION.sub(region, text))


def files() -> list[Path]:
    """All files with generated parts."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def main() -> int:
    """Write or compare; returns 1 if files differ."""
    check = "--check" in sys.argv[1:]
    code = 0
    for path in files():
        old = path.read_text(encoding="utf-8")
        new = generated(old)
        if new != old:
            print(f"{path.relative_to(ROOT)}: {'differs; run make docs' if check else 'written'}")
            code = int(check)
            if not check:
                path.write_text(new, encoding="utf-8")
    return code


def _run(command: str) -> str:
    """The output of a command without a terminal, with the sayso of this environment."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    env = os.environ | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1"}
    process = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return "\n".join(line.rstrip() for line in process.stdout.decode().rstrip().split("\n"))


def _first(kind: type[Any]) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def _type(kind: Any) -> str:  # noqa: ANN401 (msgspec has no common base class)
    """The name of a type in JSON."""
    match kind:
        case msgspec.inspect.StructType() | msgspec.inspect.EnumType():
            name = kind.cls.__name__
            return "[start, end)" if name == "Span" else name
        case msgspec.inspect.VarTupleType():
            return f"list of {_type(kind.item_type)}"
        case msgspec.inspect.DictType():
            return f"{_type(kind.key_type)} to {_type(kind.value_type)}"
        case msgspec.inspect.UnionType():
            return " or ".join(_type(part) for part in kind.types)
        case msgspec.inspect.NoneType():
            return "null"
    return {"StrType": "text", "IntType": "number", "FloatType": "number", "BoolType": "true or false"}[
        type(kind).__name__
    ]


if __name__ == "__main__":
    sys.exit(main())
