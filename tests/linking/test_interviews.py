"""Interviews with questions in bold or as headings, and answers in the first person."""

import pytest

import sayso
from sayso.limits import Options
from sayso.linking.interviews import exchanges

QUESTIONS = ["How did you start?", "Was it hard?", "What next?"]
ANSWERS = [
    ["I was six. My aunt taught me."],
    ["I froze every winter.", "People think it is romantic."],
    ["A bigger loom."],
]


def article(question):
    paragraphs = "".join(
        question.format(question_text) + "".join(f"<p>{paragraph}</p>" for paragraph in answer)
        for question_text, answer in zip(QUESTIONS, ANSWERS, strict=True)
    )
    intro = "<p>The weaver Ona Lisk has worked in Merrow for thirty years. She talks about wool, rain and her aunt.</p>"
    return sayso.read(
        f"<html><body><article><h1>Three questions for Ona Lisk</h1>{intro}{paragraphs}</article></body></html>"
    )


def exchanges_as_text(page):
    return [(e.question.of(page.text), [span.of(page.text) for span in e.answer]) for e in exchanges(page)]


@pytest.mark.parametrize(
    "question",
    ["<p><strong>{}</strong></p>", "<p><b>{}</b></p>", "<h3>{}</h3>", "<p><strong><span>{}</span></strong></p>"],
)
def test_the_answer_is_the_paragraphs_after_the_question(question):
    assert exchanges_as_text(article(question)) == list(zip(QUESTIONS, ANSWERS, strict=True))


@pytest.mark.issue(24)
def test_an_answer_may_consist_of_a_quotation():
    paragraphs = "".join(
        f"<h3>{question}</h3><p>{' '.join(answer)}</p>" for question, answer in zip(QUESTIONS, ANSWERS, strict=True)
    )
    quoted = "“I wove my first scarf for the harbour master of Merrow, and he wore it until it fell apart.”"
    record = sayso.attribute(
        "<html><body><article><h1>Three questions for Ona Lisk</h1><p>The weaver Ona Lisk talks of wool and rain.</p>"
        f"{paragraphs}<h3>And your first scarf?</h3><p>{quoted}</p></article></body></html>"
    )
    assert quoted in {span.of(record.article.text) for each in record.attributions for span in each.content}


def test_markdown_marks_are_no_part_of_a_question():
    text = (
        "# Three questions for Ona Lisk\n\nThe weaver Ona Lisk talks about wool, rain and her aunt by the loom.\n\n"
        + "".join(
            f"**{question_text}**\n\n" + "".join(f"{paragraph}\n\n" for paragraph in answer)
            for question_text, answer in zip(QUESTIONS, ANSWERS, strict=True)
        )
    )
    page = sayso.read(text, options=Options(format="markdown"))
    assert exchanges_as_text(page) == list(zip(QUESTIONS, ANSWERS, strict=True))


@pytest.mark.parametrize(
    ("question_text", "answer"),
    [
        ("What is the levy?", "It is a charge on boats, the board said."),
        ("Who pays it?", "Owners of boats over six metres pay, and the ferries do not."),
        ("When does it start?", "In June, if the council agrees."),
    ],
)
def test_an_explainer_is_no_interview(question_text, answer):
    markup = f"<p><strong>{question_text}</strong></p><p>{answer}</p>" * 3
    assert (
        exchanges_as_text(sayso.read(f"<html><body><article><h1>The levy</h1>{markup}</article></body></html>")) == []
    )


@pytest.mark.parametrize(
    ("introduction", "question"),
    [
        ("Director Oskar Bly spoke to us about his silent film.", "<p><em>{}</em></p>"),
        ("An interview with director Oskar Bly.", "<p><i>{}</i></p>"),
        ("We talked at length to Oskar Bly, the director.", "<p><em><span>{}</span></em></p>"),
    ],
)
def test_italic_questions_of_a_page_that_says_it_is_an_interview(introduction, question):
    pairs = [
        ("Why no words?", "Because I had run out of good ones."),
        ("Did the actors mind?", "One wept. One asked for double pay."),
        ("What comes next?", "A radio play."),
    ]
    inner = "".join(f"{question.format(asked)}<p>{answer}</p>" for asked, answer in pairs)
    record = sayso.attribute(
        f"<html><body><article><h1>No words</h1><p>{introduction}</p>{inner}</article></body></html>"
    )
    names = {speaker.id: speaker.name for speaker in record.speakers}
    said = [(names[a.speaker], a.content[0].of(record.article.text)) for a in record.attributions if not a.inside]
    assert {("Oskar Bly", answer) for _, answer in pairs} <= set(said)
