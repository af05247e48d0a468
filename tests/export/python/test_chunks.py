"""Passages for retrieval: self-contained, verbatim, with their provenance."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import msgspec
import pytest

import sayso
from sayso.export.python.chunks import Chunk
from tests.archive.record_builder import record as made
from tests.archive.test_sureness import weir

TEXT = (
    "The upper lock was shut on Friday. Ivo Marr, the warden, spoke to the council. “It holds,” he said. "
    "The Ferry Post reported that Petra Lund denied the leak."
)


@pytest.fixture
def record():
    return made(
        TEXT,
        {"speaker": "Ivo Marr", "cue": "said", "content": "“It holds,”", "role": "warden"},
        {"speaker": "Ferry Post", "kind": "outlet", "cue": "reported", "content": "that Petra Lund denied the leak"},
        {"speaker": "Petra Lund", "source": "Petra Lund", "cue": "denied", "content": "the leak", "act": "denial"},
        url="https://echo.example/lock",
        headline="Lock shut",
    )


def test_each_statement_is_a_passage_with_its_provenance(record) -> None:
    chunks = sayso.chunks(record)
    assert [chunk.id for chunk in chunks] == [f"https://echo.example/lock#{row.id}" for row in record.attributions]
    first, _, nested = chunks
    assert first.text == (
        "Statement: “It holds,”\nSpeaker: Ivo Marr (person; warden)\nPassage: “It holds,” he said.\n"
        "Published: Harrow Echo, 2026-05-03, “Lock shut”, https://echo.example/lock\nChain: Harrow Echo ← Ivo Marr"
    )
    assert (first.speaker, first.role, first.outlet, first.published) == (
        "Ivo Marr",
        "warden",
        "Harrow Echo",
        "2026-05-03",
    )
    assert nested.text.startswith("Denial: the leak\nSpeaker: Petra Lund (person)\n")
    assert nested.inside == "https://echo.example/lock#a2"
    assert nested.chain == ("Harrow Echo", "Ferry Post", "Petra Lund")


def test_content_and_passage_are_verbatim(record) -> None:
    for chunk in sayso.chunks(record):
        for words, spans in ((chunk.content, chunk.content_spans), (chunk.passage, chunk.passage_spans)):
            assert words == " … ".join(span.of(TEXT) for span in spans)
        assert all(any(part in passage for passage in chunk.passage_spans) for part in chunk.content_spans)


def test_doubt_and_negation_are_in_the_text() -> None:
    uncertain, negated, hypothetical = sayso.chunks(weir())
    assert "Speaker: probably Owen Falk, or Ida Marr (person)" in uncertain.text
    assert uncertain.doubt == "probably Owen Falk, or Ida Marr"
    assert negated.text.startswith("Statement (did not say): the weir leaks")
    assert hypothetical.text.startswith("Statement (if said): ")


def test_metadata_is_flat_for_vector_stores(record) -> None:
    metadata = sayso.chunks(record)[2].metadata()
    assert all(isinstance(value, str | int | float | bool) for value in metadata.values())
    assert metadata["chain"] == "Harrow Echo ← Ferry Post ← Petra Lund"
    start, end = map(int, str(metadata["content_spans"]).split("-"))
    assert TEXT[start:end] == "the leak"
    assert "affiliation" not in metadata
    json.dumps(metadata)


def test_the_same_record_gives_the_same_chunks(record) -> None:
    assert sayso.chunks(record) == sayso.chunks(record)
    assert pickle.loads(pickle.dumps(sayso.chunks(record))) == sayso.chunks(record)
    assert msgspec.json.decode(msgspec.json.encode(sayso.chunks(record)), type=list[Chunk]) == sayso.chunks(record)
    without_address = sayso.chunks(made(TEXT, {"speaker": "Ivo Marr", "content": "“It holds,”"}))
    assert without_address[0].id.startswith("urn:sha256:")
    assert sayso.chunks(sayso.Record(sayso.Article("It rained."))) == []


def test_a_passage_across_a_long_gap_has_only_its_own_sentences() -> None:
    text = "Ivo Marr said it holds. " + "The gate is wide and old. " * 200 + "It will hold, he said."
    record = made(text, {"speaker": "Ivo Marr", "source": "Ivo Marr", "content": "it holds"})
    far = sayso.Span(text.index("It will hold"), text.index(", he said."))
    attribution = msgspec.structs.replace(record.attributions[0], content=(*record.attributions[0].content, far))
    (chunk,) = sayso.chunks(msgspec.structs.replace(record, attributions=(attribution,)))
    assert chunk.passage == "Ivo Marr said it holds. … It will hold, he said."


def test_real_pages_have_a_passage_for_each_statement(real_records) -> None:
    for record in real_records:
        chunks = sayso.chunks(record)
        assert len(chunks) == len(record.attributions)
        for chunk in chunks:
            assert chunk.passage
            assert all(span.of(record.article.text) in chunk.passage for span in chunk.content_spans)
            assert "\n" not in chunk.id


def test_the_passage_in_the_guide_is_that_of_its_example(capsys) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "language-model.md").read_text(encoding="utf-8")
    example, shown = re.search(r"```python\n(.*?)```.*?```text\n(.*?)```", guide, re.DOTALL).groups()  # type: ignore[union-attr]
    exec(compile(example, "guide", "exec"), {})
    assert capsys.readouterr().out == shown


@pytest.fixture(scope="module")
def real_records():
    """The records of the example pages."""
    folder = Path(sayso.__file__).parent / "examples"
    return [sayso.attribute(folder / name) for name in ("bridge.txt", "budget.html", "hearsay.txt", "lighthouse.txt")]
