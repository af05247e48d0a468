"""Who writes a page: the author by byline, signature or note; the issuer of a press release."""

from __future__ import annotations

import pytest

import sayso
from sayso.terms import SpeakerKind

pytestmark = pytest.mark.issue(20)
PARAGRAPH = (
    "I gave up the car in 2011. I believe the town of Carrow can do the same, and I know that it will not be easy."
)


def speakers(page):
    """The source and the speaker of each attribution, in order."""
    record = sayso.attribute(page)
    known = {speaker.id: speaker for speaker in record.speakers}
    text = record.article.text
    return [(" ".join(span.of(text) for span in one.source), known[one.speaker]) for one in record.attributions]


def writers(page):
    """The names and kinds behind "I" and "we"."""
    return {(one.name, one.kind) for source, one in speakers(page) if source in ("I", "We", "we")}


@pytest.mark.parametrize(
    "page",
    [
        f"Why I walk\n\nBy Orla Vance\n\n{PARAGRAPH}\n",
        f"Why I walk\n\n{PARAGRAPH}\n\nOrla Vance is a teacher in Carrow.\n",
        f"Why I walk\n\n{PARAGRAPH}\n\nOrla Vance teaches at the school in Carrow.\n",
        f"To the Editor\n\n{PARAGRAPH}\n\nOrla Vance\nHarrow Lane, Carrow\n",
        f"Dear Sir,\n\n{PARAGRAPH}\n\nYours sincerely,\n\nOrla Vance\n",
        f"Dear Editor,\n\n{PARAGRAPH}\n\nYours faithfully,\nOrla Vance, Harrow Lane\n",
        "<html><head><title>Why I walk</title></head><body><article><h1>Why I walk</h1>"
        f"<p class=byline>By Orla Vance</p><p>{PARAGRAPH}</p></article></body></html>",
    ],
)
def test_the_pages_own_i_is_its_author(page):
    assert writers(page) == {("Orla Vance", SpeakerKind.AUTHOR)}


def test_an_author_whom_the_page_does_not_name_is_the_author():
    assert writers(f"Why I walk\n\n{PARAGRAPH}\n") == {("the author", SpeakerKind.AUTHOR)}


def test_one_who_is_named_before_is_no_contributor():
    page = f"Why I walk\n\n{PARAGRAPH} Ned Pryce, the mayor, said it was late.\n\nNed Pryce is a candidate in May.\n"
    assert ("Ned Pryce", SpeakerKind.AUTHOR) not in writers(page)


def test_we_of_a_press_release_is_its_issuer():
    page = (
        "Carrow Water names new chief\n\nCarrow Water today named Lena Dorn as its chief executive.\n\n"
        "We expect the change to take effect in June.\n\nAbout Carrow Water\n"
        "Carrow Water serves 40,000 homes.\n\nENDS\n"
    )
    assert writers(page) == {("Carrow Water", SpeakerKind.ORGANIZATION)}


@pytest.mark.parametrize(("author", "pronoun"), [("Clara Venn", "She"), ("Martin Venn", "He"), ("Alice Orr", "She")])
def test_the_author_is_neither_he_nor_she(author, pronoun):
    page = (
        f"Bridge shut\n\nBy {author}\n\nThe bridge at Hale was shut on Monday after an engineer found cracks in it."
        f"\n\n{pronoun} said the cracks were deep.\n"
    )
    named = {one.name for source, one in speakers(page) if source == pronoun}
    assert named == {"an engineer"}
