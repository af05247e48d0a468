"""CSV injection: no cell of a CSV is a formula; JSON and Parquet have the original text."""

from __future__ import annotations

import csv
import io
import json

import httpx
import pytest

from sayso.archive import Archive
from sayso.export import export_text
from sayso.export.tables import attribution_rows, write_parquet
from tests.archive.record_builder import TOLL, page
from tests.web.conftest import serving

PREFIXES = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＠"]
FORMULA = '=HYPERLINK("http://evil.example","Toll")'


def hostile_records():
    records = [
        page("Ines Calder", TOLL, outlet=f"{prefix}1+2", url=f"https://echo.example/{n}")
        for n, prefix in enumerate(PREFIXES)
    ]
    return [*records, page(FORMULA, f"@SUM(1) {TOLL}", outlet=FORMULA, role="=cmd|' /C calc'!A0")]


def has_no_formula(text):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) > 1
    return [cell for row in rows[1:] for cell in row if cell.startswith((*"=+-@\t\r\n＝＋－＠",))] == []


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "archive.db") as archive:
        for record in hostile_records():
            archive.add(record)
    return tmp_path / "archive.db"


@pytest.mark.issue(24)
def test_export_has_no_formula(tmp_path):
    named = [(f"r{n}", record) for n, record in enumerate(hostile_records())]
    file = io.StringIO(newline="")
    export_text(named, "csv", file)
    assert has_no_formula(file.getvalue())
    assert f"'{FORMULA}" in [row["publisher"] for row in csv.DictReader(io.StringIO(file.getvalue(), newline=""))]
    pq = pytest.importorskip("pyarrow.parquet")
    write_parquet(named, tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet")["publisher"].to_pylist() == [
        row.publisher for name, record in named for row in attribution_rows(record, name)
    ]


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "args",
    [
        ("export", "--to", "csv"), ("search", "--format", "csv"), ("sourcing", "--format", "csv"),
        ("sourcing", "--by", "outlet,month", "--format", "csv"), ("speakers", "--format", "csv"),
        ("same", "1.a1", "--format", "csv"), ("trace", "1.a1", "--format", "csv"),
        ("search", "toll", "--format", "csv"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_prints_a_formula(run, archive, args):
    done = run(*args, "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert has_no_formula(done.stdout.decode())


@pytest.mark.issue(24)
def test_json_has_the_original_text_and_rest_csv_no_formula(run, archive):
    rows = json.loads(run("sourcing", "--format", "json", "--archive", archive).stdout)
    assert FORMULA in [row["group"]["outlet"] for row in rows]
    with serving(archive, "--no-fetch") as running:
        assert has_no_formula(httpx.get(f"{running.url}/api/v1/exports/csv", timeout=60).text)
        assert has_no_formula(httpx.get(f"{running.url}/pages/p10/csv", timeout=60).text)
