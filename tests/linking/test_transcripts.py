"""Turns of transcripts, as opposed to datelines and other words in capitals."""

import pytest

import sayso
from sayso.linking.transcripts import turns

INTERVIEW = (
    "The transcript of Sunday's programme.\n\n“HALDANE: Is the dam safe tonight?\n\n"
    "“MS. OREL: It is. I walked along the crest.\n\n“HALDANE: Who signed it off?\n\n“MS. OREL: The inspector.”\n"
)


def turns_as_text(text):
    page_turns = turns(sayso.read(text))
    return [(turn.source.of(text), turn.cue.of(text), *(s.of(text) for s in turn.content)) for turn in page_turns]


def test_a_turn_has_source_cue_and_content():
    assert turns_as_text(INTERVIEW)[:2] == [
        ("HALDANE", ":", "Is the dam safe tonight?"),
        ("MS. OREL", ":", "It is. I walked along the crest."),
    ]


def test_datelines_and_marks_are_no_turns():
    assert (
        turns_as_text("RAMPURI: The minister spoke on Monday of the new mill.\nNothing came of it, the clerk said.\n")
        == []
    )
    assert turns_as_text("UPDATE: The mill is closed.\nUPDATE: It has been opened.\nUPDATE: It is closed.\n") == []


def test_a_transcript_in_quotation_marks_keeps_all_its_turns():
    record = sayso.attribute(INTERVIEW)
    sources = [a.source[0].of(record.article.text) for a in record.attributions if a.inside is None]
    assert sources == ["HALDANE", "MS. OREL", "HALDANE", "MS. OREL"]


@pytest.mark.parametrize(
    ("text", "turns_"),
    [
        (  # paragraphs without a label continue the turn
            "Odile Brandt: When did the weir go?\n\nTam Weir: In the night.\n\nNobody heard it. We slept.\n\n"
            "Odile Brandt: And then?\n\nTam Weir: Then the eels left.\n",
            [
                ("Odile Brandt", "When did the weir go?"),
                ("Tam Weir", "In the night.", "Nobody heard it. We slept."),
                ("Odile Brandt", "And then?"),
                ("Tam Weir", "Then the eels left."),
            ],
        ),
        (  # a parliamentary record sets labels off by a full stop
            "Mr. O'DWYER. I move the bill.\n\nMs. ADA T. McPHEE. I second it.\n\nMr. O'DWYER. I yield.\n\n"
            "The DEPUTY SPEAKER. The time has expired.\n",
            [
                ("Mr. O'DWYER", "I move the bill."),
                ("Ms. ADA T. McPHEE", "I second it."),
                ("Mr. O'DWYER", "I yield."),
                ("The DEPUTY SPEAKER", "The time has expired."),
            ],
        ),
        (  # notes and text on the screen are not speech; a note in a label is part of it
            "LENA HUE, REPORTER (on camera): The mill burned here.\n\n(voice-over): It took an hour. (END VIDEO)\n\n"
            "(BEGIN VIDEO CLIP)\n\nTEXT: March 3\n\nUNIDENTIFIED MALE: I ran.\n\nHUE: Back to you.\n",
            [
                ("LENA HUE, REPORTER (on camera)", "The mill burned here."),
                ("(voice-over)", "It took an hour."),
                ("UNIDENTIFIED MALE", "I ran."),
                ("HUE", "Back to you."),
            ],
        ),
        (  # a hearing with letters
            "Q. Your name?\n\nA. Ines Roe.\n\nTHE COURT: Speak up.\n\nQ. Did you sign?\n\nA. No.\n",
            [
                ("Q", "Your name?"),
                ("A", "Ines Roe."),
                ("THE COURT", "Speak up."),
                ("Q", "Did you sign?"),
                ("A", "No."),
            ],
        ),
    ],
)
def test_a_turn_lasts_until_the_next_label(text, turns_):
    assert [(source, *content) for source, _, *content in turns_as_text(text)] == turns_


def test_a_page_with_other_labels_is_no_transcript():
    assert (
        turns_as_text("Weather: rain on the coast.\n\nRoads: the pass is shut.\n\nFerries: none before noon.\n") == []
    )
    assert (
        turns_as_text("The mayor spoke on Monday.\n\nPrice: ten crowns.\n\nPlace: the old hall.\n\nShe left early.\n")
        == []
    )


def test_a_turn_of_several_paragraphs_is_one_attribution():
    record = sayso.attribute(
        "ROE: Is the dam safe?\n\nQUILL: It is.\n\nThe inspector told us so in March.\n\nROE: Thank you.\n"
    )
    outer = [attribution for attribution in record.attributions if attribution.inside is None]
    text = record.article.text
    assert [attribution.source[0].of(text) for attribution in outer] == ["ROE", "QUILL", "ROE"]
    assert [span.of(text) for span in outer[1].content] == ["It is.", "The inspector told us so in March."]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "ROE: It held. (APPLAUSE) It will hold.\n\nQUILL: Will it?\n\nROE: Yes. (END VIDEO CLIP)\n",
            ["It held.", "It will hold."],
        ),
        ("ROE: It held. [laughs] We ran.\n\nQUILL: Did you?\n\nROE: Yes.\n", ["It held.", "We ran."]),
        ("ROE: It held. (ph)\n\n(APPLAUSE)\n\nWe ran.\n\nQUILL: Did you?\n\nROE: Yes.\n", ["It held.", "We ran."]),
        (
            "ROE: It held (USDA data say so). We ran.\n\nQUILL: Did you?\n\nROE: Yes.\n",
            ["It held (USDA data say so). We ran."],
        ),
        ("ROE: It held.\n\n(COMMERCIAL BREAK)\n\nThe town is old.\n\nQUILL: Did you?\n\nROE: Yes.\n", ["It held."]),
    ],
)
def test_notes_in_brackets_are_no_content(text, content):
    assert list(turns_as_text(text)[0][2:]) == content


@pytest.mark.parametrize(
    "text",
    [
        "NED ROE, WARDEN: It holds.\n\nLI: Good.\n\nSY (voice-over): It held.\n\n[02:50:05] ADA QUILL: Thanks.\n",
        "NED ROE (ph), WARDEN: It holds.\n\nADA QUILL: Good.\n\nCOL. IVO SY: It held.\n\nANNE LI: So it did.\n",
        "ROE: It holds.\n\nON SCREEN: 41 dead\n\nLI: Good.\n\nSY: It held.\n",
    ],
)
def test_a_transcript_with_labels_in_capitals_needs_no_recurring_label(text):
    assert len(turns_as_text(text)) >= 3


def test_a_line_that_names_the_examiner_is_no_content():
    text = (
        "MR. ROE: I call Ada Sy.\n\nBY MR. ROE:\n\nQ. Your name?\n\nA. Ada Sy.\n\nTHE COURT: Speak up.\n\nQ. Again?\n"
    )
    assert ("MR. ROE", ":", "I call Ada Sy.") in turns_as_text(text)


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("**ROE: {}**", "LANE: {}"), ("**ROE:** {}", "**LANE:** {}"), ("__Ida Roe:__ {}", "Jo Lane: {}")],
)
def test_labels_and_questions_in_bold_markdown(asks, answers):
    said = ["What broke first?", "The sluice. Then the pump.", "And now?", "Now it holds."]
    forms = [asks, answers] * 2
    text = "\n\n".join(["# The mill", *(form.format(words) for form, words in zip(forms, said, strict=True))]) + "\n"
    assert [turn[2] for turn in turns_as_text(text)] == said


def test_a_headline_with_a_colon_is_no_turn():
    text = (
        "NIGHT LINE: THE VANISHING GLACIER\n\nTESS ROE, ANCHOR: Tonight, a glacier that left.\n\n"
        "LARS LANE: I stand in a car park.\n\nROE: And the locals?\n\nLANE: They opened a bar.\n"
    )
    assert [turn[0] for turn in turns_as_text(text)] == ["TESS ROE", "LARS LANE", "ROE", "LANE"]
