"""Which part of the resolution does what: python -m benchmarks.speakers.ablation --gold ... --polnear ... [--field DIR]

End to end on the spans that sayso finds, each time with one part left out. ``--weights`` is the table of a scorer that
was fitted without our corpus (``python -m training.antecedents --no-corpus --out FILE``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from sayso.speakers.coreference.chooser import Chooser
from sayso.speakers.coreference.features import FEATURES
from sayso.speakers.coreference.scorer import COLUMNS, LearntScorer, NearestScorer

import sayso
from benchmarks.speakers.__main__ import judge, matched
from benchmarks.speakers.gold import Gold, load
from benchmarks.speakers.measure import Tally
from sayso.analysis import Analysis
from sayso.attributions import nested, refusals
from sayso.linking import link
from sayso.record import assemble
from sayso.speakers import Settings, identify
from sayso.tagging import tag
from sayso.terms import Article, Attribution, Record

Spanned = tuple[Article, tuple[Attribution, ...]]


def scorer_of(path: Path) -> LearntScorer:
    """A scorer with the weights of a table."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = {line[0]: dict(zip(lines[0][1:], map(float, line[1:]), strict=True)) for line in lines[1:]}
    return LearntScorer({column: tuple(rows[name][column] for name in (*FEATURES, "none")) for column in COLUMNS})


def spanned(article: Article) -> Spanned:
    """An article with the spans that sayso finds."""
    analysis = Analysis(article)
    return article, tuple(nested(analysis, refusals(analysis, link(analysis, tag(analysis))), None))


def resolved(page: Spanned, settings: Settings) -> Record:
    """The record of a page whose spans are found."""
    analysis = Analysis(page[0])
    return assemble(analysis, *identify(analysis, page[1], settings), "ablation")


def on_gold(golds: Sequence[Gold], pages: Sequence[Spanned], settings: Settings) -> dict[str, float]:
    """The figures on annotated articles."""
    tally = Tally()
    for gold, page in zip(golds, pages, strict=True):
        record = resolved(page, settings)
        known = {speaker.id: speaker for speaker in record.speakers}
        judge(
            tally, gold, [(other, mine, known) for other, mine in matched(gold, record.attributions)], len(gold.outer)
        )
    return tally.figures()


def field_cases(folder: Path) -> tuple[ModuleType, list[tuple[Spanned, list[dict[str, Any]]]]]:
    """The check of the field cases, and each case with what is expected of it."""
    spec = importlib.util.spec_from_file_location("check", folder / "check.py")
    assert spec is not None
    assert spec.loader is not None
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    cases = []
    for path in sorted((folder / "cases").glob("*.expected.json")):
        stem = path.name.removesuffix(".expected.json")
        sources = (folder / "cases" / f"{stem}{end}" for end in (".txt", ".html", ".eml"))
        source = next((one for one in sources if one.exists()), None)
        items = [item for item in json.loads(path.read_text(encoding="utf-8")) if "speaker" in item]
        if source is not None and items:
            cases.append((spanned(sayso.read(source)), items))
    return check, cases


def on_field(
    check: ModuleType | None, cases: Sequence[tuple[Spanned, list[dict[str, Any]]]], settings: Settings
) -> tuple[int, int]:
    """How many speakers of the field cases are right, of how many."""
    right = total = 0
    for page, items in cases:
        record: Mapping[str, Any] = json.loads(resolved(page, settings).to_json())
        for item in items:
            if check is not None and {"source", "content"} & set(item) and "rule" not in item:
                total += 1
                right += bool(check.judge(record, item).get("speaker"))
    return right, total


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--polnear", type=Path, required=True)
    parser.add_argument("--field", type=Path)
    parser.add_argument("--weights", type=Path, help="weights fitted without our corpus")
    options = parser.parse_args()
    ways = {
        "all parts": Settings(),
        "no learnt scorer (the nearest candidate)": Settings(Chooser(NearestScorer())),
        "no constraints": Settings(Chooser(constraints=())),
        "no statistic of first names": Settings(names=False),
    }
    if options.weights:
        ways["no corpus of our own"] = Settings(Chooser(scorer_of(options.weights)))
    golds = load(options.gold, options.polnear)
    pages = [spanned(sayso.read(g.article.text, options=sayso.Options(publisher=g.article.publisher))) for g in golds]
    check, cases = field_cases(options.field) if options.field else (None, [])
    print("| | name | kind | B-cubed F1 | field: speaker right |\n| --- | --- | --- | --- | --- |")
    for name, settings in ways.items():
        figures = on_gold(golds, pages, settings)
        right, total = on_field(check, cases, settings)
        shown = (figures[f"{one}"] for one in ("name accuracy", "kind accuracy", "clusters B-cubed F1"))
        print(f"| {name} | {' | '.join(f'{one:.3f}' for one in shown)} | {right} of {total} |")


if __name__ == "__main__":
    main()
