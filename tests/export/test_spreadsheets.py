"""Tables for spreadsheets: read back as CSV and XLSX, without formulas, with a short or the full set of columns."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import httpx
import msgspec
import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from sayso.archive import Archive
from sayso.errors import ExtraError, InputError, LimitError
from sayso.export import spreadsheets
from sayso.export.spreadsheets import COLUMN_SETS, SHORT_COLUMNS, write_csv_rows, write_xlsx_rows
from sayso.export.tables import AttributionRow, attribution_rows, write_csv, write_xlsx
from tests.archive.record_builder import TOLL, page
from tests.export.test_csv_formulas import FORMULA, PREFIXES, hostile_records
from tests.web.conftest import serving

COMMANDS = [
    ("search",), ("sourcing",), ("sourcing", "--by", "outlet,month"), ("speakers",), ("same", "1.a1"),
    ("trace", "1.a1"), ("corrections", "list"),
]  # fmt: skip


def sheet(data):
    """The rows of the first sheet, as cells."""
    book = openpyxl.load_workbook(data if not isinstance(data, bytes) else io.BytesIO(data))
    rows = list(book.worksheets[0].iter_rows())
    book.close()
    return rows


def as_dicts(rows):
    """The rows as dictionaries. openpyxl leaves it to the reader to decode ``_x000D_``."""
    values = [[unescape(cell.value) if isinstance(cell.value, str) else cell.value for cell in row] for row in rows]
    return [dict(zip(values[0], row, strict=True)) for row in values[1:]]


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        for record in hostile_records():
            archive.add(record)
    return tmp_path / "archive.db"


def test_csv_and_xlsx_have_the_same_cells(tmp_path):
    named = [(f"r{n}", record) for n, record in enumerate(hostile_records())]
    file = io.StringIO(newline="")
    assert write_csv(named, file) == write_xlsx(named, tmp_path / "x.xlsx") == len(named)
    from_csv = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    from_xlsx = as_dicts(sheet(tmp_path / "x.xlsx"))
    assert list(from_xlsx[0]) == list(AttributionRow.__struct_fields__)
    texts = {name for name in from_csv[0] if name not in ("spokesperson", "confidence", "speaker_confidence")}
    normalized = [{k: (v or "").replace("\r", "\n") for k, v in row.items() if k in texts} for row in from_xlsx]
    assert normalized == [{k: v.replace("\r", "\n") for k, v in row.items() if k in texts} for row in from_csv]
    assert from_xlsx[0]["confidence"] == 0.9
    assert from_xlsx[0]["spokesperson"] is False


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    write_xlsx([(f"r{n}", record) for n, record in enumerate(hostile_records())], tmp_path / "x.xlsx")
    rows = sheet(tmp_path / "x.xlsx")
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "b", "inlineStr"}
    assert [cell.value for row in rows for cell in row if str(cell.value or "").startswith(tuple(PREFIXES))] == []
    assert [cell.hyperlink for row in rows for cell in row if cell.hyperlink] == []
    assert f"'{FORMULA}" in [row["publisher"] for row in as_dicts(rows)]
    parts = zipfile.ZipFile(tmp_path / "x.xlsx")
    assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert [name for name in parts.namelist() if "external" in name.lower() or "_rels/sheet" in name] == []


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_each_command_on_an_archive_writes_a_workbook(run, archive, tmp_path, args):
    columns = COLUMN_SETS[len(args) % 2]
    path = tmp_path / "x.xlsx"
    done = run(*args, "--format", "xlsx", "--columns", columns, "-o", path, "--archive", archive)
    assert (done.returncode, done.stderr) == (0, b"")
    done = run(*args, "--format", "csv", "--columns", columns, "--archive", archive)
    assert done.returncode == 0, done.stderr
    header = next(csv.reader(io.StringIO(done.stdout.decode(), newline="")), [None])
    assert header == [cell.value for cell in next(iter(sheet(path)), [])] or header == [None]


def test_short_columns_are_part_of_the_full_ones(run, archive):
    def header(columns, *args):
        done = run(*args, "--format", "csv", "--columns", columns, "--archive", archive)
        return done.stdout.decode().splitlines()[0].split(",")

    for args in (("search",), ("speakers",), ("sourcing",), ("trace", "1.a1")):
        short, full = header("short", *args), header("full", *args)
        assert set(short) < set(full), args
    assert header("short", "search") == list(SHORT_COLUMNS["ArchivedStatement"])
    assert header("short", "same", "1.a1")[:4] == ["how", "likeness", "id", "published"]


def test_export_writes_a_workbook_of_pages_and_of_the_archive(run, archive, tmp_path):
    (tmp_path / "page.txt").write_text("“The weir holds,” said Ivo Marr, the warden.\n", encoding="utf-8")
    done = run("export", tmp_path / "page.txt", "--to", "xlsx", "--columns", "short", "-o", tmp_path / "p.xlsx")
    assert done.returncode == 0, done.stderr
    (row,) = as_dicts(sheet(tmp_path / "p.xlsx"))
    assert list(row) == list(SHORT_COLUMNS["AttributionRow"])
    assert (row["speaker"], row["role"], row["act"]) == ("Ivo Marr", "warden", "statement")
    done = run("export", "--to", "xlsx", "-o", tmp_path / "a.xlsx", "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert len(as_dicts(sheet(tmp_path / "a.xlsx"))) == len(hostile_records())
    done = run("export", "--to", "xlsx", "--archive", archive)
    assert done.returncode == 2
    assert b"xlsx needs --output" in done.stderr


def test_rest_and_downloads_give_workbooks(archive):
    with serving(archive, "--no-fetch") as running:
        response = httpx.get(f"{running.url}/api/v1/exports/xlsx", params={"columns": "short"}, timeout=60)
        assert response.headers["content-disposition"].endswith('-xlsx.xlsx"')
        assert list(as_dicts(sheet(response.content))[0]) == list(SHORT_COLUMNS["AttributionRow"])
        text = httpx.get(f"{running.url}/api/v1/exports/csv", params={"columns": "short"}, timeout=60).text
        assert text.splitlines()[0].split(",") == list(SHORT_COLUMNS["AttributionRow"])
        assert sheet(httpx.get(f"{running.url}/pages/p10/xlsx", timeout=60).content)
        assert httpx.get(f"{running.url}/api/v1/exports/xlsx", params={"columns": "odd"}, timeout=60).status_code == 422


class NoteRow(msgspec.Struct, frozen=True):
    """A row of a class without short columns of its own."""

    note: str | None
    number: int = 1
    spans: tuple[int, ...] = (1, 2)


def test_any_text_gives_a_workbook_that_can_be_read(tmp_path):
    texts = [
        "\x01\x0b\x1f",
        "\ufffe\uffff",
        "\ud800 lone",
        "_x0041_",
        "=" * 5,
        "a\u202eb",
        "𝒜" * 20_000,
        "b" * 40_000,
        " =1",
    ]
    assert write_xlsx_rows((NoteRow(text) for text in texts), tmp_path / "x.xlsx") == len(texts)
    values = [row["note"] for row in as_dicts(sheet(tmp_path / "x.xlsx"))]
    assert len(values) == len(texts)
    assert values[1:6] == ["\ufffd\ufffd", "? lone", "_x0041_", "'=====", "a\u202eb"]
    assert [(len(value.encode("utf-16-le")) // 2 <= 32_767, value[-1]) for value in values[6:8]] == [(True, "…")] * 2
    file = io.StringIO(newline="")
    write_csv_rows(map(NoteRow, texts), file)
    assert len(list(csv.reader(io.StringIO(file.getvalue(), newline="")))) == len(texts) + 1
    file.getvalue().encode()


def test_the_same_rows_give_the_same_bytes():
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        write_xlsx_rows([NoteRow("a"), NoteRow(None)], file, "short")
    assert first.getvalue() == second.getvalue()
    assert as_dicts(sheet(first)) == [{"note": "a", "number": 1}, {"note": None, "number": 1}]


def test_a_table_without_rows_has_its_header(tmp_path):
    assert write_xlsx([], tmp_path / "x.xlsx", "short") == 0
    assert [cell.value for cell in sheet(tmp_path / "x.xlsx")[0]] == list(SHORT_COLUMNS["AttributionRow"])
    file = io.StringIO(newline="")
    assert write_csv_rows([], file, "full", AttributionRow) == 0
    assert file.getvalue().strip().split(",") == list(AttributionRow.__struct_fields__)


def test_errors_leave_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(spreadsheets, "MAX_XLSX_ROWS", 1)
    with pytest.raises(LimitError, match="at most 1 rows"):
        write_xlsx_rows([NoteRow("a"), NoteRow("b")], tmp_path / "x.xlsx")
    with pytest.raises(InputError, match="columns is odd"):
        write_xlsx_rows([NoteRow("a")], tmp_path / "x.xlsx", "odd")
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    with pytest.raises(ExtraError, match=r"sayso\[xlsx\]"):
        write_xlsx_rows([NoteRow("a")], tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_json_has_the_original_text(run, archive):
    rows = json.loads(run("search", "--format", "json", "--limit", "50", "--archive", archive).stdout)
    assert FORMULA in [row["outlet"] for row in rows]


def test_nested_values_are_json(tmp_path):
    record = page("Ines Calder", TOLL)
    write_xlsx_rows(attribution_rows(record, "r"), tmp_path / "x.xlsx")
    (row,) = as_dicts(sheet(tmp_path / "x.xlsx"))
    assert json.loads(row["content_spans"])
