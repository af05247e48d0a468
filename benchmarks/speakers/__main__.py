"""Measures speakers: `python -m benchmarks.speakers --gold ../shared/sources-gold --polnear ../shared/polnear`.

Uses gold spans; --predicted adds figures end to end with sayso.attribute, where a prediction counts for the gold
attribution with the same content (character Jaccard of at least 0.5).
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
from sayso.attributions.nested_statements.nested_merge import candidates, merge
from sayso.attributions.nested_statements.second_pass import inside
from sayso.speakers import identify
from sayso.terms import Attribution, Span, Speaker

Identify = Callable[[Analysis, Sequence[Attribution]], tuple[tuple[Attribution, ...], tuple[Speaker, ...]]]
Answer = tuple[Attribution, dict[str, Speaker]]
TARGETS = {
    "clusters B-cubed F1": 0.90,
    "kind accuracy": 0.92,
    "act accuracy": 0.88,
    "name accuracy": 0.90,
    "spokesperson F1": 0.80,
    "nested F1": 0.60,
    "relay F1": 0.75,
}


def judge(
    tally: Tally,
    gold: Gold,
    matched_pairs: Sequence[tuple[Attribution, Attribution, dict[str, Speaker]]],
    gold_count: int,
) -> None:
    """Add the figures of pairs of a gold and a predicted attribution, with the predicted speakers."""
    pairs = [
        (predicted_attribution.speaker, gold.answers[gold_attribution.id]["speaker"])
        for gold_attribution, predicted_attribution, _ in matched_pairs
    ]
    precision, recall = b_cubed(pairs)
    tally.add("b3.p", precision)
    tally.add("b3.r", recall)
    tally.add("items", len(matched_pairs))
    tally.count("matched", len(matched_pairs), len(matched_pairs), gold_count)
    for gold_attribution, predicted_attribution, speakers in matched_pairs:
        answer = gold.answers[gold_attribution.id]
        gold_speaker = gold.speakers.get(answer["speaker"], gold.speakers["unstated"])
        speaker = speakers[predicted_attribution.speaker or ""]
        tally.add("kind", speaker.kind == gold_speaker["kind"])
        tally.add("act", predicted_attribution.act == answer["act"])
        tally.add("name", same_name(speaker.name, gold_speaker["name"]))
        tally.add("name, near", near_name(speaker.name, gold_speaker["name"]))
        tally.count(
            "spokesperson",
            speaker.spokesperson and gold_speaker["spokesperson"],
            speaker.spokesperson,
            gold_speaker["spokesperson"],
        )
        relay = speakers[predicted_attribution.relay].name if predicted_attribution.relay else None
        same_relay = bool(relay and answer["relay"] and same_outlet(relay, answer["relay"]))
        tally.count("relay", same_relay, relay is not None, answer["relay"] is not None)
        for act in ("denial", "non_response"):
            tally.count(
                act,
                predicted_attribution.act == act == answer["act"],
                predicted_attribution.act == act,
                answer["act"] == act,
            )


def inner(tally: Tally, gold: Gold, nested: Sequence[Attribution], name: str = "nested") -> None:
    """Add the figures of nested attributions, matched by Jaccard of contents and a shared character of sources."""
    text = gold.article.text
    unmatched = list(gold.nested)
    hits = 0
    for predicted_attribution in nested:
        for gold_attribution in unmatched:
            same = jaccard(places(predicted_attribution.content, text), places(gold_attribution.content, text)) >= 0.5
            if same and (
                places(predicted_attribution.source, text) & places(gold_attribution.source, text)
                or not (predicted_attribution.source or gold_attribution.source)
            ):
                unmatched.remove(gold_attribution)
                hits += 1
                break
    tally.count(name, hits, len(nested), len(gold.nested))


def with_gold(golds: Sequence[Gold], resolve: Identify) -> tuple[dict[str, float], float]:
    """Figures with gold spans, and seconds of processor time."""
    tally, seconds = Tally(), 0.0
    for gold in golds:
        gold_attributions = tuple(sorted(gold.outer + gold.nested, key=_place))
        start = time.process_time()
        attributions, speakers = resolve(Analysis(gold.article), gold_attributions)
        seconds += time.process_time() - start
        speakers_by_id = {speaker.id: speaker for speaker in speakers}
        resolved = {attribution.id: attribution for attribution in attributions}
        judge(
            tally,
            gold,
            [(gold_attribution, resolved[gold_attribution.id], speakers_by_id) for gold_attribution in gold.outer],
            len(gold.outer),
        )
        outer_contents = {span for gold_attribution in gold.outer for span in gold_attribution.content}
        analysis = Analysis(gold.article)
        nested_candidates = candidates(analysis, gold.outer)
        second_pass = inside(analysis, gold.outer, nested_candidates)
        for name, merged in (
            ("nested", merge(analysis, gold.outer, nested_candidates, second_pass)),
            ("nested by rules", merge(analysis, gold.outer, nested_candidates)),
        ):
            inner(tally, gold, [a for a in merged if a.inside and not outer_contents & set(a.content)], name)
    return tally.figures(), seconds


def predicted(golds: Sequence[Gold]) -> tuple[dict[str, float], float]:
    """Figures through sayso.attribute, and seconds of processor time."""
    tally, seconds = Tally(), 0.0
    for gold in golds:
        start = time.process_time()
        record = sayso.attribute(gold.article.text, options=sayso.Options(publisher=gold.article.publisher))
        seconds += time.process_time() - start
        text = gold.article.text
        if record.article.text != text:
            raise SystemExit(f"{gold.doc}: reading changes the annotated text")
        speakers_by_id = {speaker.id: speaker for speaker in record.speakers}
        pairs = [
            (gold_attribution, match, speakers_by_id) for gold_attribution, match in matched(gold, record.attributions)
        ]
        judge(tally, gold, pairs, len(gold.outer))
        inner(tally, gold, [a for a in record.attributions if a.inside])
    return tally.figures(), seconds


def matched(gold: Gold, attributions: Sequence[Attribution]) -> Iterator[tuple[Attribution, Attribution]]:
    """Pairs of a gold attribution and the prediction with the most similar content, one to one."""
    text, unmatched = gold.article.text, list(attributions)
    for gold_attribution in gold.outer:
        match = max(
            unmatched,
            key=lambda predicted_attribution: _alike(predicted_attribution, gold_attribution, text),
            default=None,
        )
        if match is not None and _alike(match, gold_attribution, text) >= 0.5:
            unmatched.remove(match)
            yield gold_attribution, match


def _alike(predicted_attribution: Attribution, gold_attribution: Attribution, text: str) -> float:
    may_overlap = (
        predicted_attribution.content
        and gold_attribution.content
        and predicted_attribution.content[0].start <= gold_attribution.content[-1].end
    )
    return (
        jaccard(places(predicted_attribution.content, text), places(gold_attribution.content, text))
        if may_overlap
        else 0.0
    )


def _place(attribution: Attribution) -> Span:
    return (attribution.source or attribution.cue or attribution.content)[0]


def main() -> None:
    """Measure, print a table and write JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--predicted", action="store_true", help="also end to end, with predicted spans")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    golds = load(options.gold, options.polnear)
    columns = {}
    seconds = {}
    for name, resolve in (("sayso", identify), ("last name", baseline.identify)):
        columns[name], seconds[name] = with_gold(golds, resolve)
    if options.predicted:
        columns["end to end"], seconds["end to end"] = predicted(golds)
    rows = list(columns["sayso"])
    print(f"{len(golds)} articles, {sum(len(gold.outer) for gold in golds)} attributions, gold spans\n")
    print(f"{'':24}{'target':>8}" + "".join(f"{name:>12}" for name in columns))
    for row in rows:
        target = f"{TARGETS[row]:.2f}" if row in TARGETS else ""
        print(f"{row:24}{target:>8}" + "".join(f"{column.get(row, 0.0):12.3f}" for column in columns.values()))
    print(
        f"{'CPU ms per article':24}{'':8}" + "".join(f"{1000 * seconds[name] / len(golds):12.1f}" for name in columns)
    )
    if options.json:
        options.json.write_text(json.dumps({"provenance": provenance(), "figures": columns}, indent=1) + "\n")


if __name__ == "__main__":
    main()
