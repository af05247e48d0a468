"""Turns of an interview are told from datelines and other words in capitals."""

import pytest

import sayso
from sayso.linking.transcripts import turns

INTERVIEW = (
    "The transcript of Sunday's programme.\n\n“HALDANE: Is the dam safe tonight?\n\n"
    "“MS. OREL: It is. I walked along the crest.\n\n“HALDANE: Who signed it off?\n\n“MS. OREL: The inspector.”\n"
)


def found(text):
    made = turns(sayso.read(text))
    return [(one.source.of(text), one.cue.of(text), *(span.of(text) for span in one.content)) for one in made]


def test_each_turn_has_who_speaks_the_colon_and_what_is_said():
    assert found(INTERVIEW)[:2] == [
        ("HALDANE", ":", "Is the dam safe tonight?"),
        ("MS. OREL", ":", "It is. I walked along the crest."),
    ]


def test_datelines_and_marks_are_no_turns():
    assert found("RAMPURI: The minister spoke on Monday of the new mill.\nNothing came of it, the clerk said.\n") == []
    assert found("UPDATE: The mill is closed.\nUPDATE: It has been opened.\nUPDATE: It is closed.\n") == []


def test_an_interview_in_quotation_marks_gives_all_its_turns():
    record = sayso.attribute(INTERVIEW)
    who = [one.source[0].of(record.article.text) for one in record.attributions if one.inside is None]
    assert who == ["HALDANE", "MS. OREL", "HALDANE", "MS. OREL"]


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
    assert [(who, *said) for who, _, *said in found(text)] == turns_


def test_a_page_with_labels_of_other_kinds_is_no_transcript():
    assert found("Weather: rain on the coast.\n\nRoads: the pass is shut.\n\nFerries: none before noon.\n") == []
    assert found("The mayor spoke on Monday.\n\nPrice: ten crowns.\n\nPlace: the old hall.\n\nShe left early.\n") == []


def test_a_turn_of_several_paragraphs_is_one_attribution_of_its_speaker():
    record = sayso.attribute(
        "ROE: Is the dam safe?\n\nQUILL: It is.\n\nThe inspector told us so in March.\n\nROE: Thank you.\n"
    )
    outer = [one for one in record.attributions if one.inside is None]
    text = record.article.text
    assert [one.source[0].of(text) for one in outer] == ["ROE", "QUILL", "ROE"]
    assert [span.of(text) for span in outer[1].content] == ["It is.", "The inspector told us so in March."]


@pytest.mark.parametrize(
    ("text", "said"),
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
def test_notes_in_brackets_are_no_speech(text, said):
    assert list(found(text)[0][2:]) == said


@pytest.mark.parametrize(
    "text",
    [
        "NED ROE, WARDEN: It holds.\n\nLI: Good.\n\nSY (voice-over): It held.\n\n[02:50:05] ADA QUILL: Thanks.\n",
        "NED ROE (ph), WARDEN: It holds.\n\nADA QUILL: Good.\n\nCOL. IVO SY: It held.\n\nANNE LI: So it did.\n",
        "ROE: It holds.\n\nON SCREEN: 41 dead\n\nLI: Good.\n\nSY: It held.\n",
    ],
)
def test_labels_in_capitals_all_along_make_a_transcript_though_none_returns(text):
    assert len(found(text)) >= 3


def test_a_line_that_names_the_examiner_is_no_speech():
    text = (
        "MR. ROE: I call Ada Sy.\n\nBY MR. ROE:\n\nQ. Your name?\n\nA. Ada Sy.\n\nTHE COURT: Speak up.\n\nQ. Again?\n"
    )
    assert ("MR. ROE", ":", "I call Ada Sy.") in found(text)
