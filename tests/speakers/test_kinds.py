"""Kinds of speakers."""

from __future__ import annotations

import pytest

from sayso.terms import SpeakerKind


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Mara Quill", SpeakerKind.PERSON),
        ("Councillor Quill", SpeakerKind.PERSON),
        ("the Tarn Port Authority", SpeakerKind.ORGANIZATION),
        ("the ferry company", SpeakerKind.ORGANIZATION),
        ("Harrow & Pike", SpeakerKind.ORGANIZATION),
        ("the White House", SpeakerKind.ORGANIZATION),
        ("Canada", SpeakerKind.ORGANIZATION),
        ("the Harrow Gazette", SpeakerKind.OUTLET),
        ("Reuters", SpeakerKind.OUTLET),
        ("a study of 40 rivers", SpeakerKind.DOCUMENT),
        ("the lawsuit", SpeakerKind.DOCUMENT),
        ("an email", SpeakerKind.DOCUMENT),
        ("a senior official", SpeakerKind.UNNAMED),
        ("two people familiar with the talks", SpeakerKind.UNNAMED),
        ("one passenger", SpeakerKind.UNNAMED),
        ("his sources", SpeakerKind.UNNAMED),
        ("officials", SpeakerKind.UNNAMED),
        ("critics", SpeakerKind.GROUP),
        ("many voters", SpeakerKind.GROUP),
        ("most analysts", SpeakerKind.GROUP),
        ("some Democrats", SpeakerKind.GROUP),
        ("polls", SpeakerKind.GROUP),
        ("62 percent of residents", SpeakerKind.GROUP),
    ],
)
def test_kinds_of_common_sources(record, source, kind):
    result = record(f"On Monday [1:{source}] {{1:said}} <1:that the lock gates would open>.")
    assert [s.kind for s in result.speakers if s.id == result.attributions[0].speaker] == [kind]


def test_i_outside_quotation_marks_refers_to_the_author(record):
    result = record("[1:I] {1:think} <1:the mill will close>.")
    assert [s.kind for s in result.speakers if s.id != "publisher"] == [SpeakerKind.AUTHOR]


def test_an_attribution_without_a_source_has_no_speaker(record):
    result = record("{1:It is believed} <1:that the mill will close>.")
    assert [s.kind for s in result.speakers if s.id != "publisher"] == [SpeakerKind.UNSTATED]


def test_a_report_from_an_outlet_refers_to_the_outlet(record):
    result = record(
        "[1:Report]{1::} <1:Mill to close>\n\n[2:A report from the Harrow Gazette] {2:says} <2:the mill will close>. "
        "{3:According to} [3:the report], <3:Marr knew>."
    )
    assert len({a.speaker for a in result.attributions}) == 1
    assert {s.kind for s in result.speakers} == {SpeakerKind.OUTLET}


def kind_and_name(record, source):
    """The kind and the name of the speaker of a source."""
    result = record(f"On Monday it rained all day in old Tarn. [1:{source}] {{1:said}} <1:that the gates would open>.")
    speakers = {speaker.id: speaker for speaker in result.speakers}
    speaker = speakers[result.attributions[0].speaker]
    return speaker.kind, speaker.name


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("Six Harrow newspapers", "outlet", "Six Harrow newspapers"),
        ("Tarn Member States", "group", "Tarn Member States"),
        ("One of them", "unnamed", "One of them"),
        ("Two members of the council", "unnamed", "Two members of the council"),
        ("The regulator", "organization", "The regulator"),
        ("The harbour operator", "organization", "The harbour operator"),
        ("The weather service's evening report", "document", "The weather service's evening report"),
        ("A clerk it did not name", "unnamed", "A clerk it did not name"),
        ("The town's MP, Mara Quill,", "person", "Mara Quill"),
        ("Superintendent of police Mara Quill", "person", "Mara Quill"),
        ("Mara Quill, Director", "person", "Mara Quill"),
    ],
)
def test_kinds_of_unusual_sources(record, source, kind, name):
    assert kind_and_name(record, source) == (kind, name)


def test_a_role_before_a_colon_is_no_name(record):
    result = record("Court, Monday.\n\n[1:Reporter]{1::} <1:Did the pier leak?>\n\nNobody knew it.")
    assert result.speakers[-1].kind == "unnamed"


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("The Saudis", "group", "Saudis"),
        ("Another Ohio Republican", "unnamed", "Another Ohio Republican"),
        ("The super PAC Tarn Valley Forward", "organization", "Tarn Valley Forward"),
        ("The former CEO of the mill", "unnamed", "The former CEO of the mill"),
        ("Three clerks across the valley — and two of the mill", "unnamed", "Three clerks across the valley"),
    ],
)
def test_peoples_parties_and_offices_are_no_named_persons(record, source, kind, name):
    assert kind_and_name(record, source) == (kind, name)


@pytest.mark.parametrize(
    ("source", "kind", "name"),
    [
        ("Former Ohio governor Ina Brewer", "person", "Ina Brewer"),
        ("A worker named Ina Tell", "person", "Ina Tell"),
        ("Harrow policy planning director Ina Tell", "person", "Ina Tell"),
        ("Deputy Secretary of State Ina Tell", "person", "Ina Tell"),
        ("Someone", "unnamed", "Someone"),
        ("42%", "group", "42%"),
        ("About one in five", "group", "About one in five"),
        ("Some party figures", "group", "Some party figures"),
        ("Most farmers today", "group", "Most farmers today"),
        ("A longtime foe", "unnamed", "A longtime foe"),
    ],
)
def test_names_and_nouns_are_distinguished(record, source, kind, name):
    assert kind_and_name(record, source) == (kind, name)


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    "source",
    [
        "A lamplighter",
        "An e-bike courier",
        "A stepmother",
        "A barista",
        "A dog-walker",
        "A second-grader",
        "A trawlerwoman",
        "A flamenco guitarist",
        "A podcaster",
        "A kitesurfer who was on the sand",
        "A gongfarmer",
        "Three orphans",
        "Two public servants",
        "A voice on the radio",
    ],
)
def test_any_noun_for_a_human_is_unnamed(record, source):
    assert kind_and_name(record, source)[0] == SpeakerKind.UNNAMED


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("The library", SpeakerKind.ORGANIZATION),
        ("The shipyard", SpeakerKind.ORGANIZATION),
        ("The bakery", SpeakerKind.ORGANIZATION),
        ("The subcommittee", SpeakerKind.ORGANIZATION),
        ("The crowd", SpeakerKind.GROUP),
        ("Beekeepers", SpeakerKind.GROUP),
        ("Joggers", SpeakerKind.GROUP),
        ("A pamphlet", SpeakerKind.DOCUMENT),
        ("A newsletter", SpeakerKind.DOCUMENT),
        ("The affidavit", SpeakerKind.DOCUMENT),
    ],
)
def test_kinds_of_nouns_for_bodies_people_and_texts(record, source, kind):
    assert kind_and_name(record, source)[0] == kind


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "kind"), [("The GOP", "organization"), ("Politico", "outlet"), ("Hawkers", "group")]
)
def test_a_capitalized_noun_may_be_a_listed_name(record, source, kind):
    assert kind_and_name(record, source)[0] == kind


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Other studies", "group"),
        ("Polling averages", "group"),
        ("Recent surveys", "group"),
        ("Two studies", "document"),
        ("A study", "document"),
        ("His studies", "document"),
        ("The Keck Telescope", "organization"),
        ("The Old Statehouse", "organization"),
        ("The Lancet", "organization"),
    ],
)
def test_texts_in_general_are_a_group_and_things_are_no_persons(record, source, kind):
    assert kind_and_name(record, source)[0] == kind


@pytest.mark.parametrize("name", ["Bertrand Lock", "Jens Obi", "Samir Cross"])
def test_a_noun_for_a_place_after_a_first_name_is_a_surname(record, name):
    result = record(f"[{name}] {{said}} <the weir held>.")
    assert (result.speakers[1].name, result.speakers[1].kind) == (name, "person")


@pytest.mark.parametrize("name", ["Georgia Bridge", "Halden Bridge", "Aldgate Lock"])
def test_a_noun_for_a_place_after_another_word_is_a_body(record, name):
    assert record(f"[{name}] {{said}} <the weir held>.").speakers[1].kind == "organization"


@pytest.mark.parametrize("source", ["A TikToker", "One Londoner", "Another zip-liner", "A hot-dog vendor"])
def test_an_agent_noun_after_an_indefinite_article_is_a_person(record, source):
    assert record(f"[{source}] {{said}} <the cable snapped>.").speakers[1].kind == "unnamed"


@pytest.mark.parametrize("name", ["Northrail", "Medipharma", "Tarnpower"])
def test_a_compound_with_a_noun_for_a_business_is_a_body(record, name):
    assert record(f"[{name}] {{said}} <the line was shut>.").speakers[1].kind == "organization"


@pytest.mark.parametrize("source", ["Holyrood", "Lambeth Palace", "Stormont"])
def test_a_seat_of_a_body_is_the_body(record, source):
    assert record(f"[{source}] {{said}} <the bill would fall>.").speakers[1].kind == "organization"
