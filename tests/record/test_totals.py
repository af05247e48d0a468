"""The sourcing of many records, and a newsroom's roster."""

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


def test_a_roster_joins_by_name_and_lists_the_rest(record, roster):
    totals = Totals(roster)
    totals.add(record("[1:Mara Quill] {1:said} <1:no>. [2:Ivo Marr] {2:said} <2:yes>."))
    totals.add(record("[1:Mara Quill] {1:declined to comment} <1:on the weir>."))
    summary = totals.summary()
    assert summary["roster"]["beat"]["council"].count == 2
    assert summary["unmatched"] == {"Ivo Marr": 1}
    assert summary["no_answer"] == {"Mara Quill": 1}
    assert summary["by_act"]["statement"].share == pytest.approx(2 / 3)
    assert summary["records"] == 2


def test_of_nothing_all_shares_are_zero():
    summary = Totals().summary()
    assert summary["named"].share == 0.0
    assert summary["by_kind"] == {}


def test_a_roster_without_names_says_so(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("person,beat\nMara Quill,council\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column called name"):
        load_roster(path)


def test_one_name_for_two_people_is_an_error(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("name,aliases\nMara Quill,Quill\nBo Quill,Quill\n", encoding="utf-8")
    with pytest.raises(InputError, match="Quill stands twice"):
        load_roster(path)
