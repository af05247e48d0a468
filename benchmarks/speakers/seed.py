"""Acceptance on the real page, with its expected spans: `python -m benchmarks.speakers.seed ../shared/seed`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.speakers.measure import same_name
from sayso.analysis import Analysis
from sayso.attributions.nesting import nest, ordered
from sayso.linking import form_of
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Spans
from sayso.text.quoted_words import QuotedWords


def _spans(item: dict[str, Any], role: str) -> Spans:
    pair = item.get(f"{role}_span")
    return (Span(*pair),) if pair else ()


def record(text: str, expected: dict[str, Any]) -> tuple[Record, dict[str, Any]]:
    """The record made of the expected spans, and the expected items by the id that they get in it."""
    quoted = QuotedWords(text)
    items = [item for outer in expected["attributions"] for item in (outer, *outer.get("nested", ()))]
    given = []
    for item in items:
        content = _spans(item, "content")
        form = form_of(quoted, content)
        source, cue = _spans(item, "source"), _spans(item, "cue")
        given.append(Attribution(item["id"], source, cue, content, form, confidence=1.0))
    standing = nest(ordered(given))
    places = {(a.source, a.cue, a.content): a.id for a in standing}
    answers = {places[tuple(_spans(item, role) for role in ("source", "cue", "content"))]: item for item in items}
    article = Article(text, _blocks(text, expected), publisher=expected["page"]["publisher"].split(" / ")[0])
    attributions, speakers = identify(Analysis(article), standing)
    return assemble(Analysis(article), attributions, speakers, "expected spans"), answers


def _blocks(text: str, expected: dict[str, Any]) -> tuple[Block, ...]:
    kinds = {line["line"]: line["kind"] for line in expected["lines"]}
    out, start, kind = [], 0, "body"
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        kind = kinds.get(number, kind)
        out.append(Block(BlockKind(kind), Span(start, start + len(line))))
        start += len(line)
    return tuple(out)


def main() -> None:
    """Print every field that differs, and the share that is right."""
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    with (folder / expected["doc"]).open(encoding="utf-8", newline="") as stream:
        made, answers = record(stream.read(), expected)
    known = {speaker.id: speaker for speaker in made.speakers}
    right = total = 0
    for attribution in made.attributions:
        item = answers[attribution.id]
        wanted = expected["speakers"][item["speaker"]]
        mine = known[attribution.speaker or ""]
        fields = {
            "speaker": (mine.name if same_name(mine.name, wanted["name"]) else None, mine.name, wanted["name"]),
            "kind": (mine.kind if mine.kind == wanted["kind"] else None, mine.kind, wanted["kind"]),
            "act": (attribution.act if attribution.act == item["act"] else None, attribution.act, item["act"]),
        }
        for field in ("role", "affiliation", "spokesperson"):
            if field in wanted:
                value = getattr(mine, field)
                fields[field] = (True if value == wanted[field] else None, value, wanted[field])
        for name, (hit, value, want) in fields.items():
            total += 1
            right += hit is not None
            if hit is None:
                print(f"{item['id']}: {name} is {value!r}, expected {want!r}")
    print(f"{right} of {total} fields right")
    for attribution in made.attributions:
        hops = " <- ".join(known[hop].name for hop in attribution.chain)
        print(answers[attribution.id]["id"], hops, attribution.repeats or "")
    print("relays", [(known[relay.outlet].name, len(relay.attributions)) for relay in made.relays])
    print("inconsistencies", [(alarm.why, alarm.spans) for alarm in made.inconsistencies])
    print("no answer", [known[name].name for name in made.sourcing.no_answer])


if __name__ == "__main__":
    main()
