"""``Record.only``: each filter, their combinations, and the summary of what is left."""

from __future__ import annotations

import inspect

import pytest

import sayso
from sayso import Options, Record
from sayso.archive import Filters
from sayso.errors import InputError
from sayso.record_methods import IMPLEMENTATIONS, RecordMethods, _implementation
from sayso.selection_terms import SELECTION_FIELDS
from tests.archive.record_builder import record as made

TEXT = (
    "Ivo Marr said Petra Lund denied the leak. “The weir holds,” said Dr Ivo Marr. "
    "Petra Lund asked whether the gate was shut. The Ferry Board denied the report."
)


@pytest.fixture
def page() -> Record:
    """A statement with a nested denial, a quotation, a question, and the denial of an organization."""
    marr, lund = {"speaker": "Ivo Marr", "source": "Ivo Marr", "role": "warden"}, {"speaker": "Petra Lund"}
    record = made(
        TEXT,
        marr | {"cue": "said", "content": "Petra Lund denied the leak"},
        lund | {"source": "Petra Lund", "cue": "denied", "content": "the leak", "act": "denial"},
        marr | {"source": "Dr Ivo Marr", "content": "“The weir holds,”"},
        lund | {"cue": "asked", "content": "whether the gate was shut", "act": "question"},
        {"speaker": "Ferry Board", "kind": "organization", "content": "the report", "act": "denial"},
    )
    assert [row.inside for row in record.attributions] == [None, "a1", None, None, None]
    return record


def ids(record: Record) -> list[str]:
    return [attribution.id for attribution in record.attributions]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["a1", "a2", "a3", "a4", "a5"]),
        ({"act": "denial"}, ["a2", "a5"]),
        ({"act": ("denial", "question")}, ["a2", "a4", "a5"]),
        ({"kind": "organization"}, ["a5"]),
        ({"speaker": "Marr"}, ["a1", "a3"]),
        ({"speaker": "ivo  MARR"}, ["a1", "a3"]),
        ({"speaker": ["Lund", "Ferry Board"]}, ["a2", "a4", "a5"]),
        ({"speaker": "Mar"}, []),
        ({"speaker": "Marr Ivo"}, []),
        ({"form": "direct"}, ["a3"]),
        ({"form": ("direct", "indirect")}, ["a1", "a2", "a3", "a4", "a5"]),
        ({"nested": False}, ["a1", "a3", "a4", "a5"]),
        ({"nested": False, "act": "denial"}, ["a5"]),
        ({"speaker": "Lund", "act": "denial", "nested": False}, []),
        ({"determinacy": "negated"}, []),
        ({"min_confidence": 0.91}, []),
    ],
    ids=str,
)
def test_only_keeps_the_matching_statements_and_counts_them(page: Record, filters, expected) -> None:
    kept = page.only(**filters)
    assert isinstance(kept, Record)
    assert ids(kept) == expected
    assert kept.sourcing.attributions == len(expected)
    referenced = {hop for row in kept.attributions for hop in (row.speaker, *row.chain)}
    assert {speaker.id for speaker in kept.speakers} <= referenced | {"publisher", *(s.id for s in page.speakers)}
    assert Record.from_json(kept.to_json()) == kept
    assert kept.only(**filters) == kept


def test_speaker_can_be_an_id_of_the_record(page: Record) -> None:
    lund = next(speaker for speaker in page.speakers if speaker.name == "Petra Lund")
    assert ids(page.only(speaker=lund.id)) == ["a2", "a4"]
    assert [speaker.name for speaker in page.only(speaker=lund.id, nested=False).speakers] == [
        "Harrow Echo", "Petra Lund",
    ]  # fmt: skip


def test_a_nested_statement_alone_is_no_longer_inside(page: Record) -> None:
    assert page.only(act="denial").attributions[0].inside is None
    assert page.attributions[1].inside == "a1"


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"act": "lie"}, "lie is not a valid act"), ({"kind": ("person", "Person")}, "Person is not a valid kind"),
        ({"speaker": "?"}, "contains no name"), ({"min_speaker_confidence": 2}, "min_speaker_confidence is 2"),
        ({"form": "quoted"}, "Choose one of: direct, indirect, mixed"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_an_error(page: Record, filters, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        page.only(**filters)


def test_options_and_filters_are_selections() -> None:
    assert set(SELECTION_FIELDS) <= set(Options.__struct_fields__) & set(Filters.__struct_fields__)
    assert set(SELECTION_FIELDS) == set(inspect.signature(Record.only).parameters) - {"self"}
    text = "“The weir holds,” said Ivo Marr. Petra Lund denied that it leaks."
    record = sayso.attribute(text, options=Options(act=("denial",)))
    assert record == sayso.attribute(text).only(act="denial")
    assert len(record.attributions) == 1
    with pytest.raises(InputError, match="act is text"):
        sayso.attribute(text, options=Options(act="denial"))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_a_method_has_the_signature_of_its_function(name: str) -> None:
    method, function = (inspect.signature(call) for call in (getattr(RecordMethods, name), _implementation(name)))
    own = list(method.parameters.values())[1:]
    others = list(function.parameters.values())[1:]
    assert [(row.name, row.kind, row.default) for row in own] == [(row.name, row.kind, row.default) for row in others]
