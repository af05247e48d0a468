"""The format of the test corpus: every page fits its record, and the coverage is that of its README. No model."""

from collections import Counter
from itertools import pairwise

import pytest

from sayso.terms import Act
from tests.corpus.coverage import tables, written
from tests.corpus.load import HERE, CorpusError, load, spans_of
from tests.corpus.score import evaluate

PAGES = load()
GENRES = (
    *("business", "courts", "science", "sport", "culture", "police", "obituary", "council", "live", "press_release"),
    *("british", "indian", "australian", "translated", "fifties", "qa", "social"),
)
FORMS = (
    *("multi_paragraph_quote", "broken_quote", "speaker_before", "block_quote", "signature", "qa", "post"),
    *("scare_quotes", "titles", "headline", "joint_speakers", "marks_curly", "marks_straight", "marks_single"),
    *("marks_angled", "marks_unbalanced", "anonymity_reason", "spokesperson", "document", "relay", "nested", "pronoun"),
    *("inconsistency", "repeat"),
)
LINES = 16


def test_each_page_has_its_record_and_each_record_its_page():
    pages = {path.stem for end in ("*.txt", "*.html") for path in HERE.glob(end)}
    assert pages == {path.stem for path in HERE.glob("*.toml")}


def test_the_corpus_has_its_size():
    assert len(PAGES) >= 84
    assert sum(page.path.suffix == ".html" for page in PAGES) >= 12
    assert sum(not page.record.attributions for page in PAGES) >= 10
    assert 0.4 <= sum(bool(page.furniture) for page in PAGES) / len(PAGES) <= 0.7


@pytest.mark.parametrize("genre", GENRES)
def test_each_genre_occurs_three_times(genre):
    assert sum(page.genre == genre for page in PAGES) >= 3


@pytest.mark.parametrize("form", FORMS)
def test_each_hard_form_occurs_three_times(form):
    assert sum(form in page.forms for page in PAGES) >= 3


def test_each_act_occurs_often_enough():
    acts = Counter(item.act for page in PAGES for item in page.record.attributions)
    assert min(acts[Act.DENIAL], acts[Act.NON_RESPONSE]) >= 25
    assert min(acts[act] for act in Act) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_ids_refer_to_something(page):
    record = page.record
    ids = [item.id for item in record.attributions]
    assert len(ids) == len(set(ids))
    speakers = {speaker.id for speaker in record.speakers}
    used = {item.speaker for item in record.attributions} | {relay.outlet for relay in record.relays}
    assert used == speakers
    by_id = {item.id: item for item in record.attributions}
    for item in record.attributions:
        assert item.source or item.cue or item.content
        if item.inside:
            outer = by_id[item.inside]
            assert all(any(piece in whole for whole in outer.content) for piece in item.content)
            assert item.inside != item.id
        if item.repeats:
            assert ids.index(item.repeats) < ids.index(item.id)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_spans_have_no_outer_space_and_roles_do_not_overlap(page):
    for item in page.record.attributions:
        for spans in (item.source, item.cue, item.content):
            assert all(span.of(page.text).strip() == span.of(page.text) for span in spans), item.id
            assert all(left.end <= right.start for left, right in pairwise(spans)), item.id
        for cue in item.cue:
            assert not any(cue.start < span.end and span.start < cue.end for span in (*item.source, *item.content))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_fields_of_speakers_occur_on_the_page(page):
    for speaker in page.record.speakers:
        for value in (speaker.name, speaker.role, speaker.affiliation, speaker.anonymity_reason):
            assert not value or value in page.text, (speaker.id, value)
        assert (speaker.kind == "unstated") == (not speaker.name) or speaker.kind == "author"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_is_short_and_furniture_has_no_spans(page):
    if page.path.suffix == ".txt":
        assert page.text.endswith("\n")
        assert 3 <= len([line for line in page.text.splitlines() if line.strip()]) <= LINES
    for line in page.furniture:
        start = page.text.index(line)
        for item in page.record.attributions:
            for span in (*item.source, *item.cue, *item.content):
                assert span.end <= start or start + len(line) <= span.start


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_forms_that_follow_from_the_record(page):
    record = page.record
    follows = {
        "nested": any(item.inside for item in record.attributions),
        "relay": bool(record.relays),
        "repeat": any(item.repeats for item in record.attributions),
        "inconsistency": bool(record.inconsistencies),
        "anonymity_reason": any(speaker.anonymity_reason for speaker in record.speakers),
        "spokesperson": any(speaker.spokesperson for speaker in record.speakers),
        "document": any(speaker.kind == "document" for speaker in record.speakers),
        "no_attribution": not record.attributions,
    }
    assert {name for name, holds in follows.items() if holds} == {name for name in page.forms if name in follows}


def test_the_readme_has_the_current_tables():
    assert written() == tables(PAGES), "run python -m tests.corpus.coverage --write"


def test_the_scorer_accepts_the_expected_records():
    scores = evaluate((page, page.record) for page in PAGES)
    assert {name for name, row in scores.figures().items() if row["gold"] and row["f1"] != 1.0} == set()
    assert not scores.without_right
    assert not scores.false_alarms


def test_a_repeated_string_needs_a_number():
    with pytest.raises(CorpusError, match="2 times"):
        spans_of("it is it", ["it"], "here")
    assert spans_of("with it, it is", [["it", 2]], "here")[0].start == 9
