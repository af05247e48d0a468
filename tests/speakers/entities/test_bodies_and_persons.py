"""Bodies and persons with the same name, and surnames that are nouns."""

from __future__ import annotations

import pytest

from tests.speakers.names import bare_names

pytestmark = pytest.mark.issue(19)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "[1:Kells] {1:said} <1:the plant would shut>. The company, founded by Ada Kells in 1990, employs "
            "40. [2:Kells] {2:said} <2:she was sorry>.",
            ["Kells", "Ada Kells"],
        ),
        (
            "Carrow voted to leave the league. [1:Carrow] {1:said} <1:the fees were too high>. [2:Mayor Abe "
            "Carrow Hart] {2:disagreed} <2:with that>.",
            ["Carrow", "Abe Carrow Hart"],
        ),
        (
            "Dunmore shares fell 4 percent. [1:Dunmore] {1:said} <1:orders were weak>. [2:Priya Dunmore, a "
            "tenant,] {2:said} <2:no>. [3:Dunmore] {3:said} <3:she had moved>.",
            ["Dunmore", "Priya Dunmore", "Priya Dunmore"],
        ),
        (
            "[1:Ferrant, the carmaker,] {1:said} <1:sales rose>. [2:Luc Ferrant, its founder,] {2:said} "
            "<2:he was proud>. [3:Ferrant] {3:said} <3:he would retire>.",
            ["Ferrant", "Luc Ferrant", "Luc Ferrant"],
        ),
        (
            "[1:Hale] {1:said} <1:it would appeal>. [2:Coach Rob Hale] {2:said} <2:he was angry>.",
            ["Hale", "Rob Hale"],
        ),
        (
            "Norcott United lost. [1:Norcott] {1:said} <1:the pitch was unfit>. [2:Goalkeeper Jim Norcott] "
            "{2:said} <2:it was fine>.",
            ["Norcott United", "Jim Norcott"],
        ),
        (
            "Marlow posted a loss. [1:Marlow] {1:said} <1:the winter was mild>. [2:Ines Marlow, who runs a "
            "cafe,] {2:said} <2:she sold more>.",
            ["Marlow", "Ines Marlow"],
        ),
        (
            "[1:Edmunds.com] {1:said} <1:prices rose>. [2:Paul Edmunds] {2:said} <2:they fell>.",
            ["Edmunds.com", "Paul Edmunds"],
        ),
    ],
)
def test_a_body_with_the_surname_of_a_person_is_another_speaker(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "BERN PORTER (I), GOVERNOR: We won.\n\nKIM VOLE, HOST: And you?\n\n[1:BERN PORTER]{1::} <1:They "
            "lied.>\n\n[2:VOLE]{2::} <2:Who?>\n\n[3:PORTER]{3::} <3:The clerk.>",
            ["BERN PORTER", "KIM VOLE", "BERN PORTER"],
        ),
        (
            "ANA COOK, HOST: Good evening.\n\n[1:ANA COOK]{1::} <1:Welcome.>\n\n[2:LEO MARR]{2::} <2:Thank "
            "you.>\n\n[3:COOK]{3::} <3:Who did it?>",
            ["ANA COOK", "LEO MARR", "ANA COOK"],
        ),
        (
            "The chef Iris Baker won. [1:Baker] {1:said} <1:the oven was cold>.",
            ["Iris Baker"],
        ),
        (
            "Sid Fisher, a welder, fell. [1:Fisher] {1:said} <1:the ladder slid>. [2:The fisher] {2:said} <2:no>.",
            ["Sid Fisher", "fisher"],
        ),
        (
            "TOM MASON: Sit down.\n\n[1:TOM MASON]{1::} <1:Sit.>\n\n[2:EVA LUND]{2::} "
            "<2:No.>\n\n[3:MASON]{3::} <3:Please.>",
            ["TOM MASON", "EVA LUND", "TOM MASON"],
        ),
    ],
)
def test_a_label_that_is_a_noun_refers_to_the_person_with_that_surname(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "[1:None of the divers] {1:said} <1:the wreck was safe>.",
            [""],
        ),
        (
            "[1:Not one of the crew] {1:said} <1:it was safe>.",
            [""],
        ),
        (
            "[1:Neither of the sisters] {1:said} <1:why>.",
            [""],
        ),
        (
            "[1:Nothing in the file] {1:suggests} <1:he knew>.",
            [""],
        ),
        (
            "[1:Hardly anyone] {1:said} <1:it was fair>.",
            [""],
        ),
        (
            "[1:No official] {1:said} <1:it was shut>.",
            [""],
        ),
    ],
)
def test_negative_sources_have_no_speaker(record, page, expected):
    assert bare_names(record(page)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("Tarn City signed Dean Tarn. [1:Tarn] {1:said} <1:that he was glad>. The club paid.", "Dean Tarn"),
        (
            "Orlo, a maker of tents, hired Ada Orlo. Staff at Orlo sang. [1:Orlo] {1:said} <1:that it hoped to grow>.",
            "Orlo",
        ),
        ("Shares in Pell fell. [1:Pell] {1:said} <1:it was waiting for steel>. Ivo Pell sold his.", "Pell"),
        ("Marr is a town on the coast. [1:Marr] {1:said} <1:that it welcomed the road>. Ada Marr left.", "Marr"),
    ],
)
def test_the_context_tells_a_surname_from_a_body(record, page, expected):
    assert bare_names(record(page))[0] == expected
