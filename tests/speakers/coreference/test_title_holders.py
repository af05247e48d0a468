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
