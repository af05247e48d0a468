"""The join of quotations: found as the generator knows them, told as the archive tells them."""

from __future__ import annotations

import json

import duckdb
import pyarrow.parquet as pq
import pytest

from benchmarks.batch import truth
from sayso.archive import Archive
from sayso.batch import BatchSettings, join, run
from sayso.errors import InputError
from tests.batch.made import row, tree

WORDS = "The toll on the old bridge will not double this year, and the ferry runs until the first snow falls"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The tables of 3,000 generated statements, and what is known of them."""
    out = tmp_path_factory.mktemp("quotes")
    return out, truth.write(out, 3_000)


def test_copies_with_up_to_a_fifth_of_their_words_changed_are_found_and_no_others(made):
    out, known = made
    joined = join(str(out))
    assert joined.altered > 100
    told = truth.score(out, known)
    assert told["pairs"] > 300
    assert told["recall"] >= 0.95
    assert told["precision"] >= 0.95


def test_a_join_is_the_same_each_time(made):
    out, _ = made
    join(str(out))
    before = tree(out)
    join(str(out))
    assert tree(out) == before


@pytest.fixture
def few(tmp_path):
    """Five pages with one quotation in three wordings, and another one."""
    other = "The weir holds, and it will hold in May"
    wordings = (WORDS, WORDS.replace("toll", "fee"), WORDS, f"{WORDS} before the vote", other)
    with (tmp_path / "in.jsonl").open("w") as file:
        for n, words in enumerate(wordings):
            told = row(n, text=f"“{words},” said Ines Calder.\n", date=f"2026-05-{20 - n:02}")
            file.write(json.dumps(told) + "\n")
    run([tmp_path / "in.jsonl"], str(tmp_path / "out"), BatchSettings(processes=1))
    return tmp_path


def test_places_are_told_from_the_earliest_on_word_by_word(few):
    joined = join(str(few / "out"))
    assert (joined.quotations, joined.places) == (1, 4)
    rows = pq.read_table(few / "out" / "quotes" / "quotes.parquet").to_pylist()
    assert [(one["page"], one["how"]) for one in rows] == [(3, "first"), (2, "part"), (1, "altered"), (0, "part")]
    assert {one["quote"] for one in rows} == {"3.a1"}
    assert "{-toll-} {+fee+}" in rows[2]["wording"]


def test_the_archive_says_the_same(few):
    join(str(few / "out"))
    run([few / "in.jsonl"], str(few / "marks"), BatchSettings(processes=1, archive=str(few / "a.db")))
    with Archive(few / "a.db") as archive:
        copies = archive.same("1.a1")
    rows = duckdb.execute(f"SELECT url, how, likeness FROM '{few}/out/quotes/*.parquet' ORDER BY published").fetchall()
    told = [(one.statement.url, one.how.replace("earliest", "first"), one.likeness) for one in copies]
    assert sorted(told) == sorted(rows)


def test_the_command_says_what_it_found(few, request):
    command = request.getfixturevalue("run")
    told = command("batch", "quotes", few / "out").stdout.decode()
    assert told == "1 quotations stand in 4 places (0 exact copies, 3 altered) among 5 statements\n"
    assert json.loads(command("batch", "quotes", few / "out", "--json").stdout)["places"] == 4


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(InputError, match="no table of attributions"):
        join(str(tmp_path))
