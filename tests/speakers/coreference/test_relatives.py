"""Relatives and spouses: ``his father``, ``her nephew``."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


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
def test_a_relative_refers_to_the_named_person(record, page, expected):
    assert bare_names(record(page)) == expected


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
def test_spouses_with_one_surname_are_two_speakers(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize("kin", ["daughter", "nephew", "widow", "sister"])
def test_a_noun_refers_to_the_only_relative_with_it(record, kin):
    page = f"Odile Farr baked for years. Her {kin} Ines was there. <1:“The oven was cold,”> [1:her {kin}] {{1:said}}."
    assert bare_names(record(page)) == ["Ines"]
