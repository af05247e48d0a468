"""The tables of a batch: determinacy and how sure the speaker is, and bounds on what is kept."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

import sayso
from sayso.batch.outputs.tables import rows_of, schemas
from sayso.batch.settings import Item
from sayso.terms import Page
from tests.archive.test_sureness import weir
from tests.batch.made import lines, table, text


def test_the_table_of_attributions_has_the_columns() -> None:
    rows = rows_of(weir(), 1, Item(Page("x"), "in"))["attributions"]
    made = pa.Table.from_pylist(rows, schemas()["attributions"]).to_pylist()
    assert [row["determinacy"] for row in made] == ["actual", "negated", "hypothetical"]
    assert [row["speaker_confidence"] for row in made] == [0.6, 0.97, None]
    assert made[0]["considered"] == [{"id": "s3", "name": "Ida Marr", "probability": 0.3}]


def test_a_bound_leaves_out_what_is_less_sure(run, tmp_path: Path) -> None:
    path = lines(tmp_path / "in.jsonl", range(6))
    found = [one for n in range(6) for one in sayso.attribute(text(n)).attributions]
    least = sorted(one.confidence for one in found)[len(found) // 2]
    done = run("batch", path, "--out", tmp_path / "out", "--processes", "1", "--min-confidence", str(least))
    assert done.returncode == 0, done.stderr
    kept = table(tmp_path / "out", "attributions")
    assert len(kept) == sum(one.confidence >= least for one in found)
    assert 0 < len(kept) < len(found)
    again = run("batch", path, "--out", tmp_path / "out", "--processes", "1")
    assert b"options" in again.stderr
