"""The normalized text and the way back: offsets are those of the input, whatever stands in it."""

from __future__ import annotations

import random
import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.record.selection import only
from sayso.terms import READ_KINDS, Article, Block, BlockKind, Record, Span
from sayso.text.normalization.aligned_text import AlignedText, Edit
from sayso.text.normalization.article import NormalizedArticle, normalized_text, plain

ODD = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff\u00a0\u202f\ufb01\ufb03"
PIECES = [
    *ODD, "â€œ", "â€™", (
        "â€\ufffd"
    ), "Ã©", "Â£", "ðŸ˜€", "„", "“", "”", "«", "»", "‹", "›", "``", "''", ",,", '"', "'", "—", "– ",
    "\n", "\r\n", " \n", "-\n", (
        ", said Ona Bell."
    ), " she added", "The weir broke", "efﬁgy", " ", ". ", ",", "5", "*", "_",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


def body(text: str) -> Article:
    """A text as one block of the body."""
    return Article(text, (Block(BlockKind.BODY, Span(0, len(text))),) if text else ())


def words(record: Record, spans: tuple[Span, ...]) -> list[str]:
    return [span.of(record.article.text) for span in spans]


def said(page: str) -> list[tuple[str, str, str, str | None]]:
    """Source, content, form and speaker of each attribution that is inside no other, line ends as spaces."""
    record = sayso.attribute(page)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    return [
        (
            " ".join(" ".join(words(record, one.source)).split()),
            " ".join(" ".join(words(record, one.content)).split()),
            str(one.form),
            names.get(one.speaker or ""),
        )
        for one in record.attributions
        if one.inside is None
    ]


@given(
    st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3), st.text(max_size=3)), max_size=6)
)
def test_edits_give_the_text_and_the_place_of_each_character(text: str, wanted: list[tuple[int, int, str]]) -> None:
    edits: list[Edit] = []
    for start, size, replacement in sorted(wanted):
        if start + size <= len(text) and (not edits or start > edits[-1].end):
            edits.append(Edit(start, start + size, replacement))
    aligned = AlignedText.of(text).edited(edits)
    plainly = text
    for edit in reversed(edits):
        plainly = plainly[: edit.start] + edit.replacement + plainly[edit.end :]
    assert aligned.text == plainly
    assert len(aligned.starts) == len(aligned.ends) == len(plainly)
    assert all(0 <= a <= b <= len(text) for a, b in zip(aligned.starts, aligned.ends, strict=True))
    assert (aligned.starts[1:] >= aligned.starts[:-1]).all()
    assert (aligned.ends[1:] >= aligned.ends[:-1]).all()
    untouched = [n for n in range(len(text)) if not any(e.start <= n < e.end for e in edits)]
    where = {int(a): n for n, (a, b) in enumerate(zip(aligned.starts, aligned.ends, strict=True)) if b == a + 1}
    assert all(aligned.text[where[n]] == text[n] for n in untouched if n in where)
    assert all(n in where for n in untouched)


@settings(deadline=None)
@given(TEXTS)
def test_every_character_of_the_normalized_text_stands_for_some_of_the_input(text: str) -> None:
    aligned = normalized_text(body(text))
    assert len(aligned.starts) == len(aligned.text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(aligned.starts, aligned.ends, strict=True))
    same = [n for n, letter in enumerate(aligned.text) if letter.isascii() and letter.isalnum()]
    assert all(text[aligned.starts[n]] == aligned.text[n] or not text[aligned.starts[n]].isascii() for n in same)


@settings(deadline=None)
@given(TEXTS)
def test_spans_of_the_normalized_text_are_spans_of_the_input_in_order(text: str) -> None:
    aligned = normalized_text(body(text))
    spans = tuple(Span(n, n + 2) for n in range(0, len(aligned.text) - 1, 3))
    back = aligned.input_spans(spans)
    assert all(span.end <= len(text) for span in back)
    assert all(a.end <= b.start for a, b in pairwise(back))


@settings(deadline=None)
@given(
    st.text(alphabet=st.characters(codec="ascii"), max_size=80).filter(lambda t: not set("`'\",*_\n\r\v\f") & set(t))
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    article = body(text)
    assert NormalizedArticle(article).article is article


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_a_record_holds_the_page_as_it_came_in(text: str) -> None:
    page = f"The weir broke, said Ona Bell.{text}"
    try:
        record = sayso.attribute(page)
    except sayso.SaysoError:
        return
    assert record.article == sayso.read(page)
    assert all(0 <= span.start < span.end <= len(page) for _, span in record.spans())
    assert Record.from_json(record.to_json()) == record


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    ("page", "source", "content", "speaker"),
    [
        ((
            "Ranger Ti\u00adna Mor\u00adell said the ot\u00adters had come back."
        ), "Ti\u00adna Mor\u00adell", "ot\u00adters", "Tina Morell"),
        ((
            "The lock-\u200bkeeper Bram \u200bOades said the sluice had stuck."
        ), "Bram \u200bOades", "sluice", "Bram Oades"),
        ("Pilot Asa\u00a0Quist said the fog had lifted.", "Asa\u00a0Quist", "fog", "Asa Quist"),
        ((
            "Curator Ella Grif\ufb01n said the \ufb01gures were fakes."
        ), "Ella Grif\ufb01n", "\ufb01gures", "Ella Griffin"),
        ("Dean Ivo\u200f Lark\u200e told the paper that the roof leaked.", "Ivo\u200f Lark", "roof", "Ivo Lark"),
    ],
)  # fmt: skip
def test_names_are_read_through_characters_that_nobody_sees(page: str, source: str, content: str, speaker: str) -> None:
    record = sayso.attribute(page)
    (one,) = record.attributions
    assert source in " ".join(words(record, one.source))
    assert content in " ".join(words(record, one.content))
    assert record.speakers[-1].name == speaker


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    ("page", "source", "speaker"),
    [
        ("â€œThe kiln is cold,â€\ufffd potter ZoÃ« Lund said.", "potter ZoÃ« Lund", "Zoë Lund"),
        ("The bakerâ€™s guild said bread would cost Â£3 a loaf.", "The bakerâ€™s guild", "The baker’s guild"),
        ("“The kiln is cold,” said potter JosÃ© Amaro â€“ twice.", "potter JosÃ© Amaro", "José Amaro"),
    ],
)
def test_mis_decoded_characters_are_read_as_what_they_were(page: str, source: str, speaker: str) -> None:
    record = sayso.attribute(page)
    assert words(record, record.attributions[0].source) == [source]
    assert record.attributions[0].speaker == record.speakers[-1].id
    assert record.speakers[-1].name == speaker
    assert len(record.article.warnings) == 1
    assert record.article.warnings[0].startswith("encoding: ")


@pytest.mark.parametrize(
    "text", ["VOILÃ” cria", "Ångström’s Äpfel, 5° and São Ñandú", "«AMANHû", "MENÜ–Auswahl", "café”… naïve", "Trâ” it"]
)
def test_letters_of_other_languages_are_no_mojibake(text: str) -> None:
    assert plain(text) == text


def test_what_a_page_says_of_itself_is_visible_and_repaired() -> None:
    page = (
        "<html><head><title>Mill ﬁre: â€œall safeâ€\ufffd</title></head><body><article><h1>Mill\u00ad "
        "ﬁre</h1><p>It burned.</p></article></body></html>"
    )
    assert sayso.read(page).headline == "Mill fire: “all safe”"


WRAPPED = (
    "The pier at Tarnby will stay shut until the spring, according to harbour engineer Odile Marchetti, who went down "
    "to it on Monday with two divers. “We will not gamble with three hundred commuters a day,” Marchetti told the "
    "town’s newspaper outside the hall. The ferry’s owner, Skerry & Sons, said it had asked for a second opinion. "
    '"I have seen worse," skipper Jonas Abbot-Leigh said.'
)


@pytest.mark.issue(20)
@pytest.mark.parametrize("width", [40, 48, 60, 66, 72, 80])
def test_a_wrapped_page_says_what_it_says_unwrapped(width: int) -> None:
    assert said(textwrap.fill(WRAPPED, width, break_on_hyphens=False)) == said(WRAPPED)
    mailed = textwrap.fill(WRAPPED, width, break_on_hyphens=False).replace("\n", " \r\n")
    assert said(mailed) == said(WRAPPED)


@pytest.mark.issue(20)
def test_a_line_that_ends_within_a_word_with_a_hyphen_is_joined_without_a_space() -> None:
    page = (
        "The pier will stay shut, according to the skipper Jonas Abbot-\nLeigh, who sailed past it on "
        "Monday and was\nnot amused at all."
    )
    record = sayso.attribute(page)
    assert [speaker.name for speaker in record.speakers if speaker.name] == ["Jonas Abbot-Leigh"]


@pytest.mark.issue(20)
def test_blocks_of_a_record_are_those_that_reading_gives() -> None:
    page = textwrap.fill(WRAPPED, 50)
    assert sayso.attribute(page).article.blocks == sayso.read(page).blocks


def test_a_seeded_mix_of_everything_keeps_its_offsets() -> None:
    mixer = random.Random(20)
    for _ in range(20):
        page = " ".join(mixer.choice(PIECES) for _ in range(30)) + " “It is dry,” said Ona Bell."
        record = sayso.attribute(page)
        assert all(block.kind not in READ_KINDS or block.span.of(page) for block in record.article.blocks)
        assert record.article.text == page


@pytest.mark.issue(20)
def test_the_sourcing_of_a_selection_counts_the_words_of_the_page_as_its_record_does() -> None:
    page = textwrap.fill(WRAPPED, 50).replace("commuters", "com\u00admuters")
    whole = sayso.attribute(page)
    assert only(whole, min_confidence=0.0001).sourcing == whole.sourcing
    assert whole.sourcing.quoted_words.count > 0
