"""The shape of the tree: no import cycles, and nothing too long, too full or named twice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sayso

SOURCE = Path(sayso.__file__).parent


def modules(source: Path) -> dict[str, Path]:
    """Each module of a package by its dotted name."""
    named = {}
    for path in sorted(source.rglob("*.py")):
        parts = (source.name, *path.relative_to(source).with_suffix("").parts)
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return named


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules that a file imports, inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else node.module for name in names)


def cycles(source: Path) -> list[list[str]]:
    """The groups of modules that import each other in a circle."""
    known = modules(source)
    graph = {name: set(imported(path, known)) - {name} for name, path in known.items()}

    def reachable(start: str) -> set[str]:
        seen, waiting = set[str](), [start]
        while waiting:
            waiting += (following := graph[waiting.pop()] - seen)
            seen |= following
        return seen

    reach = {name: reachable(name) for name in graph}
    groups = {tuple(sorted(other for other in reach[name] if name in reach[other])) for name in graph}
    return sorted([*group] for group in groups if group)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert cycles(SOURCE) == []


def test_a_circle_is_found_also_inside_functions(tmp_path: Path) -> None:
    package = tmp_path / "town"
    (package / "hall").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "hall" / "__init__.py").write_text("")
    (package / "hall" / "clerk.py").write_text("from town.weir import keeper\n")
    (package / "weir.py").write_text("def keeper():\n    from town.gate import lift\n")
    (package / "gate.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from town.hall import clerk\n"
    )
    assert cycles(package) == [["town.gate", "town.hall.clerk", "town.weir"]]
