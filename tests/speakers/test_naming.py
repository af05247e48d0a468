"""Role, affiliation, spokesperson and anonymity, with their evidence spans."""

from __future__ import annotations

import pytest


def first_speaker(result):
    return next(s for s in result.speakers if s.id == result.attributions[0].speaker)


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
def test_role_and_affiliation_next_to_a_name(record, source, role, affiliation, spokesperson):
    result = record(f"On Monday, [1:{source}] {{1:said}} <1:that the lock gates would open>.")
    speaker = first_speaker(result)
    assert (speaker.role, speaker.affiliation, speaker.spokesperson) == (role, affiliation, spokesperson)


def test_evidence_spans_cover_the_words(record):
    result = record("[1:Harrow Council spokesman Ivo Marr] {1:said} <1:no>.")
    speaker = first_speaker(result)
    evidence = {key: [span.of(result.article.text) for span in spans] for key, spans in speaker.evidence.items()}
    assert evidence == {
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
    result = record(f"[1:A senior official, {rest},] {{1:said}} <1:that the dam leaks>.")
    assert first_speaker(result).anonymity_reason == reason


def test_a_reason_after_the_source_ends_before_the_verb(record):
    result = record(
        "[1:A clerk] who asked to stay anonymous because the board reads the papers {1:said} <1:it was sold>."
    )
    assert first_speaker(result).anonymity_reason == "asked to stay anonymous because the board reads the papers"


def test_an_unnamed_spokesperson_has_an_affiliation(record):
    speaker = first_speaker(record("[1:A spokesman for the Tarn Company] {1:said} <1:no>."))
    assert (speaker.kind, speaker.spokesperson, speaker.affiliation) == ("unnamed", True, "Tarn Company")


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
def test_spokespersons_by_role(record, marked, name, role):
    speaker = record(marked).speakers[1]
    assert (speaker.name, speaker.role, speaker.spokesperson) == (name, role, True)


def test_a_title_of_address_is_no_role(record):
    speaker = record("[1:Mr. Odeen] {1:said} <1:the weir holds>.").speakers[1]
    assert (speaker.role, speaker.spokesperson) == (None, False)


@pytest.mark.issue(19)
@pytest.mark.parametrize("body", ["club", "office", "campaign", "company", "choir"])
def test_the_name_of_a_body_is_a_span_of_the_page(record, body):
    page = f"[1:Ola Vane] {{1:said}} <1:the pier leaks>. [2:Her {body}] {{2:said}} <2:the tide was high>."
    result = record(page)
    assert [speaker.name for speaker in result.speakers if speaker.id != "publisher"] == ["Ola Vane", f"Her {body}"]


@pytest.mark.issue(19)
def test_a_fuller_description_of_a_body_is_its_name(record):
    result = record(
        "[1:Ola Vane] {1:said} <1:the pier leaks>. [2:Her campaign] {2:said} <2:the tide was high>. It rained on "
        "Vane’s campaign."
    )
    assert result.speakers[-1].name == "Vane’s campaign"
