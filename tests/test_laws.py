"""Properties of every record: blocks cover the text, spans and ids are valid, JSON round trips, threads agree."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso import Record, SaysoError, Span
from sayso.cli.pages.demo import examples
from sayso.terms import READ_KINDS, Determinacy

LAW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PARTS = [
    "Anna Roe said",
    " that ",
    "he",
    " told ",
    "“",
    "”",
    '"',
    "'",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    ".",
    ", ",
    "—",
    "according to ",
    "Bo Lind",
    "the mayor",
    " denied it",
    " declined to comment",
    "the Wexley Courier reported",
    "By Ola Berg",
    "🎉",
    "é",
    "© 2024 Echo",
    "<p>",
    "</p>",
    "<b>",
    "40 shares",
    "60 shares",
    "Q: ",
    "A: ",
    "\ufeff",
    "\u202e",
    "\x00",
]
texts = st.lists(st.sampled_from(PARTS), max_size=40).map("".join)


def check(record: Record) -> None:
    """Check the properties of every record."""
    text, blocks = record.article.text, record.article.blocks
    assert "".join(block.span.of(text) for block in blocks) == text
    assert blocks[0].span.start == 0
    assert all(a.span.end == b.span.start for a, b in pairwise(blocks))
    read = [block.span for block in blocks if block.kind in READ_KINDS]
    ids = {attribution.id for attribution in record.attributions}
    speakers = {speaker.id for speaker in record.speakers}
    assert len(ids) == len(record.attributions)
    assert len(speakers) == len(record.speakers)
    for attribution in record.attributions:
        spans = (*attribution.source, *attribution.cue, *attribution.content)
        assert spans
        assert all(span.of(text).strip() and any(span in block for block in read) for span in spans)
        for role in (attribution.source, attribution.cue, attribution.content):
            assert all(a.end <= b.start for a, b in pairwise(role))
        assert 0 <= attribution.confidence <= 1
        assert {attribution.inside, attribution.repeats} - {None} <= ids - {attribution.id}
        assert {attribution.speaker, attribution.relay, *attribution.chain} - {None} <= speakers
        assert {candidate.speaker for candidate in attribution.considered} <= speakers - {attribution.speaker}
        assert all(0 <= candidate.probability <= 1 for candidate in attribution.considered)
        assert attribution.speaker_confidence is None or 0 <= attribution.speaker_confidence <= 1
    for speaker in record.speakers:
        assert all(isinstance(span, Span) and span.of(text) for span in speaker.mentions)
    original = [attribution for attribution in record.attributions if attribution.repeats is None]
    counted = [attribution for attribution in original if attribution.determinacy is Determinacy.ACTUAL]
    assert record.sourcing.attributions == len(counted)
    assert record.sourcing.not_actual == len(original) - len(counted)
    assert sum(share.count for share in record.sourcing.by_act.values()) == len(counted)
    json = record.to_json()
    assert Record.from_json(json) == record
    assert Record.from_json(json).to_json() == json


def attribute_or_refuse(page: str | bytes) -> None:
    try:
        record = sayso.attribute(page)
    except SaysoError:
        return
    check(record)
    assert sayso.attribute(page).to_json() == record.to_json()


@LAW
@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_our_error(data: bytes) -> None:
    attribute_or_refuse(data)


@LAW
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=200))
def test_any_text_even_with_unpaired_surrogates_gives_a_record_or_our_error(text: str) -> None:
    attribute_or_refuse(text)


@LAW
@given(texts)
def test_any_sequence_of_news_words_gives_a_valid_record(text: str) -> None:
    attribute_or_refuse(text)


def test_the_examples_give_valid_records_that_are_not_empty() -> None:
    for page in examples():
        record = sayso.attribute(page)
        check(record)
        assert record.attributions


def test_an_invalid_record_is_noticed() -> None:
    record = sayso.attribute("Anna Roe said that the ferry was late.")
    (attribution,) = record.attributions
    from msgspec.structs import replace

    for changes in ({"speaker": "s99"}, {"content": (Span(0, 10_000),)}, {"confidence": 2.0}):
        broken = replace(attribution, **changes)
        try:
            check(replace(record, attributions=(broken,)))
        except (AssertionError, SaysoError):
            continue
        raise AssertionError(f"{broken} was accepted")


def test_several_threads_give_equal_records() -> None:
    pages = examples() * 3
    alone = [sayso.attribute(page).to_json() for page in pages]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda page: sayso.attribute(page).to_json(), pages))
    assert together == alone
    assert len(set(alone)) == len(examples())
