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
            "spoke on the condition of anonymity because they were not authorized to discuss the talks",
        ),
        (
            "who did not want to be named because she feared for her job",
            "did not want to be named because she feared for her job",
        ),
        ("who asked not to be named for fear of reprisal", "asked not to be named for fear of reprisal"),
        (
            "who asked for his name to be left out because he has four daughters",
            "asked for his name to be left out because he has four daughters",
        ),
        ("who cannot be named for legal reasons", "cannot be named for legal reasons"),
        (
            "who would not give her name since she still works there",
            "would not give her name since she still works there",
        ),
        ('who gave no name "because I like eating"', "gave no name"),
        ("who was not permitted to speak publicly", "not permitted to speak publicly"),
    ],
)
def test_the_reason_for_anonymity(record, rest, reason):
    made = record(f"[1:A senior official, {rest},] {{1:said}} <1:that the dam leaks>.")
    assert speaker(made).anonymity_reason == reason


def test_a_reason_outside_the_source_ends_before_the_verb(record):
    made = record(
        "[1:A clerk] who asked to stay anonymous because the board reads the papers {1:said} <1:it was sold>."
    )
    assert speaker(made).anonymity_reason == "asked to stay anonymous because the board reads the papers"


def test_an_unnamed_spokesman_speaks_for_a_body(record):
    found = speaker(record("[1:A spokesman for the Tarn Company] {1:said} <1:no>."))
    assert (found.kind, found.spokesperson, found.affiliation) == ("unnamed", True, "Tarn Company")


@pytest.mark.parametrize(
    ("marked", "name", "role"),
    [
        ("<1:The model was approved> {1:affirms} [1:its spokesman, Pascal Odeen].", "Pascal Odeen", "spokesman"),
        ("<1:He slept> {1:according to} [1:his attorney, Carla Voss].", "Carla Voss", "attorney"),
        ("[1:Defense attorney Hector Ames] {1:said} <1:he slept>.", "Hector Ames", "Defense attorney"),
        ("[1:The publicity man, Mr. Buck Farr,] {1:said} <1:it is true>.", "Buck Farr", "publicity man"),
        ("[1:His lawyer] {1:said} <1:he slept>.", "His lawyer", "lawyer"),
    ],
)
def test_who_speaks_for_another_by_office(record, marked, name, role):
    found = record(marked).speakers[1]
    assert (found.name, found.role, found.spokesperson) == (name, role, True)


def test_a_form_of_address_is_no_role(record):
    found = record("[1:Mr. Odeen] {1:said} <1:the weir holds>.").speakers[1]
    assert (found.role, found.spokesperson) == (None, False)


@pytest.mark.issue(19)
@pytest.mark.parametrize("body", ["club", "office", "campaign", "company", "choir"])
def test_a_body_s_name_is_a_span_of_the_page_and_none_is_composed(record, body):
    page = f"[1:Ola Vane] {{1:said}} <1:the pier leaks>. [2:Her {body}] {{2:said}} <2:the tide was high>."
    made = record(page)
    assert [speaker.name for speaker in made.speakers if speaker.id != "publisher"] == ["Ola Vane", f"Her {body}"]


@pytest.mark.issue(19)
def test_a_body_is_named_as_the_page_names_it_elsewhere(record):
    made = record(
        "[1:Ola Vane] {1:said} <1:the pier leaks>. [2:Her campaign] {2:said} <2:the tide was high>. It rained on "
        "Vane’s campaign."
    )
    assert made.speakers[-1].name == "Vane’s campaign"
