# ruff: noqa: E501 (pages in one line each)
"""Turns of a transcript are body, also where their words resemble page furniture."""

from __future__ import annotations

import pytest

import sayso
from sayso.reading.text.labelled_turns import with_turns
from sayso.terms import BlockKind as K

TURNS = ["Joost Vael: Why now?", "Dana Roke: Because the water will not wait.", "Joost Vael: And the village?"]


@pytest.mark.parametrize(
    "last", ["Dana Roke: Every house will be moved.", "Dana Roke: Subscribe to that.", "Joost Vael: Share it."]
)
def test_a_line_with_the_label_of_other_turns_is_body(last: str) -> None:
    kinds = [K.HEADLINE, K.BODY, K.BODY, K.BODY, K.COMMENT_PROMPT]
    assert with_turns(["The dam", *TURNS, last], kinds) == [K.HEADLINE, *[K.BODY] * 4]


@pytest.mark.parametrize("line", ["Read more: the dam in pictures", "Dana Roke wrote this.", "Tags: dams"])
def test_other_lines_keep_their_kind(line: str) -> None:
    kinds = [K.HEADLINE, K.BODY, K.BODY, K.BODY, K.RELATED_LINK]
    assert with_turns(["The dam", *TURNS, line], kinds) == kinds


def test_the_last_turn_of_a_transcript_page_is_read() -> None:
    inner = "".join(
        f"<p><strong>{turn.replace(': ', ':</strong> ', 1)}</p>"
        for turn in [*TURNS, "Dana Roke: Every house will be moved, stone by stone if they wish it."]
    )
    record = sayso.attribute(
        f'<html><body><main><h1>Full transcript: Dana Roke on the dam</h1><div class="transcript">{inner}</div></main></body></html>'
    )
    assert len(record.attributions) == 4
