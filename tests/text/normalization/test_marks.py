"""Quotation marks as pages have them: of other countries, of typewriters, missing on one side, and dialogue dashes."""

from __future__ import annotations

import re

import pytest

import sayso
from sayso.terms import Article, Block, BlockKind, Span
from sayso.text.normalization.article import normalized_text


def quoted(page: str) -> list[tuple[str, str, str]]:
    """Content, form and name of the speaker of each attribution that is inside no other."""
    record = sayso.attribute(page)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    return [
        (" … ".join(span.of(page) for span in one.content), str(one.form), names.get(one.speaker or "", ""))
        for one in record.attributions
        if one.inside is None
    ]


def as_read(text: str) -> str:
    """The normalized text, each of its lines a paragraph."""
    places = [match.span() for match in re.finditer(r"[^\n]+\n*", text)]
    return normalized_text(Article(text, tuple(Block(BlockKind.BODY, Span(*place)) for place in places))).text


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    "marks", ["»«", "«»", "„“", "„”", "““", "””", "‹›", "「」", "″″", ("« ", " »"), ((
        "«\u202f"
    ), "\u202f»"), ("``", "''"),
              (",,", "''"), ("''", "''"), ("“", "''"), ('"', "”"), ("“", '"'), ("‘‘", "’’"), ((
                  '\\"'
              ), '\\"'), ('*"', '"*')],
)  # fmt: skip
@pytest.mark.parametrize(
    ("words", "who", "name"),
    [
        ("The weir has burst", "said ranger Pia Holm", "Pia Holm"),
        ("We counted forty swans", "added her cousin Leo Brandt", "Leo Brandt"),
        ("Nobody warned the village", "recalled Ada Voss", "Ada Voss"),
    ],
)
def test_a_quotation_is_direct_in_the_marks_of_any_country(
    marks: str | tuple[str, str], words: str, who: str, name: str
) -> None:
    content = f"{marks[0]}{words}{marks[1]}"
    kept = content.strip("*")
    assert quoted(f"{content}, {who}. The road stayed shut.") == [(kept, "direct", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Home » News » Tarnby",
        "» Road closed from Friday",
        "The door is 5′ 10″ high and 30″ wide",
        "“He said ‘go’,” said Pia Holm. “And I went.”",
        'It was "dead" and the \'90s were over',
        "The players' union and the nurses' rota",
        "well,, he thought, and left it at 5''",
    ],
)
def test_marks_that_quote_nothing_and_plain_ones_stay(text: str) -> None:
    assert as_read(text) == text


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    ("page", "content"),
    [
        ("The weir has burst,” said ranger Pia Holm. The road stayed shut.", "The weir has burst,”"),
        ('We counted forty swans," ranger Pia Holm said. The road stayed shut.', 'We counted forty swans,"'),
        ("“The weir has burst, said ranger Pia Holm. The road stayed shut.", "“The weir has burst,"),
        ('"We counted forty swans, ranger Pia Holm said. The road stayed shut.', '"We counted forty swans,'),
        ("„The weir has burst, said ranger Pia Holm. The road stayed shut.", "„The weir has burst,"),
    ],
)
def test_a_mark_that_is_missing_on_one_side_does_not_make_the_author_speak(page: str, content: str) -> None:
    assert quoted(page) == [(content, "direct", "Pia Holm")]


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    "text",
    [
        "“We came home late, and the weir had burst.\n\n“Nobody warned the village.”",
        "The ranger said the weir had burst, the road was shut and “nobody warned us.",
        'It measured 30" across, said Pia Holm.',
    ],
)
def test_no_mark_is_put_in_where_none_is_missing(text: str) -> None:
    assert as_read(text) == text


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    ("page", "contents"),
    [
        ("— The weir has burst, said Pia Holm.\n\n— Then we must leave, answered Leo Brandt. He shut the gate.",
         [("— The weir has burst,", "direct", "Pia Holm"), ("— Then we must leave,", "direct", "Leo Brandt")]),
        ("– The weir has burst, said Pia Holm – and nobody warned us.",
         [("– The weir has burst, … – and nobody warned us.", "direct", "Pia Holm")]),
        ("—We are going home —said Pia Holm—. Nothing is left.",
         [("—We are going home … —. Nothing is left.", "direct", "Pia Holm")]),
    ],
)  # fmt: skip
def test_dialogue_dashes_quote(page: str, contents: list[tuple[str, str, str]]) -> None:
    assert quoted(page) == contents


@pytest.mark.parametrize(
    "line", ["— Leo Brandt, farmer", "– Dogs on a lead", "It was cold – very cold, said Pia Holm – and dark."]
)
def test_other_dashes_quote_nothing(line: str) -> None:
    assert as_read(line) == line


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    "page",
    [
        "'The rangers' hut won't open,' said Pia Holm. 'It's the owners' fault.'",
        "‘The rangers’ hut won’t open,’ said Pia Holm. ‘It’s been shut since ’09.’",
        "'The Ellis's boat hasn't sailed since '98,' joked Pia Holm.",
    ],
)
def test_a_single_mark_beside_an_apostrophe_closes_where_the_quotation_ends(page: str) -> None:
    assert {(form, name) for _, form, name in quoted(page)} == {("direct", "Pia Holm")}


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    "page",
    [
        "“The weir burst,” said Pia Holm. “We ran,” added her cousin Leo Brandt. “They laughed,” recalled Ada Voss.",
        (
            '"The weir burst," said ranger Pia Holm. "We told them twice," said ranger Leo Brandt. "It was '
            'never ours," said ranger Ada Voss.'
        ),
        "“No,” joked Pia Holm. “It was never ours,” said guard Leo Brandt. “Nobody had insured it,” added Dr Ada Voss.",
        "„We ran,“ said Pia Holm. ,,No,'' said Leo Brandt. ``Not again,'' said Ada Voss.",
    ],
)  # fmt: skip
def test_three_speakers_after_their_words_in_one_paragraph_have_each_their_own(page: str) -> None:
    found = quoted(page)
    assert [name for _, _, name in found] == ["Pia Holm", "Leo Brandt", "Ada Voss"]
    assert all("…" not in content for content, _, _ in found)


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    ("page", "contents"),
    [
        ("``The weir has burst,\" said Pia Holm. ``Nobody came.''  The road was shut by noon.",
         ["``The weir has burst,\" … ``Nobody came.''"]),
        ("“The weir has burst.'' The road was shut by noon, said Pia Holm.", None),
        ("Ranger Pia Holm said „the weir stays shut“ and left.", ["„the weir stays shut“"]),
        ("Ranger Pia Holm said “the weir will stay shut” and walked out of the hall.", ["“the weir will stay shut”"]),
        ("The ranger Pia Holm said: »The weir is shut.« She then left the yard.", ["»The weir is shut.«"]),
    ],
)  # fmt: skip
def test_content_ends_where_the_author_goes_on(page: str, contents: list[str] | None) -> None:
    found = [content for content, _, _ in quoted(page)]
    assert found == contents if contents is not None else all("''" not in one or one.endswith("''") for one in found)
