"""Determinacy and speaker confidence in the tables of a batch, and lower bounds on confidence."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

import sayso
from sayso.batch.outputs.tables import rows_of, schemas
from sayso.batch.settings import Item
from sayso.terms import Page
from tests.archive.test_sureness import weir
from tests.batch.example_inputs import lines, table, text


def test_attributions_table_has_determinacy_and_confidence() -> None:
    rows = rows_of(weir(), 1, Item(Page("x"), "in"))["attributions"]
    stored = pa.Table.from_pylist(rows, schemas()["attributions"]).to_pylist()
    assert [row["determinacy"] for row in stored] == ["actual", "negated", "hypothetical"]
    assert [row["speaker_confidence"] for row in stored] == [0.6, 0.97, None]
    assert stored[0]["considered"] == [{"id": "s3", "name": "Ida Marr", "probability": 0.3}]


def test_min_confidence_omits_less_confident_statements(run, tmp_path: Path) -> None:
    path = lines(tmp_path / "in.jsonl", range(6))
    confidences = [attribution.confidence for n in range(6) for attribution in sayso.attribute(text(n)).attributions]
    median = sorted(confidences)[len(confidences) // 2]
    done = run("batch", path, "--out", tmp_path / "out", "--processes", "1", "--min-confidence", str(median))
    assert done.returncode == 0, done.stderr
    kept = table(tmp_path / "out", "attributions")
    assert len(kept) == sum(confidence >= median for confidence in confidences)
    assert 0 < len(kept) < len(confidences)
    again = run("batch", path, "--out", tmp_path / "out", "--processes", "1")
    assert b"options" in again.stderr
