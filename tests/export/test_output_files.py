"""Files that a program writes at the end: links stay links, pipes and devices stay what they are."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from sayso.errors import ExtraError
from sayso.export import export_file
from sayso.export.spreadsheets import written_at_end
from sayso.terms import Article, Attribution, Record, Span

pytestmark = pytest.mark.issue(23)
RECORD = Record(Article("Ivo Marr said the weir holds."), (Attribution("a1", (Span(0, 8),), (Span(9, 13),), ()),))


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_pipe_receives_the_bytes_and_stays_a_pipe(tmp_path: Path, form: str) -> None:
    pipe = tmp_path / f"pipe.{form}"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert export_file([("weir", RECORD)], form, pipe) == 1
    reader.join(timeout=20)
    assert pipe.is_fifo()
    if form == "xlsx":
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(received[0])).namelist()
    else:
        assert received[0][:4] == received[0][-4:] == b"PAR1"
    assert [path.name for path in tmp_path.iterdir()] == [pipe.name]


def test_a_symbolic_link_keeps_its_target(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    target, link = tmp_path / "tables/weir.xlsx", tmp_path / "weir.xlsx"
    link.symlink_to("tables/weir.xlsx")
    for _ in range(2):  # the target is missing, then exists
        export_file([("weir", RECORD)], "xlsx", link)
        assert link.is_symlink()
        assert zipfile.is_zipfile(target)


def test_an_error_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "weir.csv"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError), written_at_end(path) as temporary:
        temporary.write_text("half of the wéir", encoding="ascii")
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_an_error_names_the_file_that_was_given(tmp_path: Path, form: str) -> None:
    path = tmp_path / "nowhere" / f"weir.{form}"
    with pytest.raises(OSError, match="No such file") as raised:
        export_file([("weir", RECORD)], form, path)
    assert str(path) in str(raised.value)
    assert ".part" not in str(raised.value)


def test_parquet_without_its_extra_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraError, match="Parquet needs pyarrow") as raised:
        export_file([("weir", RECORD)], "parquet", tmp_path / "weir.parquet")
    assert "sayso[archive]" in raised.value.hint
