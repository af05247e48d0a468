"""Hard forms: who speaks where the page does not say it in the usual way. All pages here are made up."""

from __future__ import annotations

import pytest

from sayso.attributions.acts import act_of
from sayso.terms import Act


def names(made):
    known = {speaker.id: speaker.name for speaker in made.speakers}
    return [known[attribution.speaker] for attribution in made.attributions]


def test_a_speaker_named_only_in_the_paragraph_before(record):
    made = record(
        "[1:Councillor Mara Quill] {1:opened} <1:the meeting>.\n\n"
        "<2:“The weir will not hold another winter,”> [2:she] {2:said}."
    )
    assert names(made) == ["Mara Quill", "Mara Quill"]


def test_a_headline_leads_to_the_text(record):
    made = record(
        "<1:Mayor to quit>, [1:aides] {1:say}\n"
        "<2:Mayor Ivo Marr will step down>, [2:two aides to the mayor] {2:said} on Monday."
    )
    assert names(made) == ["two aides to the mayor"] * 2


def test_a_committee_is_the_panel_of_the_headline(record):
    made = record(
        "[1:Harbour panel] {1:votes} <1:to close the pier>\n"
        "[2:The Harbour and River Trade Committee] {2:voted} <2:to close the pier on Friday>."
    )
    assert names(made) == ["Harbour and River Trade Committee"] * 2


@pytest.mark.parametrize("dash", ["—", "–", "-", "--"])
def test_a_name_and_title_after_a_dash(record, dash):
    made = record(f"<1:“We lost the key again.”> {dash} [1:Mara Quill, town clerk]")
    assert names(made) == ["Mara Quill"]
    assert made.speakers[1].role == "town clerk"


def test_a_lone_last_name_misspelt(record):
    made = record(
        "[1:Tamsin Wickett, a baker,] {1:said} <1:the oven was cold>.\n\n[2:Wicket] {2:believes} <2:a mouse did it>."
    )
    assert names(made) == ["Tamsin Wickett"] * 2


def test_two_last_names_alike_stay_two(record):
    made = record(
        "[1:Tamsin Harlow] {1:said} <1:the oven was cold>. [2:Peter Harbow] {2:said} <2:it was hot>. "
        "[3:Harlow] {3:laughed} <3:at that>."
    )
    assert names(made) == ["Tamsin Harlow", "Peter Harbow", "Tamsin Harlow"]


def test_a_verb_joined_by_and_has_the_subject_before(record):
    made = record("[1:Mara Quill] {1:called} <1:the plan dear> and {2:said} <2:the panel might be harmed by it>.")
    assert names(made) == ["Mara Quill"] * 2


def test_attorney_and_lawyer_are_one_office(record):
    made = record(
        "[1:Bram Tolley, an attorney for Quill,] {1:said} <1:the charge was void>. "
        "[2:Quill's lawyer] {2:added} <2:that he would appeal>."
    )
    assert names(made) == ["Bram Tolley"] * 2
    assert made.speakers[1].spokesperson


def test_a_transcript_keeps_its_broadcaster_through_names_in_what_is_said(record):
    made = record(
        "[1:Mara Quill] {1:spoke} on CNN <1:about the weir>.\n\n"
        "[2:CALDER]{2::} <2:The Guardian reported that it leaks. Does it?>\n\n[3:QUILL]{3::} <3:It does.>"
    )
    outlets = {speaker.id: speaker.name for speaker in made.speakers}
    assert {outlets[a.relay] for a in made.attributions if a.relay} == {"CNN"}
    assert made.attributions[1].act == "question"


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "“No comment,”", Act.NON_RESPONSE),
        (":", "I'd rather not say.", Act.NON_RESPONSE),
        ("refused", "to speak to reporters", Act.NON_RESPONSE),
        ("refused", "to leave the field", Act.INTENTION),
        ("replied", "“That is not so,”", Act.DENIAL),
        ("told", "that he had never driven a tram", Act.STATEMENT),
        ("said", "“Nope,”", Act.DENIAL),
        (":", "I deny all of it.", Act.DENIAL),
        ("says", "Weir shut? ‘Nonsense,’", Act.DENIAL),
        ("said", "the reports of a leak in the weir were “baseless”", Act.DENIAL),
        ("said", "reports of a leak in the weir were being checked", Act.STATEMENT),
        ("gave no information", "about the weir", Act.NON_RESPONSE),
        ("declined", "to give a reason", Act.NON_RESPONSE),
        ("declined", "to give up his seat", Act.INTENTION),
        ("refused", "to give the town a penny", Act.INTENTION),
        ("refused to be drawn on", "the weir", Act.NON_RESPONSE),
        ("denied", "the motion to close the weir", Act.DECREE),
        ("denied", "that the weir was closed", Act.DENIAL),
        (":", "Did the weir hold?", Act.QUESTION),
        ("asked", "Did the weir hold?", Act.QUESTION),
        ("asked", "him to step aside", Act.DECREE),
        ("agreed", "to pay for the weir", Act.INTENTION),
        ("encouraged", "the town to fast", Act.DECREE),
        ("was encouraged by", "the vote", Act.BELIEF),
    ],
)
def test_the_act_of_short_replies_and_bids(cue, content, act):
    assert act_of(cue, content) == act
