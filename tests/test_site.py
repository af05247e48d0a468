"""The documentation site builds without warnings, lists all pages, and names existing files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
PROBES = re.findall(r"^\| ([^|]+\?) \| `([^`]+)` \|$", ARCHITECTURE, re.MULTILINE)


def test_the_site_builds_with_warnings_as_errors(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    process = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr[-2000:]
    assert (tmp_path / "search" / "search_index.json").exists()
    assert "sayso.pipeline.attribute" in (tmp_path / "reference" / "api" / "index.html").read_text(encoding="utf-8")


def test_every_page_is_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")]
    assert [page for page in pages if page not in navigation] == []


def test_there_are_at_least_ten_probes() -> None:
    assert len(PROBES) >= 10


@pytest.mark.parametrize(("question", "path"), PROBES, ids=[question for question, _ in PROBES])
def test_the_answer_to_a_probe_is_a_file(question: str, path: str) -> None:
    assert (ROOT / path).is_file()


def test_contributing_names_every_folder() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.partition("/")[0] for line in listed.splitlines() if "/" in line}
    inner = {"/".join(line.split("/")[:3]) for line in listed.splitlines() if line.startswith("src/sayso/")}
    packages = {name for name in inner if (ROOT / name).is_dir()}
    assert [name for name in sorted(top | packages) if f"`{name}/`" not in text] == []
