"""Authors of a page: by byline, signature or contributor note; issuers of press releases."""

from __future__ import annotations

import pytest

import sayso
from sayso.terms import SpeakerKind

pytestmark = pytest.mark.issue(20)
PARAGRAPH = (
    "I gave up the car in 2011. I believe the town of Carrow can do the same, and I know that it will not be easy."
)


def speakers(page):
    """The source and the speaker of each attribution, in text order."""
    record = sayso.attribute(page)
    known = {speaker.id: speaker for speaker in record.speakers}
    text = record.article.text
    return [(" ".join(span.of(text) for span in a.source), known[a.speaker]) for a in record.attributions]


def writers(page):
    """The names and kinds of the speakers of "I" and "we"."""
    return {(speaker.name, speaker.kind) for source, speaker in speakers(page) if source in ("I", "We", "we")}


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
def test_the_first_person_of_a_page_refers_to_its_author(page):
    assert writers(page) == {("Orla Vance", SpeakerKind.AUTHOR)}


def test_an_unnamed_author_is_called_the_author():
    assert writers(f"Why I walk\n\n{PARAGRAPH}\n") == {("the author", SpeakerKind.AUTHOR)}


def test_a_person_named_in_the_text_is_no_contributor():
    page = f"Why I walk\n\n{PARAGRAPH} Ned Pryce, the mayor, said it was late.\n\nNed Pryce is a candidate in May.\n"
    assert ("Ned Pryce", SpeakerKind.AUTHOR) not in writers(page)


def test_we_in_a_press_release_refers_to_its_issuer():
    page = (
        "Carrow Water names new chief\n\nCarrow Water today named Lena Dorn as its chief executive.\n\n"
        "We expect the change to take effect in June.\n\nAbout Carrow Water\n"
        "Carrow Water serves 40,000 homes.\n\nENDS\n"
    )
    assert writers(page) == {("Carrow Water", SpeakerKind.ORGANIZATION)}


@pytest.mark.parametrize(("author", "pronoun"), [("Clara Venn", "She"), ("Martin Venn", "He"), ("Alice Orr", "She")])
def test_the_author_is_no_antecedent_of_he_and_she(author, pronoun):
    page = (
        f"Bridge shut\n\nBy {author}\n\nThe bridge at Hale was shut on Monday after an engineer found cracks in it."
        f"\n\n{pronoun} said the cracks were deep.\n"
    )
    names = {speaker.name for source, speaker in speakers(page) if source == pronoun}
    assert names == {"an engineer"}


@pytest.mark.issue(19)
@pytest.mark.parametrize("salutation", ["Dear Sir,", "Sir,", "Madam –"])
def test_the_writer_of_a_letter_signs_above_the_address(record, salutation):
    result = record(
        f"{salutation} [1:I] {{1:read}} <1:that the library of the lower town is to close in May>.\n\n"
        "Desmond Airey\nLow Garth"
    )
    assert [s.name for s in result.speakers if s.id == result.attributions[0].speaker] == ["Desmond Airey"]
