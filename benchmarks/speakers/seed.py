"""Checks speakers on the acceptance page, with expected spans: `python -m benchmarks.speakers.seed ../shared/seed`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.speakers.measure import same_name
from sayso.analysis import Analysis
from sayso.attributions.nested_statements.nesting import nest, ordered
from sayso.linking import form_of
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Spans
from sayso.text.quoted_words import QuotedWords


def _spans(item: dict[str, Any], role: str) -> Spans:
    pair = item.get(f"{role}_span")
    return (Span(*pair),) if pair else ()


def record(text: str, expected: dict[str, Any]) -> tuple[Record, dict[str, Any]]:
    """The record of the expected spans, and the expected items by their id in it."""
    quoted = QuotedWords(text)
    items = [item for outer in expected["attributions"] for item in (outer, *outer.get("nested", ()))]
    expected_attributions = []
    for item in items:
        content = _spans(item, "content")
        form = form_of(quoted, content)
        source, cue = _spans(item, "source"), _spans(item, "cue")
        expected_attributions.append(Attribution(item["id"], source, cue, content, form, confidence=1.0))
    numbered = nest(ordered(expected_attributions))
    places = {(a.source, a.cue, a.content): a.id for a in numbered}
    answers = {places[tuple(_spans(item, role) for role in ("source", "cue", "content"))]: item for item in items}
    article = Article(text, _blocks(text, expected), publisher=expected["page"]["publisher"].split(" / ")[0])
    attributions, speakers = identify(Analysis(article), numbered)
    return assemble(Analysis(article), attributions, speakers, "expected spans"), answers


def _blocks(text: str, expected: dict[str, Any]) -> tuple[Block, ...]:
    kinds = {line["line"]: line["kind"] for line in expected["lines"]}
    blocks, start, kind = [], 0, "body"
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        kind = kinds.get(number, kind)
        blocks.append(Block(BlockKind(kind), Span(start, start + len(line))))
        start += len(line)
    return tuple(blocks)


def main() -> None:
    """Print all fields that differ, and the number that is right."""
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    with (folder / expected["doc"]).open(encoding="utf-8", newline="") as stream:
        actual, answers = record(stream.read(), expected)
    speakers_by_id = {speaker.id: speaker for speaker in actual.speakers}
    right = total = 0
    for attribution in actual.attributions:
        item = answers[attribution.id]
        expected_speaker = expected["speakers"][item["speaker"]]
        actual_speaker = speakers_by_id[attribution.speaker or ""]
        fields = {
            "speaker": (
                actual_speaker.name if same_name(actual_speaker.name, expected_speaker["name"]) else None,
                actual_speaker.name,
                expected_speaker["name"],
            ),
            "kind": (
                actual_speaker.kind if actual_speaker.kind == expected_speaker["kind"] else None,
                actual_speaker.kind,
                expected_speaker["kind"],
            ),
            "act": (attribution.act if attribution.act == item["act"] else None, attribution.act, item["act"]),
        }
        for field in ("role", "affiliation", "spokesperson"):
            if field in expected_speaker:
                value = getattr(actual_speaker, field)
                fields[field] = (True if value == expected_speaker[field] else None, value, expected_speaker[field])
        for name, (hit, value, expected_value) in fields.items():
            total += 1
            right += hit is not None
            if hit is None:
                print(f"{item['id']}: {name} is {value!r}, expected {expected_value!r}")
    print(f"{right} of {total} fields right")
    for attribution in actual.attributions:
        hops = " <- ".join(speakers_by_id[hop].name for hop in attribution.chain)
        print(answers[attribution.id]["id"], hops, attribution.repeats or "")
    print("relays", [(speakers_by_id[relay.outlet].name, len(relay.attributions)) for relay in actual.relays])
    print("inconsistencies", [(alarm.why, alarm.spans) for alarm in actual.inconsistencies])
    print("no answer", [speakers_by_id[name].name for name in actual.sourcing.no_answer])


if __name__ == "__main__":
    main()
