"""No cell of a CSV is a formula, whoever wrote the page; JSON and Parquet hold the words as they are."""

from __future__ import annotations

import csv
import io
import json

import httpx
import pytest

from sayso.archive import Archive
from sayso.export import export_text
from sayso.export.tables import attribution_rows, write_parquet
from tests.archive.made import TOLL, page
from tests.web.conftest import serving

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＠"]
FORMULA = '=HYPERLINK("http://evil.example","Toll")'


def hostile():
    made = [
        page("Ines Calder", TOLL, outlet=f"{start}1+2", url=f"https://echo.example/{n}")
        for n, start in enumerate(STARTS)
    ]
    return [*made, page(FORMULA, f"@SUM(1) {TOLL}", outlet=FORMULA, role="=cmd|' /C calc'!A0")]


def harmless(text):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) > 1
    return [cell for row in rows[1:] for cell in row if cell.startswith((*"=+-@\t\r\n＝＋－＠",))] == []


@pytest.fixture
def archive(tmp_path):
    with Archive(tmp_path / "archive.db") as made:
        for one in hostile():
            made.add(one)
    return tmp_path / "archive.db"


@pytest.mark.issue(24)
def test_an_export_holds_no_formula(tmp_path):
    named = [(f"r{n}", one) for n, one in enumerate(hostile())]
    file = io.StringIO(newline="")
    export_text(named, "csv", file)
    assert harmless(file.getvalue())
    assert f"'{FORMULA}" in [row["publisher"] for row in csv.DictReader(io.StringIO(file.getvalue(), newline=""))]
    pq = pytest.importorskip("pyarrow.parquet")
    write_parquet(named, tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet")["publisher"].to_pylist() == [
        row.publisher for name, one in named for row in attribution_rows(one, name)
    ]


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "ask",
    [
        ("export", "--to", "csv"), ("search", "--format", "csv"), ("sourcing", "--format", "csv"),
        ("sourcing", "--by", "outlet,month", "--format", "csv"), ("speakers", "--format", "csv"),
        ("same", "1.a1", "--format", "csv"), ("trace", "1.a1", "--format", "csv"),
        ("search", "toll", "--format", "csv"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_prints_a_formula(run, archive, ask):
    done = run(*ask, "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert harmless(done.stdout.decode())


@pytest.mark.issue(24)
def test_json_and_the_rest_api(run, archive):
    told = json.loads(run("sourcing", "--format", "json", "--archive", archive).stdout)
    assert FORMULA in [row["group"]["outlet"] for row in told]
    with serving(archive, "--no-fetch") as running:
        assert harmless(httpx.get(f"{running.url}/api/v1/exports/csv", timeout=60).text)
        assert harmless(httpx.get(f"{running.url}/pages/p10/csv", timeout=60).text)
