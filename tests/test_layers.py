"""Imports follow the order of layers, a bare import is light, and the public names are documented."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso

SOURCE = Path(sayso.__file__).parent
BELOW = (
    "_version errors codec record_methods summary_terms terms selection_terms limits lexicons text analysis reading "
    "tagging linking attributions speakers record"
)
ORDER = [
    *BELOW.split(),
    "pipeline",
    "processes",
    "standoff",
    "train",
    "archive",
    "export",
    "integrations",
    "batch",
    "web",
    "cli",
]


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The imports of sayso's modules with their lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative imports hide the layer"
            yield node.lineno, node.module or ""
            if node.module == "sayso":
                yield from ((node.lineno, f"sayso.{alias.name}") for alias in node.names)


def layer(module: str) -> str | None:
    """The layer of a module of sayso."""
    parts = module.split(".")
    return parts[1] if parts[0] == "sayso" and len(parts) > 1 and parts[1] in ORDER else None


def wrong(path: Path) -> list[str]:
    """The imports of a file from a later layer."""
    own_layer = layer("sayso." + path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", "."))
    if own_layer is None:
        return []
    wrong_imports = []
    for line, module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        imported_layer = layer(module)
        if imported_layer and ORDER.index(imported_layer) > ORDER.index(own_layer):
            wrong_imports.append(f"{path}:{line} imports {module}")
    return wrong_imports


def test_no_module_imports_from_a_later_layer() -> None:
    assert [wrong_import for path in SOURCE.rglob("*.py") for wrong_import in wrong(path)] == []


def test_an_import_from_a_later_layer_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "reading" / "bad.py"
    path.parent.mkdir()
    path.write_text("def late():\n    from sayso.cli import main\n")
    monkeypatch.setattr(sys.modules[__name__], "SOURCE", tmp_path)
    assert wrong(path) == [f"{path}:2 imports sayso.cli"]


def test_every_package_is_in_the_order() -> None:
    known = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert known - {"__init__", "__main__"} <= set(ORDER)


@pytest.mark.parametrize(
    ("code", "heavy"),
    [
        ("import sayso", "onnxruntime tokenizers lxml trafilatura numpy httpx rich click torch pandas sayso.export"),
        (
            "import sayso.cli, sayso.cli.pages.read, sayso.cli.pages.demo",
            "onnxruntime tokenizers lxml trafilatura numpy httpx rich",
        ),
    ],
)
def test_an_import_is_light(code: str, heavy: str) -> None:
    check = f"{code}\nimport sys\nprint(*sorted(set({heavy.split()!r}) & set(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", check], capture_output=True, check=True)
    assert process.stdout.split() == []


def test_names_that_are_loaded_later_are_listed_and_others_are_errors() -> None:
    check = "import sayso; print({'chunks', 'frame'} <= {*dir(sayso)}, hasattr(sayso, 'chunk'), sayso.frame.__name__)"
    process = subprocess.run([sys.executable, "-c", check], capture_output=True, check=True)
    assert process.stdout.split() == [b"True", b"False", b"frame"]


def test_the_public_names_are_sorted_and_documented() -> None:
    assert sayso.__all__ == sorted(sayso.__all__)
    assert [name for name in sayso.__all__ if not getattr(sayso, name).__doc__] == []
    python = (SOURCE.parents[1] / "docs" / "python.md").read_text(encoding="utf-8")
    assert [name for name in sayso.__all__ if f"`{name}" not in python and f"sayso.{name}" not in python] == []


def test_every_file_begins_with_a_docstring_and_none_is_long() -> None:
    files = [path for path in SOURCE.rglob("*.py") if layer("sayso." + path.relative_to(SOURCE).parts[0].split(".")[0])]
    assert [str(path) for path in files if not path.read_text(encoding="utf-8").startswith(('"""', 'r"""'))] == []
    assert [str(path) for path in files if len(path.read_text(encoding="utf-8").splitlines()) > 300] == []


def test_the_former_names_of_settings_stay_for_one_version() -> None:
    from sayso import batch, web

    assert batch.Settings is batch.BatchSettings
    assert web.Settings is web.ServerSettings
