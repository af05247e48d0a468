"""Pages on one event compared: speakers by page, the same words, and what each page rests on; on both databases."""

from __future__ import annotations

import pytest

from sayso.errors import MissingError, QueryError
from tests.archive.record_builder import record

DARK = "We will not gamble with two hundred passengers on a dark river"


def statement(speaker, content, **fields):
    return {"speaker": speaker, "source": speaker, "cue": "said", "content": content, **fields}


@pytest.fixture
def event(archive):
    changed = DARK.replace("two hundred", "three hundred")
    hit = "the ferry had hit the stone pier twice since March"
    archive.add(
        record(
            f"{DARK}, Ines Calder said. An official said {hit}. Rosa Stell said nothing is wrong.",
            statement("Ines Calder", DARK),
            statement("An official", hit, kind="unnamed"),
            statement("Rosa Stell", "nothing is wrong"),
            url="https://echo.example/ferry", published="2026-05-03",
        )
    )  # fmt: skip
    archive.add(
        record(
            f"Ivo Marr said Ines Calder said {changed}. A clerk said {hit}.",
            statement("Ivo Marr", f"Ines Calder said {changed}"),
            statement("Ines Calder", changed),
            statement("A clerk", hit, kind="unnamed", relay="Harrow Echo"),
            url="https://post.example/ferry", outlet="Ferry Post", published="2026-05-01",
        )
    )  # fmt: skip
    return archive


def test_a_comparison_shows_who_is_quoted_where_and_who_only_in_one(event):
    comparison = event.compare(["p1", "https://post.example/ferry"])
    assert [page.outlet for page in comparison.pages] == ["Ferry Post", "Harrow Echo"]  # the earliest first
    counts = {speaker.name: tuple(map(len, speaker.statements)) for speaker in comparison.speakers}
    assert counts == {"Ines Calder": (1, 1), "": (1, 1), "Rosa Stell": (0, 1), "Ivo Marr": (1, 0)}
    assert {speaker.name: speaker.only for speaker in comparison.speakers if speaker.only is not None} == {
        "Rosa Stell": 1, "Ivo Marr": 0,
    }  # fmt: skip


def test_a_comparison_shows_whose_words_differ_without_nested_parts(event):
    groups = event.compare(["p1", "p2"]).words
    assert [group.differ for group in groups] == [True, False]
    assert [group.speaker_differs for group in groups] == [False, False]  # two unnamed sources are no two names
    assert "{-three-} {+two+}" in (groups[0].wordings[1] or "")
    assert all(sum(each is not None for each in group.statements) == 2 for group in groups)


def test_a_comparison_shows_what_each_page_rests_on(event):
    post, echo = event.compare(["p1", "p2"]).pages
    assert (post.anonymous_relays, echo.anonymous_relays) == (1, 0)
    assert (round(post.unnamed.share, 2), round(echo.unnamed.share, 2)) == (0.33, 0.33)
    assert post.relayed.count == 1


def test_a_comparison_needs_two_different_pages(event):
    with pytest.raises(QueryError, match="a comparison of one page"):
        event.compare(["p1", "https://echo.example/ferry"])
    with pytest.raises(MissingError):
        event.compare(["p1", "p9"])
