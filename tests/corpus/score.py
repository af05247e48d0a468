"""Scores predicted records against the test corpus.

    python -m tests.corpus.score [--json] [--genres]     runs ``sayso.attribute`` on every page
    python -m tests.corpus.score --given                 speakers, acts and relays of the expected spans

``benchmarks/score.py`` scores spans (``full``: contents and sources alike, Jaccard of tokens at least 0.5) over outer
attributions with content; nested ones are scored separately. Attributions of both sides are paired by content, or by
cue if there is no content; acts, kinds, names and relays are scored on all attributions, including nested ones:

  act.X        precision, recall, F1 of the act: right if both of a pair have it
  kind, name   share of pairs whose speakers agree
  nested       F1 of nested attributions: contents and sources alike
  relay        F1 of outer attributions with a relay: paired, with the same outlet
  spokesperson F1 over pairs;  repeats: F1 of attributions marked as repeats
  inconsistency an alarm is right if it overlaps at least two spans of an expected one
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import sayso
from benchmarks import score as spans
from benchmarks.speakers.measure import near_name, same_outlet
from sayso.analysis import Analysis
from sayso.record import assemble
from sayso.speakers import identify
from sayso.terms import Act, Attribution, Record, Speaker, SpeakerKind
from tests.corpus.load import Expected, bare, load

Pairs = list[tuple[Attribution, Attribution]]
_DESCRIBED = {SpeakerKind.UNNAMED, SpeakerKind.GROUP, SpeakerKind.DOCUMENT}
_TITLES = ("doctor", "mr", "mrs", "miss", "ms", "dr", "sgt", "col", "captain", "rev", "dame", "sir")


@dataclass
class Scores:
    """Counts by metric, ``full`` by genre, and pages with errors."""

    counts: dict[str, spans.Count] = field(default_factory=lambda: defaultdict(spans.Count))
    genres: dict[str, spans.Count] = field(default_factory=lambda: defaultdict(spans.Count))
    without_right: list[str] = field(default_factory=list)
    """Pages with attributions but no right prediction."""
    false_alarms: dict[str, int] = field(default_factory=dict)
    """Pages without attributions, with their number of predictions."""

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 by metric."""
        return {name: count.figures() for name, count in self.counts.items()}


def evaluate(pairs: Iterable[tuple[Expected, Record]]) -> Scores:
    """Scores of predicted records against the expected records of their pages.

    Raises ValueError if a record has another text than its page.
    """
    scores = Scores()
    for expected, record in pairs:
        if record.article.text != expected.text:
            raise ValueError(f"{expected.name}: the record has another text than the page")
        _page(expected, record, scores)
    return scores


def given(expected: Expected) -> Record:
    """The record of the expected spans, including nested ones."""
    analysis = Analysis(expected.record.article)
    return assemble(analysis, *identify(analysis, bare(expected)), "expected spans")


def pair(text: str, predicted: Sequence[Attribution], gold: Sequence[Attribution]) -> Pairs:
    """Pairs of predicted and expected attributions with the same words, one to one."""
    article = spans.ScoredArticle(text)

    def tokens(item: Attribution) -> list[set[int]]:
        place = item.content or item.cue or item.source
        return [article.tokens((s.start, s.end) for s in part) for part in (item.source, item.cue, place)]

    matched = spans.match([tokens(item) for item in predicted], [tokens(item) for item in gold])
    return [(predicted[i], gold[j]) for i, j in matched]


def _page(expected: Expected, record: Record, scores: Scores) -> None:
    counts, text = scores.counts, expected.text
    article = spans.ScoredArticle(text)
    predicted, gold = list(record.attributions), list(expected.record.attributions)
    outer = [[_canonical(article, a) for a in side if not a.inside and a.content] for side in (predicted, gold)]
    page_counts: dict[str, spans.Count] = defaultdict(spans.Count)
    spans.score_article(article, outer[0], outer[1], page_counts)
    for name, count in page_counts.items():
        _add(counts[name], count)
    _add(scores.genres[expected.genre], page_counts["full"])
    if gold and not page_counts["full"].right_gold:
        scores.without_right.append(expected.name)
    if not gold and predicted:
        scores.false_alarms[expected.name] = len(predicted)

    pairs = pair(text, predicted, gold)
    for act in Act:
        hits = sum(a.act == b.act == act for a, b in pairs)
        counts[f"act.{act}"].add(1.0, hits, sum(a.act == act for a in predicted), sum(b.act == act for b in gold))
    counts["act"].add(1.0, sum(a.act == b.act for a, b in pairs), len(pairs), len(pairs))
    counts["form"].add(1.0, sum(a.form == b.form for a, b in pairs), len(pairs), len(pairs))
    predicted_speakers = {speaker.id: speaker for speaker in record.speakers}
    speaker_pairs = [(predicted_speakers.get(a.speaker or ""), expected.speaker(b)) for a, b in pairs]
    counts["kind"].add(
        1.0, sum(a is not None and a.kind == b.kind for a, b in speaker_pairs), len(speaker_pairs), len(speaker_pairs)
    )
    counts["name"].add(1.0, sum(same_speaker(a, b) for a, b in speaker_pairs), len(speaker_pairs), len(speaker_pairs))
    flags = [(a is not None and a.spokesperson, b.spokesperson) for a, b in speaker_pairs]
    numbers = (sum(a and b for a, b in flags), sum(a for a, _ in flags), sum(b for _, b in flags))
    counts["spokesperson"].add(1.0, *numbers)

    names = {speaker.id: speaker.name for speaker in expected.record.speakers}
    relayed_pairs = [(a, b) for a, b in pairs if a.relay and b.relay and not (a.inside or b.inside)]
    hits = sum(same_outlet(_name(predicted_speakers, a.relay or ""), names[b.relay or ""]) for a, b in relayed_pairs)
    numbers = [sum(bool(a.relay) and not a.inside for a in side) for side in (predicted, gold)]
    counts["relay"].add(1.0, hits, *numbers)
    hits = sum(bool(a.repeats and b.repeats) for a, b in pairs)
    counts["repeats"].add(1.0, hits, sum(bool(a.repeats) for a in predicted), sum(bool(b.repeats) for b in gold))

    inner = [[a for a in side if a.inside] for side in (predicted, gold)]
    nested_pairs = [(a, b) for a, b in pair(text, inner[0], inner[1]) if _sources_alike(article, a, b)]
    counts["nested"].add(1.0, len(nested_pairs), len(inner[0]), len(inner[1]))
    alarms, expected_alarms = record.inconsistencies, expected.record.inconsistencies
    right = [
        sum(any(_touch(s, t) for s in alarm.spans) for t in true.spans) > 1
        for alarm in alarms
        for true in expected_alarms
    ]
    right_alarms = [any(right[i * len(expected_alarms) : (i + 1) * len(expected_alarms)]) for i in range(len(alarms))]
    found_alarms = (
        [any(right[i :: len(expected_alarms)]) for i in range(len(expected_alarms))] if expected_alarms else []
    )
    counts["inconsistency"].add(1.0, sum(right_alarms), len(alarms), len(expected_alarms), sum(found_alarms))


def same_speaker(predicted: Speaker | None, expected: Speaker) -> bool:
    """Whether two speakers have the same name, without titles; descriptions may differ in extent."""
    if predicted is None:
        return not expected.name
    a, b = predicted.name, expected.name
    if not a or not b:
        return a == b
    if expected.kind in _DESCRIBED or predicted.kind in _DESCRIBED:
        return near_name(a, b)
    return near_name(_untitled(a), _untitled(b))


def _untitled(name: str) -> str:
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        words = words[1:]
    return " ".join(words)


def _name(speakers: dict[str, Speaker], key: str) -> str:
    return speakers[key].name if key in speakers else ""


def _canonical(article: spans.ScoredArticle, item: Attribution) -> spans.ScoredAttribution:
    roles = {role: [(s.start, s.end) for s in getattr(item, role)] for role in spans.ROLES}
    return article.attribution(roles, item.id)


def _sources_alike(article: spans.ScoredArticle, predicted: Attribution, expected: Attribution) -> bool:
    a, b = (article.tokens((s.start, s.end) for s in item.source) for item in (predicted, expected))
    return spans.jaccard(a, b) >= spans.ALIKE


def _touch(left: sayso.Span, right: sayso.Span) -> bool:
    return left.start < right.end and right.start < left.end


def _add(total: spans.Count, count: spans.Count) -> None:
    total.right_predicted += count.right_predicted
    total.predicted += count.predicted
    total.right_gold += count.right_gold
    total.gold += count.gold


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a model on the corpus and print its scores."""
    parser = argparse.ArgumentParser(description="Score sayso on the test corpus.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--genres", action="store_true", help="print full by genre too")
    parser.add_argument("--given", action="store_true", help="use the expected spans instead of predicted ones")
    parser.add_argument("--model", type=Path, help="name or folder of a model (default: the bundled one)")
    options = parser.parse_args(arguments)
    pages = load()
    settings = sayso.Options(model=options.model)
    records = (given(page) if options.given else sayso.attribute(page.path, options=settings) for page in pages)
    scores = evaluate(zip(pages, records, strict=True))
    figures = scores.figures()
    genres = {name: count.figures() for name, count in sorted(scores.genres.items())}
    if options.json:
        lost = {"without_right": scores.without_right, "false_alarms": scores.false_alarms}
        print(json.dumps({"metrics": figures, "genres": genres, **lost}, indent=1))
        return 0
    for name, row in {**figures, **(genres if options.genres else {})}.items():
        print(f"{name:<24}" + "".join(f"{100 * row[key]:7.1f}" for key in ("precision", "recall", "f1")), end="")
        print(f"{row['predicted']:8.0f}{row['gold']:8.0f}")
    print(f"pages without a right attribution: {', '.join(scores.without_right) or 'none'}")
    print(f"false attributions on pages without one: {scores.false_alarms or 'none'}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
