"""Role, affiliation, office and anonymity, each with the spans that it stands on."""

from __future__ import annotations

import pytest


def speaker(made):
    return next(s for s in made.speakers if s.id == made.attributions[0].speaker)


@pytest.mark.parametrize(
    ("source", "role", "affiliation", "spokesperson"),
    [
        ("Jane Dole, a spokeswoman for the Port Authority,", "spokeswoman", "Port Authority", True),
        ("Harrow Council spokesman Ivo Marr", "spokesman", "Harrow Council", True),
        ("White House Press Secretary Ivo Marr", "White House Press Secretary", "White House", True),
        ("Her campaign manager, Ivo Marr,", "campaign manager", None, False),
        ("Ivo Marr of Reuters", None, "Reuters", False),
        ("CNN's Ivo Marr", None, "CNN", False),
        ("An attorney for the Tarn Company, Ivo Marr,", "attorney", "Tarn Company", True),
        ("Mara Quill, 61, a nurse at Harrow General Hospital,", "nurse", "Harrow General Hospital", False),
    ],
)
def test_what_stands_beside_a_name(record, source, role, affiliation, spokesperson):
    made = record(f"On Monday, [1:{source}] {{1:said}} <1:that the lock gates would open>.")
    found = speaker(made)
    assert (found.role, found.affiliation, found.spokesperson) == (role, affiliation, spokesperson)


def test_evidence_is_the_words_themselves(record):
    made = record("[1:Harrow Council spokesman Ivo Marr] {1:said} <1:no>.")
    found = speaker(made)
    said = {key: [span.of(made.article.text) for span in spans] for key, spans in found.evidence.items()}
    assert said == {
        "name": ["Ivo Marr"],
        "role": ["spokesman"],
        "affiliation": ["Harrow Council"],
        "spokesperson": ["spokesman"],
    }


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ("who was not authorized to discuss the matter", "not authorized to discuss the matter"),
        (
            "who spoke on the condition of anonymity because they were not authorized to discuss the talks",
            "not authorized to discuss the talks",
        ),
        ("who spoke on condition of anonymity because she feared for her job", "feared for her job"),
        ("who asked not to be named for fear of reprisal", "for fear of reprisal"),
    ],
)
def test_the_reason_for_anonymity(record, rest, reason):
    made = record(f"[1:A senior official, {rest},] {{1:said}} <1:that the dam leaks>.")
    assert speaker(made).anonymity_reason == reason


def test_an_unnamed_spokesman_speaks_for_a_body(record):
    found = speaker(record("[1:A spokesman for the Tarn Company] {1:said} <1:no>."))
    assert (found.kind, found.spokesperson, found.affiliation) == ("unnamed", True, "Tarn Company")
