"""The sourcing statistics of many records, and rosters."""

from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.record.roster import load_roster
from sayso.record.sourcing_totals import Totals


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name,aliases,beat\nMara Quill,M. Quill; Councillor Quill,council\n", encoding="utf-8")
    return load_roster(path)


def test_roster_is_joined_by_name_and_other_speakers_listed(record, roster):
    totals = Totals(roster)
    totals.add(record("[1:Mara Quill] {1:said} <1:no>. [2:Ivo Marr] {2:said} <2:yes>."))
    totals.add(record("[1:Mara Quill] {1:declined to comment} <1:on the weir>."))
    summary = totals.summary()
    assert summary["roster"]["beat"]["council"].count == 2
    assert summary["unmatched"] == {"Ivo Marr": 1}
    assert summary["no_answer"] == {"Mara Quill": 1}
    assert summary["by_act"]["statement"].share == pytest.approx(2 / 3)
    assert summary["records"] == 2


def test_shares_of_zero_records_are_zero():
    summary = Totals().summary()
    assert summary["named"].share == 0.0
    assert summary["by_kind"] == {}


def test_roster_without_names_is_an_error(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("person,beat\nMara Quill,council\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column name"):
        load_roster(path)


def test_duplicate_name_is_an_error(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name,aliases\nMara Quill,Quill\nBo Quill,Quill\n", encoding="utf-8")
    with pytest.raises(InputError, match="duplicate name Quill"):
        load_roster(path)
