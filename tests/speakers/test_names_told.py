"""Canonical names: antecedents, coordinations, names of committees, relative clauses."""

from __future__ import annotations

import pytest

from tests.speakers.names import names


def kinds(record):
    known = {speaker.id: speaker.kind for speaker in record.speakers}
    return [known[attribution.speaker] for attribution in record.attributions]


def test_of_two_equally_frequent_spellings_the_later_is_canonical(record):
    result = record("Philipa Marr will stand.\n\nPhillipa Marr spoke. [1:Ms. Marr] {1:said} <1:she would>.")
    assert names(result) == ["Phillipa Marr"]


def test_the_fields_of_a_committee_are_part_of_its_name(record):
    result = record("[1:The Tarn Committee on Harbours, Trade and Home Affairs] {1:said} <1:the pier was sound>.")
    assert names(result) == ["Tarn Committee on Harbours, Trade and Home Affairs"]


def test_a_noun_refers_to_the_body_in_apposition_to_it(record):
    result = record("The insurer, Orlo Tarn Vale, met on Monday. [1:The insurer] {1:said} <1:it would pay>.")
    assert (names(result), kinds(result)) == (["Orlo Tarn Vale"], ["organization"])


def test_they_refers_to_coordinated_names(record):
    result = record("Mara Quill and Ivo Marr met as [1:they] {1:sought} <1:to save the pier>.")
    assert names(result) == ["Mara Quill and Ivo Marr"]


@pytest.mark.parametrize(
    ("first", "later", "kind"),
    [
        ("Mara Quill and Senator Ola Tell", "Both women", "group"),
        ("Mara Quill and Ola Tell", "the sisters", "group"),
        ("France and the Netherlands", "the two countries", "organization"),
    ],
)
def test_both_refers_to_the_last_two_names(record, first, later, kind):
    result = record(f"{first} signed it in Tarn. On Friday [1:{later}] {{1:said}} <1:the pier would stay>.")
    assert names(result) == [first.replace("Senator ", "")]
    assert kinds(result) == [kind]


def test_who_after_coordinated_nouns_refers_to_both(record):
    result = record("Marr spoke to shopkeepers and young farmers, [1:who] {1:fear} <1:the toll>.")
    assert names(result) == ["shopkeepers and young farmers"]


def test_a_pronoun_in_a_coordination_is_replaced_by_the_name(record):
    result = record("Mara Quill left on Monday. [1:She and three advisers] {1:said} <1:the pier would stay>.")
    assert names(result) == ["Quill and three advisers"]


def test_a_definite_text_refers_to_the_previous_one(record):
    result = record("Quill held a long Harbour Fund report. [1:The report] {1:says} <1:the pier leaks>.")
    assert names(result) == ["a long Harbour Fund report"]


def test_a_bare_plural_matches_the_modified_one(record):
    result = record("[1:Officials] {1:said} <1:it leaked>. [2:Tarn officials] {2:said} <2:it did not>.")
    assert names(result) == ["Tarn officials", "Tarn officials"]


def test_a_long_clause_is_no_part_of_a_name(record):
    result = record("[1:The second lawsuit filed by a former clerk of the harbour board] {1:says} <1:the pier leaks>.")
    assert names(result) == ["The second lawsuit"]


def test_a_bare_noun_keeps_its_modifiers(record):
    result = record("[1:A study published on Friday by the harbour fund] {1:says} <1:the pier leaks>.")
    assert names(result) == ["A study published on Friday by the harbour fund"]


def test_a_text_corefers_with_its_possessor_form(record):
    result = record(
        "[1:The May lawsuit filed by a clerk, Ivo Marr,] {1:says} <1:the pier leaks>. "
        "Marr left. [2:Marr’s suit] {2:demands} <2:new planks>."
    )
    assert names(result)[0] == names(result)[1]


def test_a_pronoun_in_a_fronted_phrase_refers_to_the_subject(record):
    result = record("Ola Tell left. In [1:her] {1:letter praising} <1:the pier>, Mara Quill asked for planks.")
    assert names(result) == ["Mara Quill"]


def test_a_description_in_the_lede_may_be_cataphoric(record):
    result = record(
        "Pier saved.\n\n[1:A judge] {1:ruled} <1:that the pier must stay>.\n\n"
        "[2:Judge Mara Quill] {2:said} <2:it was sound>."
    )
    assert names(result) == ["Mara Quill", "Mara Quill"]


def test_head_of_a_body_and_chairman_corefer(record):
    result = record(
        "Row at port.\n\n[1:The head of the port’s rules committee] {1:said} <1:that [2:he] {2:feared} <2:a vote>>.\n\n"
        "[3:Rules Committee Chairman Ivo Marr] {3:said} <3:that nobody had asked him about it>."
    )
    assert set(names(result)) == {"Ivo Marr"}


def test_plural_bodies_are_other_speakers(record):
    result = record("[1:The Tarn Court] {1:ruled} <1:for the pier>. [2:The lower courts] {2:ruled} <2:against it>.")
    assert len(set(names(result))) == 2


def test_a_handle_is_the_signature_of_a_post(record):
    result = record(
        "We asked our readers what they think of the new pier.\n\n[1:I] {1:think} <1:it is too long for us>.\n\n"
        "@tarnwalker.\n\nNobody needs a pier as long as the whole town of Tarn.\n\n@quill_m.\n"
    )
    assert names(result) == ["@tarnwalker"]


@pytest.mark.parametrize(
    ("before", "antecedent"),
    [
        ("Mara Quill, 24, from Tarn", "Mara Quill"),
        ("Quill spoke to Ivo Marr, the head of the Harbour Fund", "Ivo Marr"),
        ("Marr spoke to voters in the meadow", "voters"),
    ],
)
def test_who_refers_to_a_person_and_not_to_a_place(record, before, antecedent):
    result = record(f"{before}, [1:who] {{1:said}} <1:the pier leaks>, left.")
    assert names(result) == [antecedent]


def test_a_list_of_names_is_a_group(record):
    result = record("[1:Mara Quill, Ivo Marr and Ola Tell] {1:said} <1:the pier leaks>.")
    assert (names(result), kinds(result)) == (["Mara Quill, Ivo Marr and Ola Tell"], ["group"])


def test_headings_in_capitals_are_no_names(record):
    result = record("FULL STORY.\n\nIt rained all day.\n\n[1:He] {1:said} <1:the pier leaks>.")
    assert names(result) == ["He"]


def test_a_name_in_apposition_to_a_description_is_the_speaker(record):
    result = record("[1:Her party rival, Senator Ivo Marr of Tarn,] {1:said} <1:the pier leaks>.")
    assert names(result) == ["Ivo Marr"]


def test_by_is_no_part_of_a_source(record):
    result = record("It is {1:thought} [1:by some clerks] <1:that the pier leaks>.")
    assert names(result) == ["some clerks"]


def test_a_shared_surname_refers_to_the_last_speaker_with_it(record):
    result = record(
        "Mara Quill runs the mill. Mara Quill has a brother. [1:Ivo Quill] {1:said} <1:the pier leaks>. "
        "[2:Quill] {2:added} <2:that it was old>."
    )
    assert names(result) == ["Ivo Quill", "Ivo Quill"]


def test_a_former_holder_is_not_the_holder(record):
    result = record(
        "Mayor Ola Tell and the former mayor, Ivo Marr, met in Tarn. "
        "[1:The mayor] {1:said} <1:it does not leak>. [2:The former mayor] {2:said} <2:it does>."
    )
    assert names(result) == ["Ola Tell", "Ivo Marr"]


def test_a_subject_of_two_verbs_is_one_speaker(record):
    result = record("Ola Tell met Ivo Marr. [1:[2:He]] {1:said} <1:the pier leaks> and {2:asked} <2:for planks>.")
    assert len(set(names(result))) == 1


def test_a_possessive_refers_to_the_name_immediately_before_it(record):
    result = record("Ivo Marr praised the pier and criticised Ola Tell for [1:her] {1:claim} <1:that it leaks>.")
    assert names(result) == ["Ola Tell"]


def test_an_unlisted_plural_noun_refers_to_the_last_coordination(record):
    result = record(
        "[1:Mara Quill and Ivo Marr] {1:said} <1:the pier leaks>. [2:The heavyweights] {2:wrote} <2:a letter to Tarn>."
    )
    assert names(result) == ["Mara Quill and Ivo Marr"] * 2


def test_a_question_on_an_outlet_is_asked_by_the_outlet(record):
    result = record("{1:Asked} on CNN <1:whether the pier leaks>, Mara Quill left.")
    assert (names(result), kinds(result)) == (["CNN"], ["outlet"])


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
def test_canonical_names_of_unusual_sources(record, marked, name):
    assert names(record(marked)) == [name]


@pytest.mark.parametrize("later", ["The Ohio senator", "The former governor", "The GOP star"])
def test_a_description_by_place_or_former_office_refers_to_a_named_person(record, later):
    result = record(f"[1:Mara Quill] {{1:said}} <1:the pier leaks>.\n\n[2:{later}] {{2:asked}} <2:for planks>.")
    assert names(result) == ["Mara Quill", "Mara Quill"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Dean Baker, a clerk,", "Dean Baker"),
        ("The director of the Harbour Centre, Ina Tell,", "Ina Tell"),
        ("The harbour fund's CEO, Ina Tell,", "Ina Tell"),
    ],
)
def test_the_holder_of_an_office_is_the_speaker(record, source, name):
    assert names(record(f"It rained. [1:{source}] {{1:said}} <1:the pier leaks>.")) == [name]


@pytest.mark.parametrize(
    "source",
    ["Secretary of State Ina Tell", "former Secretary of Defense Ina Tell", "Speaker of the House Ina Tell"],
)
def test_an_office_with_a_department_is_a_title(record, source):
    result = record(f"On Monday it rained all day in the old town of Tarn. [1:{source}] {{1:said}} <1:the pier leaks>.")
    assert (names(result), kinds(result)) == (["Ina Tell"], ["person"])


def test_a_surname_that_is_also_an_outlet_refers_to_the_person(record):
    result = record("Mayor Don Guardian came to Tarn. [1:Guardian] {1:said} <1:the pier leaks>.")
    assert (names(result), kinds(result)) == (["Don Guardian"], ["person"])
