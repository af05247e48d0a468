"""Unusual forms of sources. All pages are fiction."""

from __future__ import annotations

import pytest

from sayso.attributions.acts import act_of
from sayso.terms import Act


def names(result):
    known = {speaker.id: speaker.name for speaker in result.speakers}
    return [known[attribution.speaker] for attribution in result.attributions]


def test_a_speaker_may_be_named_in_the_previous_paragraph_only(record):
    result = record(
        "[1:Councillor Mara Quill] {1:opened} <1:the meeting>.\n\n"
        "<2:“The weir will not hold another winter,”> [2:she] {2:said}."
    )
    assert names(result) == ["Mara Quill", "Mara Quill"]


def test_a_source_of_the_headline_is_resolved_in_the_text(record):
    result = record(
        "<1:Mayor to quit>, [1:aides] {1:say}\n"
        "<2:Mayor Ivo Marr will step down>, [2:two aides to the mayor] {2:said} on Monday."
    )
    assert names(result) == ["two aides to the mayor"] * 2


def test_the_panel_of_a_headline_is_the_committee_of_the_text(record):
    result = record(
        "[1:Harbour panel] {1:votes} <1:to close the pier>\n"
        "[2:The Harbour and River Trade Committee] {2:voted} <2:to close the pier on Friday>."
    )
    assert names(result) == ["Harbour and River Trade Committee"] * 2


@pytest.mark.parametrize("dash", ["—", "–", "-", "--"])
def test_a_name_after_a_dash_is_the_source(record, dash):
    result = record(f"<1:“We lost the key again.”> {dash} [1:Mara Quill, town clerk]")
    assert names(result) == ["Mara Quill"]
    assert result.speakers[1].role == "town clerk"


def test_a_misspelt_surname_matches_the_full_name(record):
    result = record(
        "[1:Tamsin Wickett, a baker,] {1:said} <1:the oven was cold>.\n\n[2:Wicket] {2:believes} <2:a mouse did it>."
    )
    assert names(result) == ["Tamsin Wickett"] * 2


def test_two_similar_surnames_stay_two_speakers(record):
    result = record(
        "[1:Tamsin Harlow] {1:said} <1:the oven was cold>. [2:Peter Harbow] {2:said} <2:it was hot>. "
        "[3:Harlow] {3:laughed} <3:at that>."
    )
    assert names(result) == ["Tamsin Harlow", "Peter Harbow", "Tamsin Harlow"]


def test_coordinated_verbs_share_their_subject(record):
    result = record("[1:Mara Quill] {1:called} <1:the plan dear> and {2:said} <2:the panel might be harmed by it>.")
    assert names(result) == ["Mara Quill"] * 2


def test_synonymous_roles_corefer(record):
    result = record(
        "[1:Bram Tolley, an attorney for Quill,] {1:said} <1:the charge was void>. "
        "[2:Quill's lawyer] {2:added} <2:that he would appeal>."
    )
    assert names(result) == ["Bram Tolley"] * 2
    assert result.speakers[1].spokesperson


def test_a_transcript_keeps_its_broadcaster_after_mentions_of_other_outlets(record):
    result = record(
        "[1:Mara Quill] {1:spoke} on CNN <1:about the weir>.\n\n"
        "[2:CALDER]{2::} <2:The Guardian reported that it leaks. Does it?>\n\n[3:QUILL]{3::} <3:It does.>"
    )
    outlets = {speaker.id: speaker.name for speaker in result.speakers}
    assert {outlets[a.relay] for a in result.attributions if a.relay} == {"CNN"}
    assert result.attributions[1].act == "question"


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
def test_the_act_of_short_replies_and_requests(cue, content, act):
    assert act_of(cue, content) == act
