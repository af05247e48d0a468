"""A contributor's note at the end of a paragraph becomes an author box; a quoted ask is body."""

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
    "Olive J. Tarn is a reporter for the Merrow Echo.",
]


def kinds(text):
    article = sayso.read(text)
    return {block.span.of(article.text).strip(): block.kind.value for block in article.blocks}


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("lead", ["", "Article Continued Below\n\n"])
def test_a_paragraph_with_a_note_becomes_body_and_author_box(note, lead):
    kinds_by_text = kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{lead}{STORY} {note}\n")
    assert (kinds_by_text[STORY], kinds_by_text[note]) == ("body", "author_box")


@pytest.mark.parametrize("note", NOTES[:3])
def test_a_note_in_html_becomes_an_author_box(note):
    paragraphs = "".join(f"<p>{text}</p>" for text in (*PROSE.split("\n\n"), f"{STORY} {note}") if text)
    byline = '<p class="byline">By Olive Tarn</p>'
    page = f"<html><body><article><h1>Crane row</h1>{byline}{paragraphs}</article></body></html>"
    kinds_by_text = kinds(page)
    assert (kinds_by_text[STORY], kinds_by_text[note]) == ("body", "author_box")
    article = sayso.read(page)
    assert [element.block for element in article.source_map] == list(range(len(article.blocks)))


@pytest.mark.parametrize(
    "end", ["Pike is a reporter’s daughter.", "Ona Lisk is a writer, she added.", "“He is a journalist,” Pike said."]
)
def test_a_person_in_the_story_is_not_a_contributor(end):
    assert kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{STORY} {end}\n")[f"{STORY} {end}"] == "body"


@pytest.mark.parametrize(
    "line",
    [
        "“Support us or lose us,” the coach told parents.",
        "“Sign up today,” the mayor urged residents.",
        "“Please donate whatever you can,” the club said.",
    ],
)
def test_a_line_that_quotes_an_ask_is_body(line):
    assert kinds(f"Crane row goes on\n\nBy Olive Tarn\n\n{PROSE}{line}\n\n{PROSE}")[line] == "body"


def test_a_headline_that_quotes_an_ask_is_a_headline():
    line = "“Help us help our crew,” rowers say"
    assert kinds(f"{line}\n\nBy Olive Tarn\n\n{PROSE}")[line] == "headline"
