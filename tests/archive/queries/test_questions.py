"""Traces, differences between versions, and sourcing statistics with charts, on both databases."""

# ruff: noqa: E501 (tables of data, programs as text)

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from sayso.archive import Filters
from sayso.errors import ArchiveError, QueryError
from sayso.export.charts import chart
from sayso.record.roster import load_roster
from tests.archive.record_builder import TOLL, page, record

ALTERED = "We will not double the fee on the bridge, and we never intended to do so"


def test_a_trace_follows_relays_to_the_original_report(archive):
    list(archive.add_all([
        page("Ines Calder", TOLL, url="https://post.example/1", outlet="The Ferry Post", published="2026-05-02"),
        page("Ines Calder", ALTERED, url="https://echo.example/1", published="2026-05-03", relay="Ferry Post"),
        page("Ines Calder", ALTERED, url="https://late.example/1", outlet="Late News", published="2026-05-05", relay="Harrow Echo"),
    ]))  # fmt: skip
    trail = archive.trace("3.a1")
    assert [step.statement.outlet for step in trail.steps] == ["Late News", "Harrow Echo", "The Ferry Post"]
    assert trail.steps[0].hops == ("Late News", "Harrow Echo", "Ines Calder")
    assert trail.steps[1].rests_on == "the report of Ferry Post"
    assert not trail.outside
    assert "first-hand" in trail.end


def test_a_trace_ends_at_a_report_outside_the_archive(archive):
    archive.add(page("Ines Calder", TOLL, relay="Ferry Post"))
    trail = archive.trace("1.a1")
    assert (len(trail.steps), trail.outside) == (1, True)
    assert "no page of Ferry Post" in trail.end
    archive.add(page("Rosa Stell", "The sea is calm tonight", outlet="Ferry Post", published="2026-01-01"))
    assert "none of its earlier pages of Ferry Post says this" in archive.trace("1.a1").end


def test_a_trace_of_circular_relays_ends(archive):
    list(archive.add_all([
        page("Ines Calder", TOLL, url="https://a.example/", outlet="Echo", relay="Post"),
        page("Ines Calder", TOLL, url="https://b.example/", outlet="Post", relay="Echo"),
    ]))  # fmt: skip
    assert len(archive.trace("1.a1").steps) == 2


def test_differences_between_two_versions(archive):
    url = "https://echo.example/toll"
    before = (
        "Sources said the toll will double. “We never planned it,” said Ines Calder. “It is late,” said Ivo Marr.",
        {
            "speaker": "Sources",
            "kind": "unnamed",
            "source": "Sources",
            "cue": "said",
            "content": "the toll will double",
        },
        {"speaker": "Ines Calder", "source": "Ines Calder", "cue": "said", "content": "We never planned it"},
        {"speaker": "Ivo Marr", "source": "Ivo Marr", "content": "It is late"},
    )
    after = (
        "Officials said the toll will double. “We never really planned it,” said Ines Calder. “Fares "
        "rise,” said Rosa Stell.",
        {
            "speaker": "Officials",
            "kind": "unnamed",
            "source": "Officials",
            "cue": "said",
            "content": "the toll will double",
        },
        {"speaker": "Ines Calder", "source": "Ines Calder", "cue": "said", "content": "We never really planned it"},
        {"speaker": "Rosa Stell", "source": "Rosa Stell", "content": "Fares rise"},
    )
    archive.add(record(*before, url=url, headline="Toll to stay", caption="The old bridge in May"))
    with pytest.raises(ArchiveError, match="one version"):
        archive.diff(url)
    archive.add(record(*after, url=url, headline="Toll to rise", caption="The old bridge in June"))
    difference = archive.diff(url)
    assert [(change.what, change.before.source, change.after.source) for change in difference.changed] == [
        (("reattributed",), "Sources", "Officials"),
        (("reworded",), "Ines Calder", "Ines Calder"),
    ]
    assert difference.changed[1].wording == "We never {+really+} planned it"
    assert [statement.content for statement in difference.added] == ["Fares rise"]
    assert [statement.content for statement in difference.removed] == ["It is late"]
    assert [(change.what, change.before, change.after) for change in difference.retold] == [
        ("headline", "Toll to stay", "Toll to rise"),
        ("caption", "The old bridge in May", "The old bridge in June"),
    ]
    assert archive.diff("p1", 2, 1).added[0].content == "It is late"
    with pytest.raises(ArchiveError):
        archive.diff(url, 1, 7)
    with pytest.raises(ArchiveError):
        archive.diff("https://echo.example/none")


def test_a_changed_cue_and_changed_text_outside_statements_are_differences(archive):
    url = "https://echo.example/quay"

    def version(cue, boats, weather):
        text = f"Ines Calder {cue} the quay is safe. {weather} The crew of {boats} left at noon. Nobody was hurt."
        statement = {"speaker": "Ines Calder", "source": "Ines Calder", "cue": cue, "content": "the quay is safe"}
        return record(text, statement, url=url)

    archive.add(version("said", 12, "A light wind blew all day over the harbor."))
    archive.add(version("insisted", 14, "A strong wind blew all day over the harbor."))
    difference = archive.diff(url)
    assert [(change.what, change.cue) for change in difference.changed] == [(("recast",), "{-said-} {+insisted+}")]
    assert [(change.what, change.numbers, change.wording) for change in difference.retold] == [
        ("text", True, "The crew of {-12-} {+14+} left at noon"),
        ("text", False, "A {-light-} {+strong+} wind blew all day over the harbor"),
    ]
    assert difference.unchanged == 0


def test_text_inside_statements_is_no_change_of_the_other_text(archive):
    url = "https://echo.example/quay"
    for content in ("the quay is safe in a storm", "the quay is not safe in a storm"):
        text = f"Ines Calder, who has kept the quay for 30 years, said {content}. The sea was calm that day."
        statement = {"speaker": "Ines Calder", "source": "Ines Calder", "cue": "said", "content": content}
        archive.add(record(text, statement, url=url))
    difference = archive.diff(url)
    assert [change.what for change in difference.changed] == [("reworded",)]
    assert difference.retold == ()


def test_added_and_removed_sentences_are_differences_of_the_text(archive):
    url = "https://echo.example/quay"
    archive.add(record("The quay was shut at six. Rain fell over the harbor.", url=url))
    archive.add(record("The quay was shut at six. Two sailors were taken to Osk.", url=url))
    changes = archive.diff(url).retold
    assert {(change.before, change.after) for change in changes} == {
        ("Rain fell over the harbor.", None), (None, "Two sailors were taken to Osk."),
    }  # fmt: skip


@pytest.fixture
def three_months(archive):
    pages = []
    for month in (1, 2, 3):
        date = f"2026-0{month}-10"
        pages += [
            page("officials", f"It is late in month {month}", kind="unnamed", published=date),
            page("Ines Calder", f"It is early in month {month}", published=date),
            page(
                "Ivo Marr",
                f"The ferry sails in month {month}",
                published=date,
                outlet="Ferry Post",
                relay="Harrow Echo",
            ),
        ]
    list(archive.add_all(pages))
    return archive


def test_sourcing_by_outlet_and_month(three_months):
    rows = three_months.sourcing(("outlet", "month"))
    assert [tuple(row.group.values()) for row in rows][:2] == [("Ferry Post", "2026-01"), ("Ferry Post", "2026-02")]
    assert (rows[3].statements, rows[3].unnamed.share, rows[3].relayed.count) == (2, 0.5, 0)
    assert rows[0].relayed.share == 1.0
    (total,) = three_months.sourcing(())
    assert (total.statements, total.pages) == (9, 9)
    (unnamed,) = [row for row in three_months.sourcing(("kind",)) if row.group["kind"] == "unnamed"]
    assert unnamed.statements == 3
    with pytest.raises(QueryError):
        three_months.sourcing(("colour",))


def test_a_roster_gives_shares_of_its_columns(three_months, tmp_path):
    (tmp_path / "people.csv").write_text("name,aliases,party\nInes Calder,Calder,Mill\n")
    (row,) = three_months.sourcing((), Filters(), load_roster(tmp_path / "people.csv"))
    assert {value: share.count for value, share in row.roster["party"].items()} == {"Mill": 3, "(not in the roster)": 3}


def test_a_chart_is_well_formed_svg(three_months):
    lines = ElementTree.fromstring(chart(three_months.sourcing(("outlet", "month"))))
    assert len(lines.findall(".//{*}polyline")) == 2
    bars = ElementTree.fromstring(chart(three_months.sourcing(("outlet",)), "relayed"))
    assert len(bars.findall(".//{*}rect")) == 3
    with pytest.raises(QueryError):
        chart([], "unnamed")
    with pytest.raises(QueryError):
        chart(three_months.sourcing(()), "truth")


def test_a_chart_of_many_groups_shows_those_with_the_most_statements(archive):
    pages = [
        page(
            "Ivo Marr", f"The weir holds for the {n}th winter", url=f"https://echo.example/{n}", outlet=f"Paper {n:02}"
        )
        for n in range(20)
    ]
    more = page("Ivo Marr", "The ferry sinks", url="https://echo.example/x", outlet="Paper 19", published="2026-06-01")
    list(archive.add_all([*pages, more]))
    for by in (("outlet", "month"), ("outlet",)):
        svg = chart(archive.sourcing(by))
        assert "Paper 19" in svg
        assert "and 8 more" in svg


def test_month_labels_of_a_chart_do_not_overlap(archive):
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    list(
        archive.add_all(
            page("Ivo Marr", f"The weir holds in {month}", url=f"https://echo.example/{month}", published=f"{month}-03")
            for month in months
        )
    )
    svg = ElementTree.fromstring(chart(archive.sourcing(("month",))))
    positions = [float(label.get("x")) for label in svg.findall(".//{*}text") if label.text in months]
    assert positions
    assert all(after - before > 7 * len("2024-01") for before, after in pairwise(positions))
