"""Coreference of sources."""

from __future__ import annotations

import pytest

from sayso.terms import SpeakerKind
from tests.speakers.names import names


def test_a_surname_refers_to_the_full_name(record):
    result = record("[1:Mara Quill] {1:said} <1:the ferry was late>. [2:Quill] {2:added} <2:it was full>.")
    assert names(result) == ["Mara Quill", "Mara Quill"]


def test_a_later_full_name_is_canonical(record):
    result = record("[1:Quill] {1:said} <1:no>.\n\n[2:Councillor Mara Quill] {2:said} <2:the pier stays>.")
    assert names(result) == ["Mara Quill", "Mara Quill"]


def test_a_pronoun_refers_to_the_previous_speaker(record):
    result = record("[1:Mara Quill] {1:said} <1:the pier stays>. <2:“It is safe,”> [2:she] {2:said}.")
    assert names(result) == ["Mara Quill", "Mara Quill"]


def test_a_description_may_repeat_the_title_of_a_name(record):
    result = record("Gov. Dana Orlo met Mara Quill in Tarn. [1:The governor] {1:said} <1:the dam would hold>.")
    assert names(result) == ["Dana Orlo"]


def test_mr_and_mrs_with_one_surname_are_two_speakers(record):
    result = record(
        "[1:Mr. Bryn Tell] {1:said} <1:he would go>. [2:Mrs. Ola Tell] {2:said} <2:she would stay>. "
        "[3:Mrs. Tell] {3:said} <3:so again>."
    )
    assert names(result) == ["Bryn Tell", "Ola Tell", "Ola Tell"]


def test_who_refers_to_the_name_before_it(record):
    result = record("Ivo Marr, [1:who] {1:says} <1:the mill will close>, left at noon.")
    assert names(result) == ["Ivo Marr"]


def test_i_in_a_quotation_refers_to_its_speaker(record):
    result = record("[1:Ivo Marr] {1:said}: <1:“[2:I] {2:think} <2:the mill will close>.”>")
    assert names(result) == ["Ivo Marr", "Ivo Marr"]


def test_initials_and_full_name_of_a_body_are_one_speaker(record):
    result = record("[1:The Tarn Valley Committee] {1:said} <1:it would sue>. [2:The TVC] {2:said} <2:it had proof>.")
    assert len({attribution.speaker for attribution in result.attributions}) == 1


def test_a_pronoun_without_antecedent_is_an_unnamed_speaker(record):
    result = record("[1:He] {1:said} <1:it was late>.")
    (speaker,) = (s for s in result.speakers if s.id == result.attributions[0].speaker)
    assert (speaker.name, speaker.kind) == ("He", SpeakerKind.UNNAMED)


def test_a_coordination_is_a_speaker_of_its_own(record):
    result = record("[1:Mara Quill and Ivo Marr] {1:said} <1:they agreed>. [2:Quill] {2:said} <2:it was hard>.")
    assert names(result) == ["Mara Quill and Ivo Marr", "Mara Quill"]


def test_an_addressee_is_no_speaker(record):
    result = record("[1:Mara Quill] {1:had been accused} <1:of fraud>.")
    assert names(result) == [""]


@pytest.mark.parametrize("first", ["Robin", "Sasha", "Mary", "John"])
def test_first_names_do_not_decide_sex(record, first):
    result = record(f"[1:{first} Quill] {{1:said}} <1:yes>. [2:He] {{2:said}} <2:no>. [3:She] {{3:said}} <3:perhaps>.")
    assert names(result)[1] == f"{first} Quill"


def test_descriptions_that_contain_a_name_are_distinct_speakers(record):
    result = record(
        "[1:The Orlo campaign] {1:said} <1:one>. [2:The White House] {2:said} <2:two>. "
        "[3:An Orlo aide] {3:said} <3:three>. "
        "[4:People close to Orlo] {4:said} <4:four>. [5:Orlo] {5:said} <5:five>."
    )
    kinds = {s.id: s.kind for s in result.speakers}
    assert [kinds[a.speaker] for a in result.attributions] == [
        SpeakerKind.ORGANIZATION,
        SpeakerKind.ORGANIZATION,
        SpeakerKind.UNNAMED,
        SpeakerKind.UNNAMED,
        SpeakerKind.PERSON,
    ]
    assert len({a.speaker for a in result.attributions}) == 5


def test_a_nested_speaker_is_no_antecedent_outside_the_quotation(record):
    result = record(
        "[1:Mara Quill] {1:said} <1:[2:Ivo Marr] {2:told} her <2:the pier would stay>>.\n\n"
        "<3:“I never believed a word of it,”> [3:she] {3:said}."
    )
    assert names(result) == ["Mara Quill", "Ivo Marr", "Mara Quill"]


def test_coordinated_relative_clauses_share_their_antecedent(record):
    result = record("The plan is by Ona Reed, who runs the mill, and [1:who] {1:said} <1:it would close>.")
    assert names(result) == ["Ona Reed"]


def test_the_antecedent_of_who_includes_a_quantity(record):
    result = record("There are some farmers [1:who] {1:fear} <1:the flood>.")
    assert names(result) == ["some farmers"]


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("The insurer, Safewell,", "Safewell", SpeakerKind.ORGANIZATION),
        ("The mill's owner, Northmere Holdings,", "Northmere Holdings", SpeakerKind.ORGANIZATION),
        ("The curate, the Rev Amos Tull,", "Amos Tull", SpeakerKind.PERSON),
        ("Counsel for the port, Ada Lisk,", "Ada Lisk", SpeakerKind.PERSON),
        ("Locksmith Ada Lisk", "Ada Lisk", SpeakerKind.PERSON),
        ("Forty-year-old Ada Lisk", "Ada Lisk", SpeakerKind.PERSON),
    ],
)
def test_a_description_with_an_apposed_name_has_that_name(record, source, name, kind):
    result = record(f"[1:{source}] {{1:said}} <1:the claim was old>.")
    (speaker,) = (speaker for speaker in result.speakers if speaker.id == result.attributions[0].speaker)
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_description_with_a_new_role_is_a_new_speaker(record):
    result = record("Mara Quill won the vote in Tarn. [1:The owner] {1:said} <1:the field was wet>.")
    assert names(result) == ["The owner"]


def test_i_in_a_letter_refers_to_its_signature(record):
    result = record(
        "LETTERS.\n\n[1:I] {1:think} <1:the toll on the old bridge is far too high>.\n\nMara Quill.\n\n"
        "[2:I] {2:hope} <2:the council will leave the trees on the quay alone>.\n\nIvo Marr."
    )
    assert names(result) == ["Mara Quill", "Ivo Marr"]


def test_a_second_person_possessive_is_a_new_speaker(record):
    result = record("Ona Reed met Tom Marr at the weir. [1:Your sponsor] {1:wrote} <1:that the weir holds>.")
    assert names(result) == ["Your sponsor"]
