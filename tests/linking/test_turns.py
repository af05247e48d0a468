"""Turns of an interview are told from datelines and other words in capitals."""

import sayso
from sayso.linking.interview_turns import turns

INTERVIEW = (
    "The transcript of Sunday's programme.\n\n“HALDANE: Is the dam safe tonight?\n\n"
    "“MS. OREL: It is. I walked along the crest.\n\n“HALDANE: Who signed it off?\n\n“MS. OREL: The inspector.”\n"
)


def found(text):
    return [tuple(span.of(text) for span in turn) for turn in turns(sayso.read(text))]


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
