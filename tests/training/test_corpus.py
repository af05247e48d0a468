"""The corpus of news items: every file follows its format, and errors name the malformed mark."""

from __future__ import annotations

import re

import pytest

from training.corpus import ITEMS, blocks, parse_item, part_of, read_items

ITEM = """=== sample-01 | British | The Marl Gazette
{A Inspector Rana Menon} was the first witness.

{s1 {A She}} {q1 told} the court {c1 that {s2 {A she}} {q2 believed} {c2 {B the clerk} had lied}}.
--
A person | Rana Menon | role: Inspector
B unnamed | the clerk
1 A statement
2 A belief
"""


@pytest.mark.parametrize("path", sorted(ITEMS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_item_follows_the_format(path):
    assert [parse_item(block, path.stem).id for block in blocks(path)]


def test_ids_are_unique_and_spans_hold_words():
    items = read_items()
    assert len({item.id for item in items}) == len(items)
    for item in items:
        for attribution in item.attributions:
            for start, end in (*attribution.source, *attribution.cue, *attribution.content):
                assert item.text[start:end].strip()


def test_marks_become_spans_and_nesting_follows_the_braces():
    item = parse_item(ITEM, "sample")
    first, second = item.attributions
    assert [item.text[start:end] for start, end in first.content] == ["that she believed the clerk had lied"]
    assert (second.inside, second.speaker, second.act) == (1, "A", "belief")
    assert [item.text[start:end] for start, end in item.entities["A"].mentions] == [
        "Inspector Rana Menon", "She", "she",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{A She}", "{A She", "never closed"),
        ("{q1 told}", "{x told}", "not a mark"),
        ("Rana Menon | role", "Rana Mennon | role", "does not occur"),
        ("1 A statement", "1 A remark", "not an attribution"),
        ("B unnamed | the clerk\n", "", "table lacks"),
    ],
)
def test_an_error_in_an_item_is_described(old, new, message):
    assert old in ITEM
    with pytest.raises(ValueError, match=message):
        parse_item(ITEM.replace(old, new, 1), "sample")


def test_no_two_items_share_twelve_words_in_a_row():
    items_with: dict[tuple[str, ...], set[str]] = {}
    for item in read_items():
        words = re.findall(r"\w+", item.text.lower())
        for start in range(len(words) - 11):
            items_with.setdefault(tuple(words[start : start + 12]), set()).add(item.id)
    assert len(items_with) > 50_000
    assert [names for names in items_with.values() if len(names) > 1] == []


def test_the_second_annotation_is_of_the_same_texts():
    second = read_items(ITEMS.parent / "second")
    texts = {item.id: item.text for item in read_items()}
    assert len(second) > 400
    assert [item.id for item in second if item.text != texts[item.id] or part_of(item.id) != "test"] == []
