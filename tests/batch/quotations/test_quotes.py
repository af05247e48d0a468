"""The join of quotations: accuracy on generated data, and the same results as the archive."""

from __future__ import annotations

import json

import duckdb
import pyarrow.parquet as pq
import pytest

from benchmarks.batch import truth
from sayso.archive import Archive
from sayso.batch import BatchSettings, join, run
from sayso.errors import InputError
from tests.batch.example_inputs import row, tree

WORDS = "The toll on the old bridge will not double this year, and the ferry runs until the first snow falls"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The tables of 3,000 generated statements, and the true copies."""
    out = tmp_path_factory.mktemp("quotes")
    return out, truth.write(out, 3_000)


def test_copies_with_up_to_a_fifth_of_their_words_changed_are_found(generated):
    out, known = generated
    joined = join(str(out))
    assert joined.altered > 100
    score = truth.score(out, known)
    assert score["pairs"] > 300
    assert score["recall"] >= 0.95
    assert score["precision"] >= 0.95


def test_join_is_deterministic(generated):
    out, _ = generated
    join(str(out))
    before = tree(out)
    join(str(out))
    assert tree(out) == before


@pytest.fixture
def few(tmp_path):
    """Five pages: four with a quotation in three wordings, one with another quotation."""
    other = "The weir holds, and it will hold in May"
    wordings = (WORDS, WORDS.replace("toll", "fee"), WORDS, f"{WORDS} before the vote", other)
    with (tmp_path / "in.jsonl").open("w") as file:
        for n, words in enumerate(wordings):
            page = row(n, text=f"“{words},” said Ines Calder.\n", date=f"2026-05-{20 - n:02}")
            file.write(json.dumps(page) + "\n")
    run([tmp_path / "in.jsonl"], str(tmp_path / "out"), BatchSettings(processes=1))
    return tmp_path


def test_places_are_compared_with_the_earliest(few):
    joined = join(str(few / "out"))
    assert (joined.quotations, joined.places) == (1, 4)
    rows = pq.read_table(few / "out" / "quotes" / "quotes.parquet").to_pylist()
    assert [(place["page"], place["how"]) for place in rows] == [(3, "first"), (2, "part"), (1, "altered"), (0, "part")]
    assert {place["quote"] for place in rows} == {"3.a1"}
    assert "{-toll-} {+fee+}" in rows[2]["wording"]


def test_the_archive_gives_the_same_copies(few):
    join(str(few / "out"))
    run([few / "in.jsonl"], str(few / "marks"), BatchSettings(processes=1, archive=str(few / "a.db")))
    with Archive(few / "a.db") as archive:
        copies = archive.same("1.a1")
    rows = duckdb.execute(f"SELECT url, how, likeness FROM '{few}/out/quotes/*.parquet' ORDER BY published").fetchall()
    from_archive = [(copy.statement.url, copy.how.replace("earliest", "first"), copy.likeness) for copy in copies]
    assert sorted(from_archive) == sorted(rows)


def test_command_prints_a_summary(few, request):
    command = request.getfixturevalue("run")
    output = command("batch", "quotes", few / "out").stdout.decode()
    assert output == "1 quotations occur in 4 places (0 exact copies, 3 altered) among 5 statements\n"
    assert json.loads(command("batch", "quotes", few / "out", "--json").stdout)["places"] == 4


def test_folder_without_tables_is_rejected(tmp_path):
    with pytest.raises(InputError, match="no table of attributions"):
        join(str(tmp_path))
