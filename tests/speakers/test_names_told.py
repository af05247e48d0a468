"""Canonical names: what a page tells before or after, pairs, fields of committees, clauses."""

from __future__ import annotations

import pytest


def names(record):
    known = {speaker.id: speaker.name for speaker in record.speakers}
    return [known[attribution.speaker] for attribution in record.attributions]


def kinds(record):
    known = {speaker.id: speaker.kind for speaker in record.speakers}
    return [known[attribution.speaker] for attribution in record.attributions]


def test_of_two_spellings_as_frequent_the_later_one_is_the_name(record):
    made = record("Philipa Marr will stand.\n\nPhillipa Marr spoke. [1:Ms. Marr] {1:said} <1:she would>.")
    assert names(made) == ["Phillipa Marr"]


def test_the_fields_of_a_committee_belong_to_its_name(record):
    made = record("[1:The Tarn Committee on Harbours, Trade and Home Affairs] {1:said} <1:the pier was sound>.")
    assert names(made) == ["Tarn Committee on Harbours, Trade and Home Affairs"]


def test_a_body_told_by_its_noun_is_taken_up_by_it(record):
    made = record("The insurer, Orlo Tarn Vale, met on Monday. [1:The insurer] {1:said} <1:it would pay>.")
    assert (names(made), kinds(made)) == (["Orlo Tarn Vale"], ["organization"])


def test_they_means_two_who_are_named_together(record):
    made = record("Mara Quill and Ivo Marr met as [1:they] {1:sought} <1:to save the pier>.")
    assert names(made) == ["Mara Quill and Ivo Marr"]


@pytest.mark.parametrize(
    ("first", "later", "kind"),
    [
        ("Mara Quill and Senator Ola Tell", "Both women", "group"),
        ("Mara Quill and Ola Tell", "the sisters", "group"),
        ("France and the Netherlands", "the two countries", "organization"),
    ],
)
def test_both_means_the_two_named_last(record, first, later, kind):
    made = record(f"{first} signed it in Tarn. On Friday [1:{later}] {{1:said}} <1:the pier would stay>.")
    assert names(made) == [first.replace("Senator ", "")]
    assert kinds(made) == [kind]


def test_who_after_two_nouns_means_both(record):
    made = record("Marr spoke to shopkeepers and young farmers, [1:who] {1:fear} <1:the toll>.")
    assert names(made) == ["shopkeepers and young farmers"]


def test_a_list_that_opens_with_a_pronoun_has_the_name(record):
    made = record("Mara Quill left on Monday. [1:She and three advisers] {1:said} <1:the pier would stay>.")
    assert names(made) == ["Quill and three advisers"]


def test_the_report_is_the_one_told_of_before(record):
    made = record("Quill held a long Harbour Fund report. [1:The report] {1:says} <1:the pier leaks>.")
    assert names(made) == ["a long Harbour Fund report"]


def test_officials_alone_are_those_of_whom_the_page_tells_more(record):
    made = record("[1:Officials] {1:said} <1:it leaked>. [2:Tarn officials] {2:said} <2:it did not>.")
    assert names(made) == ["Tarn officials", "Tarn officials"]


def test_a_long_clause_is_no_part_of_a_name(record):
    made = record("[1:The second lawsuit filed by a former clerk of the harbour board] {1:says} <1:the pier leaks>.")
    assert names(made) == ["The second lawsuit"]


def test_a_bare_noun_keeps_its_clause(record):
    made = record("[1:A study published on Friday by the harbour fund] {1:says} <1:the pier leaks>.")
    assert names(made) == ["A study published on Friday by the harbour fund"]


def test_a_suit_is_known_by_its_owner(record):
    made = record(
        "[1:The May lawsuit filed by a clerk, Ivo Marr,] {1:says} <1:the pier leaks>. "
        "Marr left. [2:Marr’s suit] {2:demands} <2:new planks>."
    )
    assert names(made)[0] == names(made)[1]


def test_a_pronoun_in_a_fronted_phrase_is_the_subject_after_it(record):
    made = record("Ola Tell left. In [1:her] {1:letter praising} <1:the pier>, Mara Quill asked for planks.")
    assert names(made) == ["Mara Quill"]


def test_a_description_in_the_lede_is_led_to_the_one_named_later(record):
    made = record(
        "Pier saved.\n\n[1:A judge] {1:ruled} <1:that the pier must stay>.\n\n"
        "[2:Judge Mara Quill] {2:said} <2:it was sound>."
    )
    assert names(made) == ["Mara Quill", "Mara Quill"]


def test_the_head_of_a_body_is_its_chairman(record):
    made = record(
        "Row at port.\n\n[1:The head of the port’s rules committee] {1:said} <1:that [2:he] {2:feared} <2:a vote>>.\n\n"
        "[3:Rules Committee Chairman Ivo Marr] {3:said} <3:that nobody had asked him about it>."
    )
    assert set(names(made)) == {"Ivo Marr"}


def test_plural_bodies_are_not_one_body(record):
    made = record("[1:The Tarn Court] {1:ruled} <1:for the pier>. [2:The lower courts] {2:ruled} <2:against it>.")
    assert len(set(names(made))) == 2


def test_handles_sign_posts(record):
    made = record(
        "We asked our readers what they think of the new pier.\n\n[1:I] {1:think} <1:it is too long for us>.\n\n"
        "@tarnwalker.\n\nNobody needs a pier as long as the whole town of Tarn.\n\n@quill_m.\n"
    )
    assert names(made) == ["@tarnwalker"]


@pytest.mark.parametrize(
    ("before", "who"),
    [
        ("Mara Quill, 24, from Tarn", "Mara Quill"),
        ("Quill spoke to Ivo Marr, the head of the Harbour Fund", "Ivo Marr"),
        ("Marr spoke to voters in the meadow", "voters"),
    ],
)
def test_who_is_said_of_a_person_not_of_a_place(record, before, who):
    made = record(f"{before}, [1:who] {{1:said}} <1:the pier leaks>, left.")
    assert names(made) == [who]


def test_a_list_of_names_is_several(record):
    made = record("[1:Mara Quill, Ivo Marr and Ola Tell] {1:said} <1:the pier leaks>.")
    assert (names(made), kinds(made)) == (["Mara Quill, Ivo Marr and Ola Tell"], ["group"])


def test_headings_in_capitals_give_no_names(record):
    made = record("FULL STORY.\n\nIt rained all day.\n\n[1:He] {1:said} <1:the pier leaks>.")
    assert names(made) == ["He"]


def test_a_rival_is_the_one_named_after_the_comma(record):
    made = record("[1:Her party rival, Senator Ivo Marr of Tarn,] {1:said} <1:the pier leaks>.")
    assert names(made) == ["Ivo Marr"]


def test_by_before_a_source_is_no_part_of_it(record):
    made = record("It is {1:thought} [1:by some clerks] <1:that the pier leaks>.")
    assert names(made) == ["some clerks"]


def test_a_surname_means_the_namesake_who_spoke_last(record):
    made = record(
        "Mara Quill runs the mill. Mara Quill has a brother. [1:Ivo Quill] {1:said} <1:the pier leaks>. "
        "[2:Quill] {2:added} <2:that it was old>."
    )
    assert names(made) == ["Ivo Quill", "Ivo Quill"]


def test_a_former_office_is_not_the_one_in_office(record):
    made = record(
        "Mayor Ola Tell and the former mayor, Ivo Marr, met in Tarn. "
        "[1:The mayor] {1:said} <1:it does not leak>. [2:The former mayor] {2:said} <2:it does>."
    )
    assert names(made) == ["Ola Tell", "Ivo Marr"]


def test_one_subject_of_two_verbs_is_one_speaker(record):
    made = record("Ola Tell met Ivo Marr. [1:[2:He]] {1:said} <1:the pier leaks> and {2:asked} <2:for planks>.")
    assert len(set(names(made))) == 1


def test_a_possessive_right_after_a_name_is_that_name_s(record):
    made = record("Ivo Marr praised the pier and criticised Ola Tell for [1:her] {1:claim} <1:that it leaks>.")
    assert names(made) == ["Ola Tell"]


def test_two_who_spoke_last_are_taken_up_by_a_noun_no_list_knows(record):
    made = record(
        "[1:Mara Quill and Ivo Marr] {1:said} <1:the pier leaks>. [2:The heavyweights] {2:wrote} <2:a letter to Tarn>."
    )
    assert names(made) == ["Mara Quill and Ivo Marr"] * 2


def test_who_is_asked_on_an_outlet_is_asked_by_it(record):
    made = record("{1:Asked} on CNN <1:whether the pier leaks>, Mara Quill left.")
    assert (names(made), kinds(made)) == (["CNN"], ["outlet"])


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("[1:Half of Quill’s address in Tarn] {1:was devoted to} <1:the pier>.", "Quill’s address in Tarn"),
        (
            "It is in Section 4 of the Harbour Act of Tarn. [1:Section 4] {1:says} <1:piers may not leak>.",
            "Section 4 of the Harbour Act of Tarn",
        ),
        ("It has support from [1:self]-{1:described} <1:young voters>.", "self-described young voters"),
        ("[1:Will Estrada, a clerk,] {1:said} <1:the pier leaks>.", "Will Estrada"),
        ("[1:Close to fifty talks with clerks] {1:show} <1:the pier leaks>.", "Close to fifty talks with clerks"),
    ],
)
def test_names_by_the_words_themselves(record, marked, name):
    assert names(record(marked)) == [name]


@pytest.mark.parametrize("later", ["The Ohio senator", "The former governor", "The GOP star"])
def test_a_description_by_place_or_former_office_is_one_of_a_known_person(record, later):
    made = record(f"[1:Mara Quill] {{1:said}} <1:the pier leaks>.\n\n[2:{later}] {{2:asked}} <2:for planks>.")
    assert names(made) == ["Mara Quill", "Mara Quill"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Dean Baker, a clerk,", "Dean Baker"),
        ("The director of the Harbour Centre, Ina Tell,", "Ina Tell"),
        ("The harbour fund's CEO, Ina Tell,", "Ina Tell"),
    ],
)
def test_who_stands_behind_an_office(record, source, name):
    assert names(record(f"It rained. [1:{source}] {{1:said}} <1:the pier leaks>.")) == [name]


@pytest.mark.parametrize(
    "source",
    ["Secretary of State Ina Tell", "former Secretary of Defense Ina Tell", "Speaker of the House Ina Tell"],
)
def test_an_office_of_a_department_stands_before_its_holder(record, source):
    made = record(f"On Monday it rained all day in the old town of Tarn. [1:{source}] {{1:said}} <1:the pier leaks>.")
    assert (names(made), kinds(made)) == (["Ina Tell"], ["person"])


def test_a_surname_that_is_an_outlet_too_is_the_person_s(record):
    made = record("Mayor Don Guardian came to Tarn. [1:Guardian] {1:said} <1:the pier leaks>.")
    assert (names(made), kinds(made)) == (["Don Guardian"], ["person"])
