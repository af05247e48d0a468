"""Which sources are one speaker."""

from __future__ import annotations

import pytest

from sayso.terms import SpeakerKind


def names(record):
    known = {speaker.id: speaker.name for speaker in record.speakers}
    return [known[attribution.speaker] for attribution in record.attributions]


def test_a_surname_means_the_full_name(record):
    made = record("[1:Mara Quill] {1:said} <1:the ferry was late>. [2:Quill] {2:added} <2:it was full>.")
    assert names(made) == ["Mara Quill", "Mara Quill"]


def test_a_full_name_that_comes_later_is_the_canonical_one(record):
    made = record("[1:Quill] {1:said} <1:no>.\n\n[2:Councillor Mara Quill] {2:said} <2:the pier stays>.")
    assert names(made) == ["Mara Quill", "Mara Quill"]


def test_a_pronoun_means_the_one_who_spoke_before(record):
    made = record("[1:Mara Quill] {1:said} <1:the pier stays>. <2:“It is safe,”> [2:she] {2:said}.")
    assert names(made) == ["Mara Quill", "Mara Quill"]


def test_a_title_before_a_later_name_leads_a_description(record):
    made = record("Gov. Dana Orlo met Mara Quill in Tarn. [1:The governor] {1:said} <1:the dam would hold>.")
    assert names(made) == ["Dana Orlo"]


def test_mr_and_mrs_of_one_surname_are_two(record):
    made = record(
        "[1:Mr. Bryn Tell] {1:said} <1:he would go>. [2:Mrs. Ola Tell] {2:said} <2:she would stay>. "
        "[3:Mrs. Tell] {3:said} <3:so again>."
    )
    assert names(made) == ["Bryn Tell", "Ola Tell", "Ola Tell"]


def test_who_means_the_name_before_it(record):
    made = record("Ivo Marr, [1:who] {1:says} <1:the mill will close>, left at noon.")
    assert names(made) == ["Ivo Marr"]


def test_i_inside_a_quotation_is_its_speaker(record):
    made = record("[1:Ivo Marr] {1:said}: <1:“[2:I] {2:think} <2:the mill will close>.”>")
    assert names(made) == ["Ivo Marr", "Ivo Marr"]


def test_initials_and_full_name_of_a_body_are_one(record):
    made = record("[1:The Tarn Valley Committee] {1:said} <1:it would sue>. [2:The TVC] {2:said} <2:it had proof>.")
    assert len({attribution.speaker for attribution in made.attributions}) == 1


def test_a_pronoun_without_antecedent_stays_open(record):
    made = record("[1:He] {1:said} <1:it was late>.")
    (speaker,) = (s for s in made.speakers if s.id == made.attributions[0].speaker)
    assert (speaker.name, speaker.kind) == ("He", SpeakerKind.UNNAMED)


def test_two_who_speak_as_one_are_a_speaker_of_their_own(record):
    made = record("[1:Mara Quill and Ivo Marr] {1:said} <1:they agreed>. [2:Quill] {2:said} <2:it was hard>.")
    assert names(made) == ["Mara Quill and Ivo Marr", "Mara Quill"]


def test_one_who_was_told_does_not_speak(record):
    made = record("[1:Mara Quill] {1:had been accused} <1:of fraud>.")
    assert names(made) == [""]


@pytest.mark.parametrize("first", ["Robin", "Sasha", "Mary", "John"])
def test_first_names_do_not_decide_sex(record, first):
    made = record(f"[1:{first} Quill] {{1:said}} <1:yes>. [2:He] {{2:said}} <2:no>. [3:She] {{3:said}} <3:perhaps>.")
    assert names(made)[1] == f"{first} Quill"


def test_of_five_near_one_name_each_is_its_own(record):
    made = record(
        "[1:The Orlo campaign] {1:said} <1:one>. [2:The White House] {2:said} <2:two>. "
        "[3:An Orlo aide] {3:said} <3:three>. "
        "[4:People close to Orlo] {4:said} <4:four>. [5:Orlo] {5:said} <5:five>."
    )
    kinds = {s.id: s.kind for s in made.speakers}
    assert [kinds[a.speaker] for a in made.attributions] == [
        SpeakerKind.ORGANIZATION,
        SpeakerKind.ORGANIZATION,
        SpeakerKind.UNNAMED,
        SpeakerKind.UNNAMED,
        SpeakerKind.PERSON,
    ]
    assert len({a.speaker for a in made.attributions}) == 5


def test_whom_a_content_quotes_does_not_go_on_speaking_outside_it(record):
    made = record(
        "[1:Mara Quill] {1:said} <1:[2:Ivo Marr] {2:told} her <2:the pier would stay>>.\n\n"
        "<3:“I never believed a word of it,”> [3:she] {3:said}."
    )
    assert names(made) == ["Mara Quill", "Ivo Marr", "Mara Quill"]


def test_who_in_a_second_clause_means_the_noun_of_the_first(record):
    made = record("The plan is by Ona Reed, who runs the mill, and [1:who] {1:said} <1:it would close>.")
    assert names(made) == ["Ona Reed"]


def test_a_quantity_before_who_belongs_to_the_name(record):
    made = record("There are some farmers [1:who] {1:fear} <1:the flood>.")
    assert names(made) == ["some farmers"]


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
def test_a_description_with_a_name_is_the_one_named(record, source, name, kind):
    made = record(f"[1:{source}] {{1:said}} <1:the claim was old>.")
    (speaker,) = (speaker for speaker in made.speakers if speaker.id == made.attributions[0].speaker)
    assert (speaker.name, speaker.kind) == (name, kind)


def test_a_role_of_its_own_is_nobody_named_before(record):
    made = record("Mara Quill won the vote in Tarn. [1:The owner] {1:said} <1:the field was wet>.")
    assert names(made) == ["The owner"]


def test_i_in_a_letter_is_the_one_who_signs_it(record):
    made = record(
        "LETTERS.\n\n[1:I] {1:think} <1:the toll on the old bridge is far too high>.\n\nMara Quill.\n\n"
        "[2:I] {2:hope} <2:the council will leave the trees on the quay alone>.\n\nIvo Marr."
    )
    assert names(made) == ["Mara Quill", "Ivo Marr"]


def test_what_is_yours_is_nobody_elses(record):
    made = record("Ona Reed met Tom Marr at the weir. [1:Your sponsor] {1:wrote} <1:that the weir holds>.")
    assert names(made) == ["Your sponsor"]
