"""Relatives and spouses: whose father, wife or nephew a description means."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.issue(19)


def told(record, page):
    """The names of the speakers, in order, without an article; the kind after a slash where one is expected."""
    made = record(page)
    known = {speaker.id: speaker for speaker in made.speakers}
    names = [known[one.speaker].name for one in made.attributions]
    return [name.removeprefix("The ").removeprefix("A ").removeprefix("An ") for name in names]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Hugo Marr, 61, and his son, Hugo Marr Jr., 20, were saved. [1:The younger Marr] {1:said} <1:he "
            "sang>. <2:“Badly,”> [2:his father] {2:said}.",
            ["Hugo Marr Jr.", "Hugo Marr"],
        ),
        (
            "Ada Reed's brother, Tom Reed, ran the shop. [1:Tom Reed] {1:said} <1:it paid>. [2:His sister] "
            "{2:said} <2:it did not>.",
            ["Tom Reed", "Ada Reed"],
        ),
        (
            "Ida Croft and her daughter, Mia Lund, rowed. [1:Mia Lund] {1:said} <1:it was cold>. <2:“It was "
            "not,”> [2:her mother] {2:said}.",
            ["Mia Lund", "Ida Croft"],
        ),
        (
            "Sam Dray came with his uncle, Leo Pell. [1:Pell] {1:said} <1:he was proud>. [2:His nephew] "
            "{2:said} <2:he was not>.",
            ["Leo Pell", "Sam Dray"],
        ),
        (
            "Nora Venn spoke first. [1:Venn] {1:said} <1:it was over>. [2:Her father] {2:said} <2:it was not>.",
            ["Nora Venn", "Her father"],
        ),
        (
            "Oren Lusk married Bea Farr in 2001. [1:Lusk] {1:said} <1:he was sorry>. [2:His wife] {2:said} "
            "<2:she was not>.",
            ["Oren Lusk", "Bea Farr"],
        ),
    ],
)
def test_a_relative_is_the_one_whom_the_page_names(record, page, expected):
    assert told(record, page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Rick Tarrant and his wife, Joan Tarrant, own the mill. [1:Rick Tarrant] {1:said} <1:it was "
            "late>. [2:Joan Tarrant] {2:said} <2:no>.",
            ["Rick Tarrant", "Joan Tarrant"],
        ),
        (
            "Joan Tarrant and her husband, Rick Tarrant, sold up. [1:Her husband] {1:said} <1:it was time>. "
            "[2:His wife] {2:said} <2:it was not>.",
            ["Rick Tarrant", "Joan Tarrant"],
        ),
        (
            "Bill and Mona Kerr run the farm. [1:Mona Kerr] {1:said} <1:it rained>. [2:Bill] {2:said} <2:it poured>.",
            ["Mona Kerr", "Bill"],
        ),
    ],
)
def test_spouses_of_one_surname_are_two(record, page, expected):
    assert told(record, page) == expected


@pytest.mark.parametrize("kin", ["daughter", "nephew", "widow", "sister"])
def test_the_only_relative_of_a_noun_is_taken_up_by_it(record, kin):
    page = f"Odile Farr baked for years. Her {kin} Ines was there. <1:“The oven was cold,”> [1:her {kin}] {{1:said}}."
    assert told(record, page) == ["Ines"]
