"""Texts: their titles, and the outlets that obtained them."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Mariam Dorn wrote a memoir entitled The Long Ferry. [1:The book] {1:said} <1:the ferry sank "
            "twice>. [2:The memoir] {2:says} <2:nobody cared>.",
            ["Long Ferry", "Long Ferry"],
        ),
        (
            "In her book, The Salt Road, Ada Quill describes it. [1:The book] {1:says} <1:the road was a lie>.",
            ["Salt Road"],
        ),
        (
            "Leo Marr's novel “Cold Harbour” came out in May. [1:The novel] {1:says} <1:the sea wins>.",
            ["Cold Harbour"],
        ),
        (
            "The documentary “Mud” was shown on Friday. [1:The documentary] {1:claims} <1:the dam leaked>.",
            ["Mud"],
        ),
    ],
)
def test_a_text_is_named_by_its_title(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "[1:A report obtained by the Gazette] {1:found} <1:the beams were rotten>.",
            ["report"],
        ),
        (
            "[1:An audit report seen by Reuters] {1:said} <1:the money was gone>.",
            ["audit report"],
        ),
        (
            "[1:A story in the Harrow Ledger] {1:said} <1:he had left>.",
            ["Harrow Ledger"],
        ),
        (
            "[1:Emails leaked to the BBC] {1:show} <1:she knew>.",
            ["Emails"],
        ),
        (
            "[1:A memo reviewed by the Lorn Times] {1:said} <1:the pumps failed>.",
            ["memo"],
        ),
        (
            "[1:A Reuters report] {1:said} <1:the dam broke>.",
            ["Reuters"],
        ),
        (
            "[1:A leaked report, a copy of which was shared with CNN,] {1:said} <1:the dam broke>.",
            ["leaked report"],
        ),
    ],
)
def test_an_outlet_that_obtained_a_text_is_not_its_source(record, page, expected):
    assert bare_names(record(page)) == expected
