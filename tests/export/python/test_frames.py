"""Data frames of records and of an archive's answers have the columns of the batch's tables."""

from __future__ import annotations

import importlib
import sys

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

import sayso
from sayso.archive import Archive
from sayso.archive.queries.trace import Trail
from sayso.batch.outputs.tables import schemas
from sayso.errors import ExtraError, InputError
from sayso.export.python.record_tables import RECORD_TABLES
from tests.archive.record_builder import TOLL, page
from tests.archive.test_sureness import weir

OF_INPUT = ["input", "place", "id", "columns"]


def test_the_columns_are_those_of_the_batch() -> None:
    for name in RECORD_TABLES:
        batch = schemas()[name]
        expected = [column for column in batch.names if name != "articles" or column not in OF_INPUT]
        table = weir().to_arrow(name)
        assert table.schema.names == expected
        assert [table.schema.field(column).type for column in expected] == [batch.field(c).type for c in expected]


def test_dicts_arrow_pandas_and_polars_have_the_same_values(tmp_path) -> None:
    record = weir()
    rows = record.to_dicts()
    assert [row["speaker"] for row in rows] == ["Owen Falk", "Priya Dunmore", "Ida Marr"]
    assert rows[0]["considered"] == [{"id": "s3", "name": "Ida Marr", "probability": 0.3}]
    assert record.to_arrow().to_pylist() == record.to_polars().to_dicts() == rows
    frame = record.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == list(rows[0])
    assert frame["speaker_confidence"].isna().tolist() == [False, False, True]
    assert frame.groupby("determinacy")["words"].sum().to_dict() == {"actual": 3, "negated": 3, "hypothetical": 3}
    frame.to_parquet(tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").num_rows == 3
    assert isinstance(record.to_polars("speakers"), pl.DataFrame)
    assert record.to_pandas("articles")["attributions"].tolist() == [3]


def test_a_frame_of_records_numbers_the_pages() -> None:
    records = [page("Ines Calder", TOLL), page("Owen Falk", TOLL), sayso.Record(sayso.Article("It rained."))]
    frame = sayso.frame(records)
    assert frame[["page", "speaker"]].values.tolist() == [[1, "Ines Calder"], [2, "Owen Falk"]]
    assert sayso.frame(records, "articles")["page"].tolist() == [1, 2, 3]
    assert sayso.frame(iter(records), library="polars")["page"].to_list() == [1, 2]
    assert sayso.frame(records[0], library="dicts") == records[0].to_dicts()
    assert sayso.frame(records, "relays", "arrow").num_rows == 0
    assert list(sayso.frame([]).columns) == list(frame.columns)


def test_an_archives_answers_are_frames(tmp_path) -> None:
    with Archive(tmp_path / "a.db") as archive:
        archive.add(page("Ines Calder", TOLL, url="https://echo.example/1"))
        archive.add(page("Owen Falk", TOLL, url="https://post.example/2", outlet="Ferry Post"))
        assert sayso.frame(archive.records())["page"].tolist() == [1, 2]
        hits = sayso.frame(archive.search("toll"))
        assert set(hits["speaker"]) == {"Ines Calder", "Owen Falk"}
        people = sayso.frame(archive.speakers(), library="polars")
        assert people["statements"].to_list() == [1, 1]
        sourcing = sayso.frame(archive.sourcing(["outlet", "month"]))
        assert sourcing[["outlet", "month", "named", "named_share"]].values.tolist() == [
            ["Ferry Post", "2026-05", 1, 1.0], ["Harrow Echo", "2026-05", 1, 1.0],
        ]  # fmt: skip
        assert len(sayso.frame(archive.same("1.a1"))) == 2
        assert len(sayso.frame(archive.trace("2.a1").steps)) >= 1


def test_a_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for library, method in (("pandas", "to_pandas"), ("polars", "to_polars")):
        with monkeypatch.context() as context:
            context.setitem(sys.modules, library, None)
            with pytest.raises(ExtraError, match=rf'needs {library}. Install it: pip install "sayso\[{library}\]"'):
                getattr(weir(), method)()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ExtraError, match=r"sayso\[archive\]"):
        weir().to_arrow()
    with pytest.raises(ExtraError, match=r"sayso\[polars\]"):
        weir().to_polars()
    assert weir().to_dicts()


def test_the_spacy_component_without_spacy_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("spacy", "spacy.language", "spacy.tokens"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "sayso.integrations.spacy_pipe", raising=False)
    with pytest.raises(ExtraError, match=r'needs spacy. Install it: pip install "sayso\[spacy\]"'):
        importlib.import_module("sayso.integrations.spacy_pipe")


@pytest.mark.parametrize(
    ("rows", "table", "library", "message"),
    [
        ([weir()], "quotes", "pandas", "there is no table quotes"),
        ([weir()], "attributions", "excel", "library is excel"),
        (["page.txt"], "attributions", "pandas", "rows of type str"),
        (Trail((), "", False), "attributions", "pandas", "needs rows, not a value of type Trail"),
        (5, "attributions", "pandas", "needs rows, not a value of type int"),
        ([("one", weir())], "attributions", "pandas", "rows of type tuple"),
        ([weir(), "x"], "attributions", "dicts", "rows of type str"),
    ],
)
def test_other_values_are_errors(rows, table, library, message) -> None:
    with pytest.raises(InputError, match=message):
        sayso.frame(rows, table, library)
