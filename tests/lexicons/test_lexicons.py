"""Word lists are well formed, state their origin, and are used."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

import sayso
from sayso.errors import LexiconError
from sayso.lexicons import lexicon
from sayso.terms import Act, BlockKind

PATHS = sorted(Path(str(files("sayso.lexicons"))).glob("*.tsv"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in Path(sayso.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_list_is_well_formed(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines[0]) > 30, "the first line states the origin of the list"
    rows = lexicon(path.stem)
    assert rows
    assert "term" in rows[0]
    assert all(value == value.strip() for row in rows for value in row.values())
    keys = [tuple(row.values()) for row in rows]
    assert len(set(keys)) == len(keys), "rows are unique"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_list_is_used_in_code(path: Path) -> None:
    assert f'"{path.stem}"' in CODE


def test_acts_and_furniture_groups_are_known_terms() -> None:
    assert {row["act"] for row in lexicon("acts")} <= set(Act)
    groups = {row["group"] for row in lexicon("furniture")}
    assert len(groups & set(BlockKind)) >= 5


def test_the_error_for_a_malformed_list_has_file_line_and_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.tsv").write_text("# ours\nterm\tact\nsaid\n")
    monkeypatch.setattr("sayso.lexicons.files", lambda _: tmp_path)
    with pytest.raises(LexiconError) as caught:
        lexicon("broken")
    assert (caught.value.file, caught.value.place) == ("broken.tsv", "line 3")
    assert "tab" in caught.value.hint
