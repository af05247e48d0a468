"""Coordinated pairs as antecedents."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "Captain Ros Varley and engineer Tom Quist reached the wreck on Monday. [1:They] {1:said} <1:the "
            "hull was open>.",
            ["Ros Varley and Tom Quist"],
        ),
        (
            "Lena Orme, the headteacher, and Sam Dray, a governor, met parents. [1:They] {1:asked} <1:for more time>.",
            ["Lena Orme and Sam Dray"],
        ),
        (
            "Mayor Ned Pryce and town clerk Isla Venn walked the wall. [1:They] {1:warned} <1:it would not hold>.",
            ["Ned Pryce and Isla Venn"],
        ),
        (
            "Detective Hugo Marr and his colleague Ana Pell searched the shed. [1:They] {1:found} <1:nothing>.",
            ["Hugo Marr and Ana Pell"],
        ),
        (
            "The divers Kit Sorrel and Bo Lang surfaced at noon. [1:They] {1:told} reporters <1:the wreck was empty>.",
            ["Kit Sorrel and Bo Lang"],
        ),
        (
            "Residents met on Friday. [1:They] {1:said} <1:the road was unsafe>.",
            ["Residents"],
        ),
        (
            "The councillors left early. Ida Croft stayed. [1:They] {1:said} <1:it was late>.",
            ["councillors"],
        ),
    ],
)
def test_they_refers_to_the_last_pair_or_group(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "It was seen by two walkers, Tess Orlo and Bo Lang, [1:who] {1:said} <1:it was a seal>.",
            ["Tess Orlo and Bo Lang"],
        ),
        (
            "It was seen by Tess Orlo and her son Bo Lang, [1:who] {1:said} <1:it was a seal>.",
            ["Bo Lang"],
        ),
        (
            "The plan was backed by Mayor Ned Pryce and Ida Croft, the clerk, [1:who] {1:said} <1:it was cheap>.",
            ["Ida Croft"],
        ),
    ],
)
def test_who_refers_to_a_pair_after_a_plural_noun(record, page, expected):
    assert bare_names(record(page)) == expected
