"""A paragraph that ends in a contributor's note is split, and what only quotes an ask is none."""

import pytest

import sayso

PROSE = (
    "The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down and sold.\n\n"
    "The board will meet on Tuesday, the harbour master said, and the boats will unload by hand until then.\n\n"
)
STORY = (
    "Una Pike, who has driven the crane for thirty years, said it should have been oiled every night. “I told them,” "
    "she said. The board will vote in June."
)
NOTES = [
    "Olive Tarn is a reporter for the Merrow Echo.",
    "Olive Tarn is a freelance contributor based in Merrow. Follow her on X at @otarn.",
    "Follow him on X at @otarn.",
    "Contact Olive Tarn at otarn@echo.example.",
]


def kinds(text):
    article = sayso.read(text)
    return {block.span.of(article.text).strip(): block.kind.value for block in article.blocks}


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("lead", ["", "Article Continued Below\n\n"])
def test_the_story_is_body_and_the_note_an_author_box(note, lead):
    found = kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{lead}{STORY} {note}\n")
    assert (found[STORY], found[note]) == ("body", "author_box")


@pytest.mark.parametrize("note", NOTES[:3])
def test_html_alike(note):
    paragraphs = "".join(f"<p>{one}</p>" for one in (*PROSE.split("\n\n"), f"{STORY} {note}") if one)
    byline = '<p class="byline">By Olive Tarn</p>'
    page = f"<html><body><article><h1>Crane row</h1>{byline}{paragraphs}</article></body></html>"
    found = kinds(page)
    assert (found[STORY], found[note]) == ("body", "author_box")
    article = sayso.read(page)
    assert [one.block for one in article.source_map] == list(range(len(article.blocks)))


@pytest.mark.parametrize(
    "end", ["Pike is a reporter’s daughter.", "Ona Lisk is a writer, she added.", "“He is a journalist,” Pike said."]
)
def test_a_person_of_the_story_is_no_contributor(end):
    assert kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{STORY} {end}\n")[f"{STORY} {end}"] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "“Support us or lose us,” the coach told parents.",
        "“Sign up today,” the mayor urged residents.",
        "“Please donate whatever you can,” the club said.",
    ],
)
def test_what_quotes_an_ask_is_body(line):
    assert kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{line}\n\n{PROSE}")[line] == "body"


def test_a_headline_that_quotes_an_ask_is_one():
    line = "“Help us help our crew,” rowers say"
    assert kinds(f"{line}\n\nBy Olive Tarn\n\n{PROSE}")[line] == "headline"
