"""Score predicted records against the corpus of our own.

    python -m tests.corpus.score [--json] [--genres]     runs ``sayso.attribute`` on every page
    python -m tests.corpus.score --given                 speakers, acts and relays of the expected spans

Spans are counted by ``benchmarks/score.py`` (``full``: contents and sources alike, Jaccard of tokens at least 0.5),
over outer attributions with content; nested ones are counted on their own. An attribution of either side is paired
with one of the other by content, or by cue where there is no content; acts, kinds, names and relays are judged on
all attributions, nested ones included:

  act.X        precision, recall, F1 of the act: right when both of a pair have it
  kind, name   share of the pairs whose speakers agree
  nested       F1 of attributions inside others: contents and sources alike
  relay        F1 of outer attributions with a relay: paired, the outlet the same
  spokesperson F1 over pairs;  repeats: F1 of attributions marked as copies
  inconsistency an alarm is right when it touches at least two places of an expected one
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

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
    """What came out: counts by metric, shares by metric, ``full`` by genre, and pages worth a look."""

    counts: dict[str, spans.Count] = field(default_factory=lambda: defaultdict(spans.Count))
    genres: dict[str, spans.Count] = field(default_factory=lambda: defaultdict(spans.Count))
    without_right: list[str] = field(default_factory=list)
    """Pages that have attributions of which none was found."""
    false_alarms: dict[str, int] = field(default_factory=dict)
    """Pages that have no attribution, with the number found there."""

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 by metric."""
        return {name: count.figures() for name, count in self.counts.items()}


def evaluate(pairs: Iterable[tuple[Expected, Record]]) -> Scores:
    """Scores of predicted records, each beside what was expected of its page.

    Raises ValueError where a record is of another text, for then no span can be compared.
    """
    scores = Scores()
    for expected, record in pairs:
        if record.article.text != expected.text:
            raise ValueError(f"{expected.name}: the record is of another text than the expected one")
        _page(expected, record, scores)
    return scores


def given(expected: Expected) -> Record:
    """The record that sayso makes of the expected spans, nested ones too."""
    analysis = Analysis(expected.record.article)
    return assemble(analysis, *identify(analysis, bare(expected)), "expected spans")


def pair(text: str, found: Sequence[Attribution], wanted: Sequence[Attribution]) -> Pairs:
    """Predicted and expected attributions that are about the same words, one to one."""
    article = spans.ScoredArticle(text)

    def tokens(item: Attribution) -> list[set[int]]:
        place = item.content or item.cue or item.source
        return [article.tokens((s.start, s.end) for s in part) for part in (item.source, item.cue, place)]

    matched = spans.match([tokens(item) for item in found], [tokens(item) for item in wanted])
    return [(found[i], wanted[j]) for i, j in matched]


def _page(expected: Expected, record: Record, scores: Scores) -> None:
    counts, text = scores.counts, expected.text
    article = spans.ScoredArticle(text)
    mine, gold = list(record.attributions), list(expected.record.attributions)
    outer = [[_canonical(article, a) for a in side if not a.inside and a.content] for side in (mine, gold)]
    here: dict[str, spans.Count] = defaultdict(spans.Count)
    spans.score_article(article, outer[0], outer[1], here)
    for name, count in here.items():
        _add(counts[name], count)
    _add(scores.genres[expected.genre], here["full"])
    if gold and not here["full"].right_gold:
        scores.without_right.append(expected.name)
    if not gold and mine:
        scores.false_alarms[expected.name] = len(mine)

    pairs = pair(text, mine, gold)
    for act in Act:
        hits = sum(a.act == b.act == act for a, b in pairs)
        counts[f"act.{act}"].add(1.0, hits, sum(a.act == act for a in mine), sum(b.act == act for b in gold))
    counts["act"].add(1.0, sum(a.act == b.act for a, b in pairs), len(pairs), len(pairs))
    counts["form"].add(1.0, sum(a.form == b.form for a, b in pairs), len(pairs), len(pairs))
    known = {speaker.id: speaker for speaker in record.speakers}
    told = [(known.get(a.speaker or ""), expected.speaker(b)) for a, b in pairs]
    counts["kind"].add(1.0, sum(a is not None and a.kind == b.kind for a, b in told), len(told), len(told))
    counts["name"].add(1.0, sum(same_speaker(a, b) for a, b in told), len(told), len(told))
    flags = [(a is not None and a.spokesperson, b.spokesperson) for a, b in told]
    numbers = (sum(a and b for a, b in flags), sum(a for a, _ in flags), sum(b for _, b in flags))
    counts["spokesperson"].add(1.0, *numbers)

    names = {speaker.id: speaker.name for speaker in expected.record.speakers}
    passed = [(a, b) for a, b in pairs if a.relay and b.relay and not (a.inside or b.inside)]
    hits = sum(same_outlet(_name(known, a.relay or ""), names[b.relay or ""]) for a, b in passed)
    numbers = [sum(bool(a.relay) and not a.inside for a in side) for side in (mine, gold)]
    counts["relay"].add(1.0, hits, *numbers)
    hits = sum(bool(a.repeats and b.repeats) for a, b in pairs)
    counts["repeats"].add(1.0, hits, sum(bool(a.repeats) for a in mine), sum(bool(b.repeats) for b in gold))

    inner = [[a for a in side if a.inside] for side in (mine, gold)]
    alike = [(a, b) for a, b in pair(text, inner[0], inner[1]) if _sources_alike(article, a, b)]
    counts["nested"].add(1.0, len(alike), len(inner[0]), len(inner[1]))
    alarms, wanted = record.inconsistencies, expected.record.inconsistencies
    right = [sum(any(_touch(s, t) for s in alarm.spans) for t in true.spans) > 1 for alarm in alarms for true in wanted]
    shown = [any(right[i * len(wanted) : (i + 1) * len(wanted)]) for i in range(len(alarms))]
    found = [any(right[i :: len(wanted)]) for i in range(len(wanted))] if wanted else []
    counts["inconsistency"].add(1.0, sum(shown), len(alarms), len(wanted), sum(found))


def same_speaker(one: Speaker | None, other: Speaker) -> bool:
    """Whether two speakers carry one name: titles left out; descriptions may end differently."""
    if one is None:
        return not other.name
    a, b = one.name, other.name
    if not a or not b:
        return a == b
    if other.kind in _DESCRIBED or one.kind in _DESCRIBED:
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


def _sources_alike(article: spans.ScoredArticle, one: Attribution, other: Attribution) -> bool:
    a, b = (article.tokens((s.start, s.end) for s in item.source) for item in (one, other))
    return spans.jaccard(a, b) >= spans.ALIKE


def _touch(one: sayso.Span, other: sayso.Span) -> bool:
    return one.start < other.end and other.start < one.end


def _add(total: spans.Count, count: spans.Count) -> None:
    total.right_predicted += count.right_predicted
    total.predicted += count.predicted
    total.right_gold += count.right_gold
    total.gold += count.gold


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shipped model over the corpus and print how it fares."""
    parser = argparse.ArgumentParser(description="Score sayso on the corpus of its own.")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--genres", action="store_true", help="print full by genre too")
    parser.add_argument("--given", action="store_true", help="with the expected spans, not those that sayso finds")
    options = parser.parse_args(arguments)
    pages = load()
    records = (given(page) if options.given else sayso.attribute(page.path) for page in pages)
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
