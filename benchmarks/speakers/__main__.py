"""Speakers: `python -m benchmarks.speakers --gold ../shared/sources-gold --polnear ../shared/polnear`.

With gold spans, unless --predicted is given: then spans and all come from sayso.attribute, and an answer counts
for a gold attribution whose content the prediction shares (character Jaccard at least 0.5).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import sayso
from benchmarks.machine import provenance
from benchmarks.speakers import baseline
from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import Tally, b_cubed, jaccard, near_name, places, same_name, same_outlet
from sayso.analysis import Analysis
from sayso.attributions.nested_merge import candidates, merge
from sayso.attributions.second_pass import inside
from sayso.speakers import identify
from sayso.terms import Attribution, Span, Speaker

Identify = Callable[[Analysis, Sequence[Attribution]], tuple[tuple[Attribution, ...], tuple[Speaker, ...]]]
Answer = tuple[Attribution, dict[str, Speaker]]
WANTED = {
    "clusters B-cubed F1": 0.90,
    "kind accuracy": 0.92,
    "act accuracy": 0.88,
    "name accuracy": 0.90,
    "spokesperson F1": 0.80,
    "nested F1": 0.60,
    "relay F1": 0.75,
}


def judge(
    tally: Tally, gold: Gold, found: Sequence[tuple[Attribution, Attribution, dict[str, Speaker]]], wanted: int
) -> None:
    """Compare pairs of a gold attribution and ours (with our speakers)."""
    pairs = [(mine.speaker, gold.answers[other.id]["speaker"]) for other, mine, _ in found]
    precision, recall = b_cubed(pairs)
    tally.add("b3.p", precision)
    tally.add("b3.r", recall)
    tally.add("items", len(found))
    tally.count("found", len(found), len(found), wanted)
    for other, mine, speakers in found:
        answer = gold.answers[other.id]
        right = gold.speakers.get(answer["speaker"], gold.speakers["unstated"])
        speaker = speakers[mine.speaker or ""]
        tally.add("kind", speaker.kind == right["kind"])
        tally.add("act", mine.act == answer["act"])
        tally.add("name", same_name(speaker.name, right["name"]))
        tally.add("name, near", near_name(speaker.name, right["name"]))
        tally.count(
            "spokesperson", speaker.spokesperson and right["spokesperson"], speaker.spokesperson, right["spokesperson"]
        )
        relay = speakers[mine.relay].name if mine.relay else None
        hit = bool(relay and answer["relay"] and same_outlet(relay, answer["relay"]))
        tally.count("relay", hit, relay is not None, answer["relay"] is not None)
        for act in ("denial", "non_response"):
            tally.count(act, mine.act == act == answer["act"], mine.act == act, answer["act"] == act)


def inner(tally: Tally, gold: Gold, found: Sequence[Attribution], name: str = "nested") -> None:
    """Compare the attributions inside contents: content by Jaccard, source by a shared character."""
    text = gold.article.text
    left = list(gold.nested)
    hits = 0
    for mine in found:
        for other in left:
            same = jaccard(places(mine.content, text), places(other.content, text)) >= 0.5
            if same and (places(mine.source, text) & places(other.source, text) or not (mine.source or other.source)):
                left.remove(other)
                hits += 1
                break
    tally.count(name, hits, len(found), len(gold.nested))


def with_gold(golds: Sequence[Gold], way: Identify) -> tuple[dict[str, float], float]:
    """Figures with gold spans, and seconds of processor time."""
    tally, seconds = Tally(), 0.0
    for gold in golds:
        every = tuple(sorted(gold.outer + gold.nested, key=_place))
        begin = time.process_time()
        attributions, speakers = way(Analysis(gold.article), every)
        seconds += time.process_time() - begin
        known = {speaker.id: speaker for speaker in speakers}
        mine = {attribution.id: attribution for attribution in attributions}
        judge(tally, gold, [(other, mine[other.id], known) for other in gold.outer], len(gold.outer))
        given = {span for other in gold.outer for span in other.content}
        analysis = Analysis(gold.article)
        held = candidates(analysis, gold.outer)
        found = inside(analysis, gold.outer, held)
        for name, made in (
            ("nested", merge(analysis, gold.outer, held, found)),
            ("nested by rules", merge(analysis, gold.outer, held)),
        ):
            inner(tally, gold, [a for a in made if a.inside and not given & set(a.content)], name)
    return tally.figures(), seconds


def predicted(golds: Sequence[Gold]) -> tuple[dict[str, float], float]:
    """Figures through sayso.attribute, and seconds of processor time."""
    tally, seconds = Tally(), 0.0
    for gold in golds:
        begin = time.process_time()
        record = sayso.attribute(gold.article.text, options=sayso.Options(publisher=gold.article.publisher))
        seconds += time.process_time() - begin
        text = gold.article.text
        if record.article.text != text:
            raise SystemExit(f"{gold.doc}: the text that was read is not the text that was annotated")
        known = {speaker.id: speaker for speaker in record.speakers}
        found = [(other, best, known) for other, best in matched(gold, record.attributions)]
        judge(tally, gold, found, len(gold.outer))
        inner(tally, gold, [a for a in record.attributions if a.inside])
    return tally.figures(), seconds


def matched(gold: Gold, attributions: Sequence[Attribution]) -> Iterator[tuple[Attribution, Attribution]]:
    """Each gold attribution with the one found whose content it shares most; one counts once."""
    text, free = gold.article.text, list(attributions)
    for other in gold.outer:
        best = max(free, key=lambda mine: _alike(mine, other, text), default=None)
        if best is not None and _alike(best, other, text) >= 0.5:
            free.remove(best)
            yield other, best


def _alike(mine: Attribution, other: Attribution, text: str) -> float:
    reach = mine.content and other.content and mine.content[0].start <= other.content[-1].end
    return jaccard(places(mine.content, text), places(other.content, text)) if reach else 0.0


def _place(attribution: Attribution) -> Span:
    return (attribution.source or attribution.cue or attribution.content)[0]


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--predicted", action="store_true", help="also end to end, with the spans that sayso finds")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    golds = load(options.gold, options.polnear)
    columns = {}
    seconds = {}
    for name, way in (("sayso", identify), ("last name", baseline.identify)):
        columns[name], seconds[name] = with_gold(golds, way)
    if options.predicted:
        columns["end to end"], seconds["end to end"] = predicted(golds)
    rows = list(columns["sayso"])
    print(f"{len(golds)} articles, {sum(len(gold.outer) for gold in golds)} attributions, gold spans\n")
    print(f"{'':24}{'wanted':>8}" + "".join(f"{name:>12}" for name in columns))
    for row in rows:
        wanted = f"{WANTED[row]:.2f}" if row in WANTED else ""
        print(f"{row:24}{wanted:>8}" + "".join(f"{column.get(row, 0.0):12.3f}" for column in columns.values()))
    print(f"{'CPU ms an article':24}{'':8}" + "".join(f"{1000 * seconds[name] / len(golds):12.1f}" for name in columns))
    if options.json:
        options.json.write_text(json.dumps({"provenance": provenance(), "figures": columns}, indent=1) + "\n")


if __name__ == "__main__":
    main()
