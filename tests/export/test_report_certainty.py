"""The HTML report: doubtful statements look doubtful, and the sources add up."""

from __future__ import annotations

import re

from sayso.export.report import report
from tests.web import examples


def test_doubtful_statements_are_dimmed_in_the_table_and_in_the_article() -> None:
    record = examples.council(39)
    html = report(record)
    doubtful = {one.id for one in record.attributions if one.confidence < 0.6}
    assert set(re.findall(r'<tr id="(a\d+)" class="d">', html)) == doubtful
    assert 'class="d t"' in html


def test_sure_statements_are_not_dimmed_in_the_article() -> None:
    record = examples.council(39)
    article = report(record).split("<h2>The article</h2>")[1]
    for row in record.attributions:
        mark = re.search(rf'<a href="#{row.id}">{row.id}</a></sup><span class="([a-z ]+)">', article)
        assert mark is not None
        assert row.confidence < 0.6 or "d" not in mark[1].split(), row.id


def test_named_anonymous_and_other_sources_are_all_statements() -> None:
    record = examples.council(39)
    rows = dict(re.findall(r"<tr><td>([^<]+)</td><td>(\d+)</td><td>", report(record)))
    parts = [int(rows[name]) for name in ("named sources", "anonymous sources", "other sources")]
    assert sum(parts) == record.sourcing.attributions
    assert all(parts)
