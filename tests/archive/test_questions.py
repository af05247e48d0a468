"""Speakers, the same quotation, the way back, differences of versions, and audits, on both databases."""

# ruff: noqa: E501 (tables of data, programs as text)

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from sayso.archive import Filters
from sayso.archive.quotations.align import align, shown
from sayso.errors import ArchiveError, QueryError
from sayso.export.charts import chart
from sayso.record.roster import load_roster

from .made import TOLL, page, record

ALTERED = "We will not double the fee on the bridge, and we never intended to do so"


def people(archive, **filters):
    return {one.id: one for one in archive.speakers(Filters(**filters))}


def by_name(archive, name):
    return [one for one in archive.speakers() if one.name == name]


# Speakers


def test_speakers_are_joined_by_name_role_and_affiliation(archive):
    list(archive.add_all([
        page("Ines Calder", "The toll stays", role="mayor", affiliation="Harrow", outlet="Harrow Echo"),
        page("Ines Calder", "The bridge holds", role="mayor", outlet="Ferry Post"),
        page("Ines Calder", "We lost the cup", role="coach", affiliation="Stell Rovers"),
        page("Calder", "No more questions", role="mayor"),
        page("officials", "It is late", kind="unnamed"),
        page("Officials", "It is early", kind="unnamed"),
    ]))  # fmt: skip
    mayor, coach = by_name(archive, "Ines Calder")
    assert mayor.statements == 3
    assert mayor.outlets == {"Harrow Echo": 2, "Ferry Post": 1}
    assert {(one.name, one.joined) for one in mayor.appearances} == {
        ("Ines Calder", "first of this name"),
        ("Ines Calder", "name, role"),
        ("Calder", "surname, role"),
    }
    assert coach.affiliations == ("Stell Rovers",)
    (officials,) = by_name(archive, "officials")
    assert (officials.statements, officials.identity) == (2, False)


def test_what_many_bodies_are_called_is_a_description(archive):
    bodies = ("Police", "the council", "Harrow Council")
    list(archive.add_all(page(name, "The bridge holds", kind="organization") for name in bodies))
    assert {one.name: one.identity for one in archive.speakers()} == {
        "Police": False, "the council": False, "Harrow Council": True,
    }  # fmt: skip


def named(archive):
    """Each speaker's name, and how many pages name it."""
    return {one.name: one.pages for one in archive.speakers()}


@pytest.mark.parametrize("apart", [True, False])
def test_a_full_name_is_joined_to_the_surname_that_stood_alone(archive, apart):
    pages = [
        page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
        page("Ines Calder", "The bridge stays open", url="https://echo.example/2", role="Mayor"),
        page("Calder", "The ferry is free", url="https://echo.example/3", role="mayor"),
        page("Rosa Calder", "The mayor is my aunt", url="https://echo.example/4", role="mayor's niece"),
    ]
    for group in [[one] for one in pages] if apart else [pages]:
        list(archive.add_all(group))
    assert named(archive) == {"Ines Calder": 3, "Rosa Calder": 1}
    joined = {seen.name: seen.joined for one in archive.speakers() for seen in one.appearances if one.pages == 3}
    assert joined["Ines Calder"] == "surname, role"


def test_a_full_name_is_not_joined_to_a_surname_of_another_role_or_none(archive):
    list(
        archive.add_all(
            [
                page("Calder", TOLL, url="https://echo.example/1", role="mayor"),
                page("Hugo Calder", "The bridge stays open", url="https://echo.example/2", role="engineer"),
                page("Pia Calder", "The ferry is free", url="https://echo.example/3"),
            ]
        )
    )
    assert named(archive) == {"Calder": 1, "Hugo Calder": 1, "Pia Calder": 1}


def test_a_surname_that_the_user_split_off_stays_apart(archive):
    list(
        archive.add_all(
            [
                page("Ines Calder", TOLL, url="https://echo.example/1", role="mayor"),
                page("Calder", "The bridge stays open", url="https://echo.example/2", role="mayor"),
            ]
        )
    )
    (ines,) = archive.speakers(Filters(speaker=("Calder",)))
    archive.split(ines.id, called="Calder")
    archive.add(page("Rosa Calder", "The ferry is free", url="https://echo.example/3", role="mayor"))
    assert named(archive) == {"Ines Calder": 1, "Calder": 1, "Rosa Calder": 1}


def test_a_pronoun_that_nobody_resolved_is_no_speaker_across_pages(archive):
    list(archive.add_all([page("she", "It is late", kind="unnamed"), page("She", "It is early", kind="person")]))
    assert archive.speakers() == []
    assert archive.count() == 2


def test_a_merge_holds_for_what_comes_later(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("Mayor Calder-Stell", "The toll goes")]))
    (one,), (two,) = by_name(archive, "Ines Calder"), by_name(archive, "Mayor Calder-Stell")
    archive.merge(one.id, two.id)
    archive.add(page("Mayor Calder-Stell", "The toll comes back"))
    (merged,) = archive.speakers()
    assert (merged.id, merged.statements) == (one.id, 3)
    assert [told["what"] for told in archive.decisions()] == ["merge"]
    with pytest.raises(QueryError):
        archive.merge(one.id, one.id)
    with pytest.raises(ArchiveError):
        archive.merge(one.id, "e99")


def test_a_split_holds_for_what_comes_later(archive):
    list(archive.add_all([
        page("Ivo Marr", "The ferry sails", role="captain"),
        page("Ivo Marr", "The ferry pays", role="lawyer"),
    ]))  # fmt: skip
    (both,) = by_name(archive, "Ivo Marr")
    new = archive.split(both.id, role="lawyer")
    archive.add(page("Ivo Marr", "The court waits", role="company lawyer"))
    archive.add(page("Ivo Marr", "The sea waits", role="captain"))
    assert {key: one.statements for key, one in people(archive).items()} == {both.id: 2, new: 2}
    with pytest.raises(QueryError, match="none of the"):
        archive.split(both.id, role="poet")
    archive.merge(both.id, new)
    archive.add(page("Ivo Marr", "The court is shut", role="lawyer"))
    (again,) = archive.speakers()
    assert again.statements == 5
    assert archive.check().faults == ()


def test_a_split_by_name_undoes_a_merge(archive):
    list(archive.add_all([page("Ines Calder", "The toll stays"), page("I. C. Stell", "The toll goes")]))
    (one,), (two,) = by_name(archive, "Ines Calder"), by_name(archive, "I. C. Stell")
    archive.merge(one.id, two.id)
    new = archive.split(one.id, called="I. C. Stell")
    archive.add(page("I. C. Stell", "The toll is back"))
    assert {key: told.statements for key, told in people(archive).items()} == {one.id: 1, new: 2}


# The same quotation


def test_alignment_names_each_change():
    found = align("We will never, ever close the old bridge", "We will … close the [Harrow] bridge today")
    assert [(one.what, one.before, one.after) for one in found.changes] == [
        ("ellipsis", "never ever", "…"),
        ("brackets", "old", "[Harrow]"),
        ("added", "", "today"),
    ]
    assert align("The toll’s gone", "the tolls gone").changes
    assert align("The toll’s gone,", "“the toll's gone”").exact
    assert align("close the old bridge", "We will close the old bridge").part
    assert shown("close the old bridge", "close the bridge now") == "close the {-old-} bridge {+now+}"


@pytest.fixture
def quoted(archive):
    list(archive.add_all([
        page("Ines Calder", ALTERED, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04"),
        page("Ines Calder", TOLL, url="https://echo.example/1", published="2026-05-03T09:00:00+02:00"),
        page("Ivo Marr", TOLL, url="https://later.example/1", outlet="Late News", published="2026-05-09"),
        page("Ines Calder", "we never planned to do so", url="https://bit.example/1", outlet="Bits", published="2026-05-08"),
        page("Rosa Stell", "The ferry sails at nine and nobody knows why", url="https://echo.example/2"),
    ]))  # fmt: skip
    return archive


def test_the_same_quotation_earliest_first_with_what_changed(quoted):
    found = quoted.same("2.a1")
    assert [(one.how, one.statement.outlet) for one in found] == [
        ("earliest", "Harrow Echo"), ("altered", "Ferry Post"), ("part", "Bits"), ("exact", "Late News"),
    ]  # fmt: skip
    assert [(one.what, one.before, one.after) for one in found[1].changes] == [
        ("replaced", "toll", "fee"), ("dropped", "old", ""), ("replaced", "planned", "intended"),
    ]  # fmt: skip
    assert "{-toll-} {+fee+}" in found[1].wording
    assert [one.speaker_differs for one in found] == [False, False, False, True]


def test_a_text_that_nobody_kept_is_looked_for_too(quoted):
    assert len(quoted.same(ALTERED.upper())) == 3
    assert quoted.same("Something quite different was said by nobody at all") == []
    assert len(quoted.same(TOLL, Filters(outlet=("Bits",)))) == 1
    assert quoted.same("the toll") == []
    with pytest.raises(QueryError):
        quoted.same("…")


def test_a_turn_of_speech_is_no_part_of_what_another_said(archive):
    list(archive.add_all([
        page("Ines Calder", f"{TOLL}, and we take these matters very seriously", url="https://echo.example/1"),
        page("Ivo Marr", "We take these matters very seriously", url="https://post.example/1"),
        page("Ines Calder", "We take these matters seriously", url="https://post.example/2"),
        page("Ines Calder", "we take these matters very seriously", url="https://post.example/3"),
    ]))  # fmt: skip
    assert [one.statement.id for one in archive.same("1.a1")] == ["1.a1", "4.a1"]
    assert len(archive.same("we take these matters very seriously")) == 4


# The way back


def test_a_relay_is_followed_to_the_report_that_it_rests_on(archive):
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


def test_a_trail_that_leaves_the_archive_says_so(archive):
    archive.add(page("Ines Calder", TOLL, relay="Ferry Post"))
    trail = archive.trace("1.a1")
    assert (len(trail.steps), trail.outside) == (1, True)
    assert "no page of Ferry Post" in trail.end
    archive.add(page("Rosa Stell", "The sea is calm tonight", outlet="Ferry Post", published="2026-01-01"))
    assert "but none before that says this" in archive.trace("1.a1").end


def test_reports_that_rest_on_each_other_end(archive):
    list(archive.add_all([
        page("Ines Calder", TOLL, url="https://a.example/", outlet="Echo", relay="Post"),
        page("Ines Calder", TOLL, url="https://b.example/", outlet="Post", relay="Echo"),
    ]))  # fmt: skip
    assert len(archive.trace("1.a1").steps) == 2


# Versions


def test_the_differences_of_two_versions(archive):
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
    found = archive.diff(url)
    assert [(one.what, one.before.source, one.after.source) for one in found.changed] == [
        (("reattributed",), "Sources", "Officials"),
        (("reworded",), "Ines Calder", "Ines Calder"),
    ]
    assert found.changed[1].wording == "We never {+really+} planned it"
    assert [one.content for one in found.added] == ["Fares rise"]
    assert [one.content for one in found.removed] == ["It is late"]
    assert [(one.what, one.before, one.after) for one in found.retold] == [
        ("headline", "Toll to stay", "Toll to rise"),
        ("caption", "The old bridge in May", "The old bridge in June"),
    ]
    assert archive.diff("p1", 2, 1).added[0].content == "It is late"
    with pytest.raises(ArchiveError):
        archive.diff(url, 1, 7)
    with pytest.raises(ArchiveError):
        archive.diff("https://echo.example/none")


# Audits


@pytest.fixture
def year(archive):
    made = []
    for month in (1, 2, 3):
        date = f"2026-0{month}-10"
        made += [
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
    list(archive.add_all(made))
    return archive


def test_audits_by_outlet_and_month(year):
    rows = year.sourcing(("outlet", "month"))
    assert [tuple(row.group.values()) for row in rows][:2] == [("Ferry Post", "2026-01"), ("Ferry Post", "2026-02")]
    assert (rows[3].statements, rows[3].unnamed.share, rows[3].relayed.count) == (2, 0.5, 0)
    assert rows[0].relayed.share == 1.0
    (whole,) = year.sourcing(())
    assert (whole.statements, whole.pages) == (9, 9)
    (kinds,) = [row for row in year.sourcing(("kind",)) if row.group["kind"] == "unnamed"]
    assert kinds.statements == 3
    with pytest.raises(QueryError):
        year.sourcing(("colour",))


def test_a_roster_gives_shares_of_its_columns(year, tmp_path):
    (tmp_path / "people.csv").write_text("name,aliases,party\nInes Calder,Calder,Mill\n")
    (row,) = year.sourcing((), Filters(), load_roster(tmp_path / "people.csv"))
    assert {value: share.count for value, share in row.roster["party"].items()} == {"Mill": 3, "(not in the roster)": 3}


def test_the_chart_is_sound_svg(year):
    drawn = ElementTree.fromstring(chart(year.sourcing(("outlet", "month"))))
    assert len(drawn.findall(".//{*}polyline")) == 2
    bars = ElementTree.fromstring(chart(year.sourcing(("outlet",)), "relayed"))
    assert len(bars.findall(".//{*}rect")) == 3
    with pytest.raises(QueryError):
        chart([], "unnamed")
    with pytest.raises(QueryError):
        chart(year.sourcing(()), "truth")


def test_of_many_groups_the_chart_shows_those_that_say_most(archive):
    pages = [
        page(
            "Ivo Marr", f"The weir holds for the {n}th winter", url=f"https://echo.example/{n}", outlet=f"Paper {n:02}"
        )
        for n in range(20)
    ]
    more = page("Ivo Marr", "The ferry sinks", url="https://echo.example/x", outlet="Paper 19", published="2026-06-01")
    list(archive.add_all([*pages, more]))
    for by in (("outlet", "month"), ("outlet",)):
        told = chart(archive.sourcing(by))
        assert "Paper 19" in told
        assert "and 8 more" in told


def test_the_months_under_a_chart_do_not_run_into_one_another(archive):
    months = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)]
    list(
        archive.add_all(
            page("Ivo Marr", f"The weir holds in {one}", url=f"https://echo.example/{one}", published=f"{one}-03")
            for one in months
        )
    )
    drawn = ElementTree.fromstring(chart(archive.sourcing(("month",))))
    under = [float(one.get("x")) for one in drawn.findall(".//{*}text") if one.text in months]
    assert under
    assert all(after - before > 7 * len("2024-01") for before, after in pairwise(under))
