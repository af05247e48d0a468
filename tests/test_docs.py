"""The docs are correct: generated parts are up to date, Python blocks run, fields and links exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
_SPEC = importlib.util.spec_from_file_location("docs_script", ROOT / "scripts" / "docs.py")
assert _SPEC is not None
assert _SPEC.loader is not None
script = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(script)
FILES = [*script.files(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]


@pytest.mark.parametrize("path", script.files(), ids=lambda path: path.name)
def test_generated_parts_are_up_to_date(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert script.generated(text) == text, "run: make docs"


def test_outdated_parts_are_noticed() -> None:
    old = "<!-- generated: limits -->\n| old |\n<!-- end -->\n```console\n$ echo new\nold\n```\n"
    new = script.generated(old)
    assert "| `max_lines` |" in new
    assert new.endswith("```console\n$ echo new\nnew\n```\n")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_python_block_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "docs"}
    for block in re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        exec(compile(block, path.name, "exec"), names)


def test_every_field_has_a_description() -> None:
    fields = {f"{kind.__name__}.{name}" for kind in script.structs() for name in kind.__struct_fields__}
    assert set(script.field_descriptions()) == fields


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_links_point_to_files(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_core_dependency_and_extra_is_justified() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    core = re.search(r"^dependencies = \[(.*?)\]", project, re.DOTALL | re.MULTILINE)
    extras = re.search(r"^\[project.optional-dependencies\](.*?)^\[", project, re.DOTALL | re.MULTILINE)
    assert core
    assert extras
    names = re.findall(r'"([\w-]+)', core[1]) + re.findall(r"^(\w+) = ", extras[1], re.MULTILINE)
    assert len(names) > 10
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\nscripts/demo\n" in readme
    assert "\nscripts/test\n" in readme
    assert "scripts/test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = [f"{name}.{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "com"))]
    kinds = {".py", ".md", ".toml", ".sh", ".tsv", ".txt", ".html", ""}
    folders = ("src", "tests", "docs", "scripts", "training", "benchmarks", ".ci")
    files = [path for name in folders for path in (ROOT / name).rglob("*") if path.is_file() and path.suffix in kinds]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in kinds]
    assert ROOT / "README.md" in files
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files}
    assert [str(path) for path, text in texts.items() if any(host in text for host in hosts)] == []
