"""Resolution of labels in interviews and transcripts."""

import pytest

import sayso
from sayso.terms import PUBLISHER, SpeakerKind

INTRO = "Ona Lisk on wool\n\nBy Olive Tarn\n\nThe weaver Ona Lisk spoke about wool and rain on a wet day in March.\n\n"


def speakers_of_turns(text):
    record = sayso.attribute(text)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    outer = [attribution for attribution in record.attributions if attribution.inside is None]
    turns = [a for a in outer if not a.source or a.cue[0].of(record.article.text) in (":", ".")]
    return [PUBLISHER if turn.speaker == PUBLISHER else names[turn.speaker] for turn in turns]


@pytest.mark.parametrize(("asks", "answers"), [("Q:", "A:"), ("Q.", "A."), ("Question:", "Answer:"), ("OT:", "OL:")])
def test_questions_belong_to_the_outlet_and_answers_to_the_interviewee(asks, answers):
    text = f"{INTRO}{asks} How did you start?\n\n{answers} I was six.\n\n{asks} Was it hard?\n\n{answers} I froze.\n"
    assert speakers_of_turns(text) == [PUBLISHER, "Ona Lisk"] * 2


def test_bold_questions_belong_to_the_outlet():
    markup = "".join(
        f"<p><strong>{asked}</strong></p><p>{answer}</p>"
        for asked, answer in (
            ("How did you start?", "I was six."),
            ("Was it hard?", "I froze."),
            ("And now?", "A loom."),
        )
    )
    intro = "<p>The weaver Ona Lisk has worked in Merrow for thirty years, and talks about wool and rain.</p>"
    page = f"<html><body><article><h1>Ona Lisk on wool</h1>{intro}{markup}</article></body></html>"
    record = sayso.attribute(page)
    assert speakers_of_turns(page) == [PUBLISHER, "Ona Lisk"] * 3
    assert next(speaker for speaker in record.speakers if speaker.id == PUBLISHER).kind is SpeakerKind.OUTLET


@pytest.mark.parametrize(
    ("turns", "last"),
    [
        (
            "NED ROE: No.\n\nKIM SY: You?\n\nADA ROE: Yes.\n\nSY: Ned?\n\nNED ROE: No.\n\nSY: Why?\n\nROE: Ask.\n",
            "NED ROE",
        ),
        ("NED ROE: No.\n\nKIM SY: And you?\n\nADA ROE: Yes.\n\nSY: Why?\n\nROE: Ask them.\n", "ADA ROE"),
        ("ADA SALTER: No.\n\nKIM SY: Why?\n\nSALTER: Ask them.\n", "ADA SALTER"),
        ("JO LI: No.\n\nKIM SY: Why?\n\nLI: Ask them.\n", "JO LI"),
    ],
)
def test_a_surname_refers_to_the_last_speaker_with_it(turns, last):
    assert speakers_of_turns(turns)[-1] == last


@pytest.mark.parametrize("note", ["(voice-over)", "(on camera)", "(continued)"])
def test_a_bare_note_continues_the_previous_speaker(note):
    text = f"ADA ROE, REPORTER: It fell.\n\n{note}: It took an hour.\n\nKIM SY: Thanks.\n\nROE: Back to you.\n"
    assert speakers_of_turns(text) == ["ADA ROE", "ADA ROE", "KIM SY", "ADA ROE"]


@pytest.mark.parametrize("label", ["UNIDENTIFIED FEMALE", "UNIDENTIFIED MALE", "UNKNOWN SPEAKER"])
def test_a_label_without_a_name_is_an_unnamed_speaker(label):
    record = sayso.attribute(f"ADA ROE: It fell.\n\n{label}: I ran.\n\nADA ROE: Thanks.\n")
    kinds = {speaker.name: speaker.kind for speaker in record.speakers}
    assert kinds[label] is SpeakerKind.UNNAMED


def test_in_court_questions_belong_to_the_examiner():
    text = (
        "THE COURT: Call your witness.\n\nMR. ROE: I call Ona Lisk.\n\nBY MR. ROE:\n\nQ. Your name?\n\nA. Ona Lisk.\n\n"
        "MS. SY: Objection.\n\nBY MS. SY:\n\nQ. Did you sign?\n\nA. I did.\n"
    )
    assert speakers_of_turns(text) == ["THE COURT", "ROE", "ROE", "Ona Lisk", "SY", "SY", "Ona Lisk"]
    assert PUBLISHER not in speakers_of_turns(
        "THE COURT: Sit.\n\nQ. Your name?\n\nA. Ona Lisk.\n\nQ. Did you sign?\n\nA. Yes.\n"
    )


@pytest.mark.parametrize(
    "sworn",
    [
        "(Ona Lisk, sworn.)",
        "ONA LISK, having been duly sworn, testified as follows:",
        "Ona Lisk, called as a witness, was sworn.",
    ],
)
def test_in_court_answers_belong_to_the_witness_who_was_sworn_in(sworn):
    text = (
        "THE COURT: Call your next witness, Ms. Roe.\n\nMS. ROE: Thank you. Ms. Roe for the county.\n\n"
        f"{sworn}\n\nBY MS. ROE:\n\nQ. Did you sign?\n\nA. I did.\n\nQ. Why?\n\nA. They asked me to.\n"
    )
    assert [name.title() for name in speakers_of_turns(text)[-4:]] == ["Roe", "Ona Lisk", "Roe", "Ona Lisk"]


@pytest.mark.parametrize(("host", "guest"), [("HOST", "GUEST"), ("SPEAKER 1", "SPEAKER 2"), ("Moderator", "Guest")])
def test_a_role_as_label_is_the_person_who_gives_their_name_in_a_turn(host, guest):
    text = (
        f"{host}: Welcome to Hedge Talk. I'm Pru Oakes.\n\n{guest}: My name is Sam Lister, and I brought a hedge.\n\n"
        f"{host}: You did.\n\n{guest}: It is in the car.\n"
    )
    assert speakers_of_turns(text) == ["Pru Oakes", "Sam Lister"] * 2


@pytest.mark.parametrize(("asks", "answers"), [("AMIS", "QUIST"), ("ROE", "VAHL"), ("OKAFOR", "LUND")])
def test_a_surname_in_capitals_is_the_person_named_in_the_introduction(asks, answers):
    text = (
        f"In full\n\nFisheries minister Hal {answers.title()} was interviewed on Wednesday by Bay Radio's Lou "
        f"{asks.title()}.\n\n{asks}: Is it true?\n\n{answers}: It is half true.\n\n{asks}: And the boats?\n\n"
        f"{answers}: They can fish for compliments.\n"
    )
    assert speakers_of_turns(text) == [f"Lou {asks.title()}", f"Hal {answers.title()}"] * 2


@pytest.mark.issue(19)
@pytest.mark.parametrize("label", ["LAU", "SY", "OKE"])
def test_a_short_surname_in_capitals_is_a_person(record, label):
    result = record(
        f"[1:{label}]{{1::}} <1:The trains stood still.>\n\n[2:ANNA KEND]{{2::}} <2:For how long?>\n\n"
        f"[3:{label}]{{3::}} <3:Six hours.>"
    )
    assert {speaker.kind for speaker in result.speakers if speaker.name == label} == {SpeakerKind.PERSON}
