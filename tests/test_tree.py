"""The source tree: no import cycles, no long files or functions, no full folders, no duplicate names."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import sayso

SOURCE = Path(sayso.__file__).parent
TESTS = Path(__file__).parent
LINES, FUNCTION, MODULES = 300, 60, 12
LONGER_FUNCTIONS: dict[str, str] = {}
"""Functions that may exceed the limit, as ``folder/module.py name``, with the reason."""


def modules(source: Path) -> dict[str, Path]:
    """The modules of a package by dotted name."""
    named = {}
    for path in sorted(source.rglob("*.py")):
        parts = (source.name, *path.relative_to(source).with_suffix("").parts)
        named[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return named


def imported(path: Path, known: dict[str, Path]) -> Iterator[str]:
    """The modules that a file imports, including imports in functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in known else node.module for name in names)


def cycles(source: Path) -> list[list[str]]:
    """The groups of modules with cyclic imports."""
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


def test_there_are_no_import_cycles() -> None:
    assert cycles(SOURCE) == []


def test_a_cycle_through_functions_is_found(tmp_path: Path) -> None:
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


def files() -> dict[str, Path]:
    """The modules of the package by path."""
    return {path.relative_to(SOURCE).as_posix(): path for path in sorted(SOURCE.rglob("*.py"))}


def definitions(*kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """The definitions of some kinds with their modules."""
    for name, path in files().items():
        yield from ((name, node) for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds))


def test_no_module_is_long() -> None:
    lengths = {name: len(path.read_text("utf-8").splitlines()) for name, path in files().items()}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_no_function_is_long_without_a_reason() -> None:
    long = set()
    for name, node in definitions(ast.FunctionDef, ast.AsyncFunctionDef):
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno + 1 > FUNCTION:
            long.add(f"{name} {node.name}")
    assert long == set(LONGER_FUNCTIONS)


def test_no_folder_is_full() -> None:
    folders = defaultdict[str, list[str]](list)
    for name, path in files().items():
        if path.name != "__init__.py":
            folders[name.rpartition("/")[0]].append(path.name)
    assert {folder: len(names) for folder, names in folders.items() if len(names) > MODULES} == {}


def test_class_names_are_unique() -> None:
    places = defaultdict[str, list[str]](list)
    for name, node in definitions(ast.ClassDef):
        assert isinstance(node, ast.ClassDef)
        places[node.name].append(name)
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_file_name_occurs_twice_in_a_layer() -> None:
    places = defaultdict[tuple[str, str], list[str]](list)
    for name, path in files().items():
        if path.name != "__init__.py":
            places[name.partition("/")[0], path.name].append(name)
    assert [files for files in places.values() if len(files) > 1] == []


def test_every_folder_of_the_package_has_tests() -> None:
    folders = {path.parent.relative_to(SOURCE) for path in files().values()}
    assert sorted(str(folder) for folder in folders if not [*(TESTS / folder).glob("test_*.py")]) == []


def test_assertions_on_screens_wait() -> None:
    once = re.compile(
        r"^ +assert .*\.(is_visible|is_hidden|is_checked|is_enabled|is_disabled|input_value|text_content)\(", re.M
    )
    for path in [*(TESTS / "web").rglob("*.py"), *(TESTS / "integrations").rglob("*.py")]:
        assert once.search(path.read_text("utf-8")) is None, f"{path}: use expect() of tests/web/waiting.py"


def test_no_module_uses_paths_outside_the_package() -> None:
    for name, path in files().items():
        text = path.read_text("utf-8")
        assert not re.search(r"\.\./|\.parent\.parent\b", text), name
        for up in re.findall(r"\.parents\[(\d+)\]", text):
            assert int(up) < name.count("/"), name
