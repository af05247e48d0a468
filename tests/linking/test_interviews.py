"""Questions in bold, or as headings, make an interview where the answers speak of themselves."""

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
        question.format(asked) + "".join(f"<p>{one}</p>" for one in answer)
        for asked, answer in zip(QUESTIONS, ANSWERS, strict=True)
    )
    intro = "<p>The weaver Ona Lisk has worked in Merrow for thirty years. She talks about wool, rain and her aunt.</p>"
    return sayso.read(
        f"<html><body><article><h1>Three questions for Ona Lisk</h1>{intro}{paragraphs}</article></body></html>"
    )


def told(page):
    return [(one.question.of(page.text), [span.of(page.text) for span in one.answer]) for one in exchanges(page)]


@pytest.mark.parametrize(
    "question",
    ["<p><strong>{}</strong></p>", "<p><b>{}</b></p>", "<h3>{}</h3>", "<p><strong><span>{}</span></strong></p>"],
)
def test_each_question_has_the_paragraphs_below_it_as_answer(question):
    assert told(article(question)) == list(zip(QUESTIONS, ANSWERS, strict=True))


def test_markdown_marks_are_no_words_of_a_question():
    text = (
        "# Three questions for Ona Lisk\n\nThe weaver Ona Lisk talks about wool, rain and her aunt by the loom.\n\n"
        + "".join(
            f"**{asked}**\n\n" + "".join(f"{one}\n\n" for one in answer)
            for asked, answer in zip(QUESTIONS, ANSWERS, strict=True)
        )
    )
    page = sayso.read(text, options=Options(format="markdown"))
    assert told(page) == list(zip(QUESTIONS, ANSWERS, strict=True))


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("What is the levy?", "It is a charge on boats, the board said."),
        ("Who pays it?", "Owners of boats over six metres pay, and the ferries do not."),
        ("When does it start?", "In June, if the council agrees."),
    ],
)
def test_an_explainer_is_no_interview(asked, answer):
    markup = f"<p><strong>{asked}</strong></p><p>{answer}</p>" * 3
    assert told(sayso.read(f"<html><body><article><h1>The levy</h1>{markup}</article></body></html>")) == []
