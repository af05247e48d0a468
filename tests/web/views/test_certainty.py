"""What a page shows at each step of certainty, and that its figures follow and add up."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from sayso.archive import Archive
from sayso.record.doubt import Step
from sayso.web import ServerSettings, app
from sayso.web.forms.statement_filter import StatementFilter
from sayso.web.rendering.messages import messages
from sayso.web.views.archived_versions import PageVersion
from sayso.web.views.page_view import page_view
from sayso.web.views.panels import percentages
from tests.web import examples

T = messages()
VERSION = PageVersion(1, 1, 1, 1, True)


def view(record, step):
    return page_view(record, VERSION, StatementFilter(step=step), T)


def words(page):
    return "".join(f"{row.html}{row.notes}" for row in (*page.article.front, *page.article.body))


def test_all_sure_hides_nested_beliefs_and_folds_doubtful_statements() -> None:
    record = examples.council(63)
    markup = words(view(record, Step.SURE))
    beliefs = [a.id for a in record.attributions if a.inside]
    doubtful = [a.id for a in record.attributions if a.confidence < 0.6 and not a.inside]
    assert beliefs
    assert not any(f'id="{name}"' in markup for name in beliefs)
    assert all(f'id="{name}" class="note faint"' in markup for name in doubtful)
    folded = "".join(re.findall(r'<details class="doubtful">.*?</details>', markup))
    assert re.findall(r'id="(a\d+)" class="note', folded) == doubtful
    assert 'class="m t faint"' in markup


def test_key_facts_are_sure_statements_outside_others_and_all_shows_everything() -> None:
    record = examples.council(63)
    key, everything = view(record, Step.KEY), view(record, Step.ALL)
    shown = re.findall(r'<li id="(a\d+)"', words(key))
    assert shown
    by_id = {a.id: a for a in record.attributions}
    assert all(by_id[name].confidence >= 0.75 and by_id[name].inside is None for name in shown)
    assert "a2" not in shown  # its speaker is uncertain
    assert len(re.findall(r'<li id="a\d+"', words(everything))) == 63
    assert "<details" not in words(everything)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("page", [examples.council(63), examples.weir(), examples.sluice(), examples.crowd()])
def test_each_table_of_shares_adds_up_to_a_hundred_and_has_one_count(page, step) -> None:
    shown = view(page, step)
    for table in shown.sourcing:
        total = sum(row.percent for row in table.rows)
        assert total == 100 or table.title == T("sourcing.most"), table.title
        assert table.of.startswith("Share of ")
    whole = T("page.statements", n=shown.counts.statements)
    sources = shown.sourcing[0]
    assert whole in sources.of
    assert sum(row.count for row in sources.rows) == shown.counts.statements
    assert sum(int(part.split()[0]) for part in shown.counts.parts) == 100


def test_the_figures_follow_the_step() -> None:
    record = examples.council(63)
    counts = {step: view(record, step).counts for step in Step}
    assert counts[Step.KEY].statements < counts[Step.SURE].statements < counts[Step.ALL].statements == 63
    assert counts[Step.SURE].aside == ("8 doubtful", "4 hidden at this step")
    assert counts[Step.ALL].aside == ()


def test_shares_are_rounded_to_a_sum_of_a_hundred() -> None:
    assert percentages([1, 1, 1]) == [34, 33, 33]
    assert percentages([0, 0]) == [0, 0]
    assert percentages([2, 1]) == [67, 33]


def test_only_the_newest_version_has_statements_to_check(tmp_path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        for statements in (39, 40):
            archive.add(examples.council(statements))
    with TestClient(app(path, ServerSettings(workers=1)), "http://localhost") as client:
        for query, checks in (("", True), ("?check=a3", True), ("?version=1", False), ("?version=1&check=a3", False)):
            markup = client.get(f"/pages/p1{query}").text
            assert ("start-check" in markup or 'class="check-bar"' in markup) is checks, query
