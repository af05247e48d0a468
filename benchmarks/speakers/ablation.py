"""Measures parts of the resolver: python -m benchmarks.speakers.ablation --gold ... --polnear ... [--field DIR]

End to end with predicted spans, each time without one part. ``--weights`` is the table of a scorer that was fitted
without our corpus (``python -m training.antecedents --no-corpus --out FILE``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import sayso
from benchmarks.speakers.__main__ import judge, matched
from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import Tally
from sayso.analysis import Analysis
from sayso.pipeline import attributed_spans
from sayso.record import assemble
from sayso.speakers import Settings, identify
from sayso.speakers.antecedents.chooser import Chooser
from sayso.speakers.antecedents.features import FEATURES
from sayso.speakers.antecedents.scorer import COLUMNS, LearntScorer, NearestScorer
from sayso.terms import Article, Attribution, Record

Spanned = tuple[Article, tuple[Attribution, ...]]


def scorer_of(path: Path) -> LearntScorer:
    """A scorer with the weights of a table."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = {line[0]: dict(zip(lines[0][1:], map(float, line[1:]), strict=True)) for line in lines[1:]}
    return LearntScorer({column: tuple(rows[name][column] for name in (*FEATURES, "none")) for column in COLUMNS})


def spanned(article: Article) -> Spanned:
    """An article with its predicted attributions."""
    return article, attributed_spans(Analysis(article))[0]


def resolved(page: Spanned, settings: Settings) -> Record:
    """The record of a page with predicted attributions."""
    analysis = Analysis(page[0])
    return assemble(analysis, *identify(analysis, page[1], settings), "ablation")


def on_gold(golds: Sequence[Gold], pages: Sequence[Spanned], settings: Settings) -> dict[str, float]:
    """Figures on annotated articles."""
    tally = Tally()
    for gold, page in zip(golds, pages, strict=True):
        record = resolved(page, settings)
        speakers_by_id = {speaker.id: speaker for speaker in record.speakers}
        judge(
            tally,
            gold,
            [
                (gold_attribution, predicted_attribution, speakers_by_id)
                for gold_attribution, predicted_attribution in matched(gold, record.attributions)
            ],
            len(gold.outer),
        )
    return tally.figures()


def field_cases(folder: Path) -> tuple[ModuleType, list[tuple[Spanned, list[dict[str, Any]]]]]:
    """The check module of the field cases, and the cases with their expectations."""
    spec = importlib.util.spec_from_file_location("check", folder / "check.py")
    assert spec is not None
    assert spec.loader is not None
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    cases = []
    for path in sorted((folder / "cases").glob("*.expected.json")):
        stem = path.name.removesuffix(".expected.json")
        sources = (folder / "cases" / f"{stem}{end}" for end in (".txt", ".html", ".eml"))
        source = next((file for file in sources if file.exists()), None)
        items = [item for item in json.loads(path.read_text(encoding="utf-8")) if "speaker" in item]
        if source is not None and items:
            cases.append((spanned(sayso.read(source)), items))
    return check, cases


def on_field(
    check: ModuleType | None, cases: Sequence[tuple[Spanned, list[dict[str, Any]]]], settings: Settings
) -> tuple[int, int]:
    """The number of right speakers in the field cases, and their total."""
    right = total = 0
    for page, items in cases:
        record: Mapping[str, Any] = json.loads(resolved(page, settings).to_json())
        for item in items:
            if check is not None and {"source", "content"} & set(item) and "rule" not in item:
                total += 1
                right += bool(check.judge(record, item).get("speaker"))
    return right, total


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--field", type=Path)
    parser.add_argument("--weights", type=Path, help="weights fitted without our corpus")
    options = parser.parse_args()
    variants = {
        "all parts": Settings(),
        "without the learnt scorer (nearest candidate)": Settings(Chooser(NearestScorer())),
        "without constraints": Settings(Chooser(constraints=())),
        "without the statistics of first names": Settings(names=False),
    }
    if options.weights:
        variants["without our corpus"] = Settings(Chooser(scorer_of(options.weights)))
    golds = load(options.gold, options.polnear)
    pages = [spanned(sayso.read(g.article.text, options=sayso.Options(publisher=g.article.publisher))) for g in golds]
    check, cases = field_cases(options.field) if options.field else (None, [])
    print("| | name | kind | B-cubed F1 | field: speaker right |\n| --- | --- | --- | --- | --- |")
    for variant, settings in variants.items():
        figures = on_gold(golds, pages, settings)
        right, total = on_field(check, cases, settings)
        values = [figures[name] for name in ("name accuracy", "kind accuracy", "clusters B-cubed F1")]
        print(f"| {variant} | {' | '.join(f'{value:.3f}' for value in values)} | {right} of {total} |")


if __name__ == "__main__":
    main()
