"""A title refers to its holder from the same place or body."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Gov. Ada Kells of Lornshire met Gov. Ned Roe of Harrowshire. [1:The Harrowshire governor] "
            "{1:said} <1:no>. [2:The Lornshire governor] {2:said} <2:yes>.",
            ["Ned Roe", "Ada Kells"],
        ),
        (
            "Gov. Ada Kells of Ohio met Gov. Ned Roe of Texas. [1:The governor of Texas] {1:said} <1:no>. "
            "[2:The Ohio governor] {2:said} <2:yes>.",
            ["Ned Roe", "Ada Kells"],
        ),
        (
            "Gov. Ada Kells of Ohio met Sen. Ned Roe of Texas. [1:The senator] {1:said} <1:no>. [2:The "
            "governor] {2:said} <2:yes>.",
            ["Ned Roe", "Ada Kells"],
        ),
        (
            "Ida Croft, mayor of Carrow, met Leo Pell, mayor of Hale. [1:The mayor of Hale] {1:said} <1:no>. "
            "[2:The Carrow mayor] {2:said} <2:yes>.",
            ["Leo Pell", "Ida Croft"],
        ),
        (
            "Norway's prime minister, Liv Aas, met Denmark's prime minister, Bo Holm. [1:The Danish prime "
            "minister] {1:said} <1:no>. [2:The Norwegian prime minister] {2:said} <2:yes>.",
            ["Bo Holm", "Liv Aas"],
        ),
        (
            "Gov. Ada Kells of Ohio met Ned Roe. [1:The governor of Maine] {1:said} <1:no>.",
            ["governor of Maine"],
        ),
        (
            "Police chief Dan Orr and fire chief Mo Lee spoke. [1:The fire chief] {1:said} <1:it was arson>. "
            "[2:The police chief] {2:said} <2:it was not>.",
            ["Mo Lee", "Dan Orr"],
        ),
    ],
)
def test_a_title_refers_to_the_holder_from_its_place_or_body(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Zdenka Roe became mayor of Tarn. Tarn has no pool. [1:The mayor] {1:said} <1:so>.", "Zdenka Roe"),
        ("Pascoe Lind was appointed chief constable. [1:The chief constable] {1:said} <1:so>.", "Pascoe Lind"),
        ("Suvi Hart was elected leader of the Tarn Party. [1:The leader] {1:said} <1:so>.", "Suvi Hart"),
        ("Goalkeeper Ama Roe and coach Ivo Coll argued. [1:The keeper] {1:said} <1:so>.", "Ama Roe"),
        ("Headteacher Osman Vale left. The boiler failed. [1:The head] {1:said} <1:so>.", "Osman Vale"),
        (
            "The reeve of Tarn, Ada Coll, and the reeve of Wray, Ivo Fell, met. [1:The reeve of Wray] {1:said} <1:so>.",
            "Ivo Fell",
        ),
        ("Bluegill Airways shut. [1:The airline] {1:said} <1:so>.", "Bluegill Airways"),
        ("Tarn Motors shut. [1:The carmaker] {1:said} <1:so>.", "Tarn Motors"),
        ("Ann Roe played for Coll Racing. [1:The team] {1:said} <1:so>.", "Coll Racing"),
    ],
)
def test_a_later_noun_refers_to_its_holder(record, page, expected):
    assert bare_names(record(page)) == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "the owner, retired dentist Yvette Moon,",
        "the stranger, a plumber called Yvette Moon,",
        "the pilot, one Yvette Moon,",
    ],
)
def test_a_role_may_precede_the_name_in_an_apposition(record, source):
    assert bare_names(record(f"<It fell>, {{said}} [{source}] on Monday."))[0] == "Yvette Moon"


@pytest.mark.issue(19)
@pytest.mark.parametrize("title", ["Justice", "Judge", "Lord Justice"])
def test_a_justice_is_the_judge(record, title):
    result = record(f"{title} Halima Sule fixed a date. <1:“Show me one receipt,”> [1:the judge] {{1:said}}.")
    assert bare_names(result) == ["Halima Sule"]
