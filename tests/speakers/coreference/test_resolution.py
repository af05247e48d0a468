"""Resolution of sources: third and first person, titles, addressees, and the confidence."""

from __future__ import annotations

import pytest

from tests.speakers.names import names


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            "The actress Tilda Vane met the publican Robin Sorrel. [1:She] {1:said} <1:the film was long>. "
            "[2:He] {2:said} <2:it was short>.",
            ["Tilda Vane", "Robin Sorrel"],
        ),
        (
            "Kim Harrow told the inquest that her brother Alex had the key. [1:He] {1:said} <1:he never saw it>. "
            "[2:She] {2:said} <2:that was untrue>.",
            ["Alex", "Kim Harrow"],
        ),
        (
            "Jules Orme, a father of two, and Sacha Bell, a mother of one, won. <1:“I will travel,”> [1:she] {1:said}. "
            "<2:“I will sleep,”> [2:he] {2:said}.",
            ["Sacha Bell", "Jules Orme"],
        ),
        (
            "Robin Vane kept goal in her first final. Her coach, Alex Dunmore, wept. <1:“She is a wall,”> [1:he] "
            "{1:said}. <2:“I guessed,”> [2:she] {2:said}.",
            ["Alex Dunmore", "Robin Vane"],
        ),
    ],
)
def test_pronouns_follow_the_evidence_of_the_page(record, page, expected):
    assert names(record(page)) == expected


@pytest.mark.parametrize(("first", "second"), [("Robin", "Sasha"), ("Mary", "John"), ("George", "Nancy")])
def test_nouns_of_the_page_outweigh_first_names(record, first, second):
    result = record(
        f"The actress {first} Quill married the comedian {second} Marr, the father of her son. "
        "[1:She] {1:said} <1:yes>. [2:He] {2:said} <2:perhaps>."
    )
    assert names(result) == [f"{first} Quill", f"{second} Marr"]


@pytest.mark.parametrize(
    "opening", ["Mara Quill spoke.", "Ivo Marr and Mara Quill spoke.", "The clerk Mara Quill sat."]
)
def test_he_and_she_are_different_speakers(record, opening):
    result = record(f"{opening} [1:She] {{1:said}} <1:it rained>. [2:He] {{2:said}} <2:it was dry>.")
    first, second = (attribution.speaker for attribution in result.attributions)
    assert first != second


@pytest.mark.parametrize(
    "page",
    [
        "<1:“[2:I] {2:think} <2:the mill will close>,”> {1:said} [1:Ivo Marr].",
        "<1:“It is late. [2:I] {2:fear} <2:the worst>,”> [1:Ivo Marr] {1:told} the Harrow Echo.",
        "Mara Quill was silent. <1:“[2:I] {2:know} <2:nothing>,”> [1:Ivo Marr], the clerk, {1:said}.",
    ],
)
def test_i_in_direct_speech_refers_to_the_source_after_it(record, page):
    assert set(names(record(page))) == {"Ivo Marr"}


@pytest.mark.parametrize(
    "page",
    [
        "Mara Quill sat beside Tess Orlo. <1:“Tess, you were right about the weir,”> [1:she] {1:said}.",
        "Mara Quill waved to Tess Orlo from the far side of the quay. <1:“Thank you, Tess,”> [1:she] {1:said}.",
        "Tess Orlo had waited. Mara Quill came at six. <1:“I am late, Tess,”> [1:she] {1:said}.",
    ],
)
def test_the_addressee_of_a_quotation_is_not_its_speaker(record, page):
    assert names(record(page)) == ["Mara Quill"]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("The coach, Ada Fenn, dropped the captain, Ola Reed. [1:The captain] {1:said} <1:no>.", "Ola Reed"),
        ("The bank’s chair, Ada Fenn, met the union’s leader, Ola Reed. [1:The leader] {1:said} <1:no>.", "Ola Reed"),
        ("The fire chief, Ada Fenn, and the mayor, Ola Reed, met. [1:The mayor] {1:said} <1:no>.", "Ola Reed"),
        ("Tarn fire chief Ola Reed met Lisk police chief Ada Fenn. [1:The fire chief] {1:said} <1:no>.", "Ola Reed"),
        ("Tarn’s mayor, Ola Reed, and police chief, Ada Fenn, met. [1:The chief] {1:said} <1:no>.", "Ada Fenn"),
    ],
)
def test_a_title_refers_to_its_holder(record, page, expected):
    assert names(record(page)) == [expected]


def test_the_former_and_the_latter_refer_to_the_last_two_speakers(record):
    result = record(
        "[1:Mayor Ola Reed] {1:said} <1:yes>. [2:Councillor Ada Fenn] {2:said} <2:no>. "
        "[3:The former] {3:said} <3:soon>; "
        "[4:the latter] {4:said} <4:never>."
    )
    assert names(result) == ["Ola Reed", "Ada Fenn", "Ola Reed", "Ada Fenn"]


@pytest.mark.parametrize(
    "page",
    [
        "Rowan Pell, a nonbinary potter, won. [1:They] {1:said} <1:the kiln was old>.",
        "Rowan Pell, who uses they/them pronouns, won. [1:They] {1:said} <1:the kiln was old>.",
        "Rowan Pell, whose pronouns are they and them, won. [1:They] {1:said} <1:the kiln was old>.",
    ],
)
def test_they_may_refer_to_one_person(record, page):
    assert names(record(page)) == ["Rowan Pell"]


@pytest.mark.parametrize("title", ["Mayor", "Judge", "Minister"])
def test_a_bare_title_in_a_headline_refers_to_the_holder_in_the_text(record, title):
    result = record(f"[1:{title}] {{1:warns}} <1:of floods>\n\n[2:{title} Ola Reed] {{2:said}} <2:the river rose>.")
    assert names(result) == ["Ola Reed", "Ola Reed"]


@pytest.mark.parametrize("source", ["Nobody", "No one", "Nothing"])
def test_negative_sources_have_no_speaker(record, source):
    assert names(record(f"[1:{source}] {{1:said}} <1:the bridge was safe>.")) == [""]


def test_a_pronoun_may_refer_to_an_unnamed_person(record):
    result = record("The actress Mara Quill watched a porter at the gate. [1:He] {1:said} <1:the van was full>.")
    assert names(result) == ["a porter"]


def test_a_name_has_a_higher_confidence_than_a_pronoun(record):
    result = record(
        "[1:Mara Quill] {1:said} <1:the ferry was late>. Ola Reed met Ada Fenn. [2:She] {2:said} <2:it was full>."
    )
    first, second = result.attributions
    assert first.speaker_confidence > second.speaker_confidence
    assert first.considered == ()


def test_alternatives_are_sorted_by_probability(record):
    result = record("Ola Reed met Ada Fenn and Mara Quill in Tarn. [1:She] {1:said} <1:it was full>.")
    (attribution,) = result.attributions
    probabilities = [alternative.probability for alternative in attribution.considered]
    assert probabilities == sorted(probabilities, reverse=True)
    assert {alternative.speaker for alternative in attribution.considered} <= {
        speaker.id for speaker in result.speakers
    } - {attribution.speaker}
