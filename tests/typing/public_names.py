"""Static assertions on the types of the public API. tests/test_typing.py checks them with mypy; they never run."""

from pathlib import Path
from typing import Any, assert_type

import polars as pl

import sayso
from sayso.export.python.chunks import Chunk
from sayso.terms import Act, Block, Form, SpeakerKind

record = sayso.attribute("text", url="https://a.example", options=sayso.Options(limits={"max_lines": 3}))
assert_type(record, sayso.Record)
assert_type(sayso.attribute(b"bytes"), sayso.Record)
assert_type(sayso.attribute(Path("page.html")), sayso.Record)
assert_type(sayso.attribute(sayso.Page("text", "name")), sayso.Record)
assert_type(sayso.read("text"), sayso.Article)
assert_type(record.article.blocks, tuple[Block, ...])
assert_type(record.article.headline, str | None)
for attribution in record.attributions:
    assert_type(attribution, sayso.Attribution)
    assert_type(attribution.content, tuple[sayso.Span, ...])
    assert_type(attribution.content[0].of(record.article.text), str)
    assert_type(attribution.form, Form)
    assert_type(attribution.act, Act)
    assert_type(attribution.speaker, str | None)
    assert_type(attribution.confidence, float)
for speaker in record.speakers:
    assert_type(speaker, sayso.Speaker)
    assert_type(speaker.kind, SpeakerKind)
assert_type(record.to_json(), str)
assert_type(sayso.Record.from_json(b"{}"), sayso.Record)
assert_type(record.only(act="denial", kind=("person", "unnamed"), nested=False), sayso.Record)
assert_type(record.to_dicts(), list[dict[str, Any]])
assert_type(record.to_polars("speakers"), pl.DataFrame)
assert_type(record.to_html(), str)
assert_type(sayso.frame([record], library="polars"), pl.DataFrame)
assert_type(sayso.frame([record], "articles", "dicts"), list[dict[str, Any]])
for chunk in sayso.chunks(record):
    assert_type(chunk, Chunk)
    assert_type(chunk.speaker, str | None)
    assert_type(chunk.metadata(), dict[str, str | int | float | bool])
try:
    sayso.attribute("")
except sayso.SaysoError as error:
    assert_type(error.hint, str)
    assert_type(error.file, str | None)
