"""The dashboard: every bar leads to its statements, columns sort, filters have counts."""

from __future__ import annotations

import re

import httpx
import pytest
from starlette.datastructures import QueryParams

from sayso.archive import Archive
from sayso.web.forms.query_forms import filters_of
from sayso.web.routes.sourcing import sourcing_view
from tests.archive.record_builder import page
from tests.web.conftest import serving
from tests.web.pages import fill
from tests.web.routes.test_archive_screens import total_of
from tests.web.waiting import expect


def counted(text):
    return int(re.search(r"\d+", text)[0])


@pytest.mark.parametrize("value", ["unnamed", "named", "relayed", "direct"])
def test_the_bar_of_an_outlet_leads_to_as_many_statements(site, tab, value) -> None:
    page = tab(script=False)
    page.goto(f"{site.url}/sourcing?value={value}&until=2026-05")
    rows = page.locator(".shares.wide").first.locator("tr")
    assert all(row.get_by_role("link").count() for row in rows.all() if counted(row.locator(".of").inner_text()))
    row = rows.filter(has=page.get_by_role("link")).filter(has_text="Tarn Valley Ledger")
    expected = counted(row.locator(".of").inner_text())
    row.get_by_role("link").click()
    assert total_of(page) == expected > 0


def test_rankings_lead_to_the_statements_that_they_count(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/sourcing?until=2026-05")
    for name in ("quoted", "most_relayed", "declined"):
        row = page.locator(f"#{name} tr").first
        expected = counted(row.locator(".n").inner_text())
        address = row.get_by_role("link").get_attribute("href")
        found = httpx.get(f"{site.url}/tables/search.json{address[len('/search') :]}", timeout=60).json()
        assert len(found) == expected, name
    shot(page, "dashboard", whole=True)


def test_the_most_relayed_are_outlets_and_not_the_speakers_they_relay(tmp_path) -> None:
    with Archive(tmp_path / "archive.db") as archive:
        for number, name in enumerate(("Pia Holm", "an official", "Ivo Marr")):
            relay = "Northmoor Dispatch" if number < 2 else "Saltby Courier"
            archive.add(page(name, f"The weir leaks {number}", url=f"https://echo.example/{number}", relay=relay))
    with serving(tmp_path / "archive.db", "--no-fetch") as running:
        html = httpx.get(f"{running.url}/sourcing", headers={"accept": "text/html"}, timeout=60).text
        ranking = html.partition('id="most_relayed"')[2].partition("</section>")[0]
        rows = re.findall(r'href="([^"]+)"><bdi>([^<]+)</bdi>.*?<td class="n">(\d+)</td>', ranking)
        assert [(name, int(count)) for _, name, count in rows] == [("Northmoor Dispatch", 2), ("Saltby Courier", 1)]
        query = rows[0][0].replace("&amp;", "&").removeprefix("/search?")
        statements = httpx.get(f"{running.url}/tables/search.json?{query}", timeout=60).json()
        assert {row["speaker"] for row in statements} == {"Pia Holm", "an official"}
        screen = httpx.get(f"{running.url}/search?{query}", headers={"accept": "text/html"}, timeout=60).text
        assert "Relayed from: " in screen


def test_a_month_leads_to_its_statements(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/sourcing?until=2025&value=unnamed")
    months = page.locator(".by-month").first
    months.locator("summary").click()
    month = months.get_by_role("link").first
    address = month.get_attribute("href")
    expect(page.locator("figure").first.locator(f"svg a[href*='since={month.inner_text()}']")).to_have_count(1)
    page.goto(site.url + address)
    expect(page).to_have_url(re.compile(re.escape("kind=unnamed")))
    expect(page).to_have_url(re.compile(re.escape("repeats=no")))


def test_the_columns_of_the_table_sort_without_a_script(site, tab) -> None:
    page = tab(script=False)
    page.goto(f"{site.url}/sourcing")
    first = page.locator("#figures tbody th")
    before = first.all_inner_texts()
    page.get_by_role("link", name="Sort by Outlet").click()
    expect(first).to_have_text(sorted(before, key=str.casefold), use_inner_text=True)
    page.get_by_role("link", name="Sort by anonymous sources").click()
    expect(page.get_by_role("columnheader", name="anonymous sources")).to_have_attribute("aria-sort", "descending")
    page.wait_for_load_state()
    shares = [counted(text) for text in page.locator("#figures tbody tr td:nth-child(4)").all_inner_texts()]
    assert shares == sorted(shares, reverse=True)


def test_speakers_sort_by_their_counts_over_all_pages(site, tab) -> None:
    page = tab()
    page.goto(f"{site.url}/speakers")
    page.get_by_role("link", name="Sort by Second-hand").click()
    expect(page.get_by_role("columnheader", name="Second-hand")).to_have_attribute("aria-sort", "descending")
    page.wait_for_load_state()
    relayed = [int(text) for text in page.locator("tbody td:nth-child(4)").all_inner_texts()]
    assert relayed == sorted(relayed, reverse=True)
    assert relayed[0] > 0


def test_filters_show_their_counts_and_outlets_are_one_click(site, tab, shot) -> None:
    page = tab()
    page.goto(f"{site.url}/search?q=ferry")
    page.get_by_text("Filters", exact=True).click()
    unnamed = page.locator("label.chip", has_text="anonymous")
    expected = counted(unnamed.locator(".n").inner_text().replace(",", ""))
    outlet = page.locator(".facet a").first
    of_outlet = counted(outlet.locator(".n").inner_text())
    shot(page, "search-facets")
    page.goto(f"{site.url}/search?q=ferry&kind=unnamed")
    assert total_of(page) == expected
    page.goto(f"{site.url}/search?q=ferry")
    page.get_by_text("Filters", exact=True).click()
    page.locator(".facet a").first.click()
    assert total_of(page) == of_outlet


def test_a_month_without_statements_of_the_share_leads_nowhere(tmp_path) -> None:
    path = tmp_path / "archive.db"
    fill(path)
    form = filters_of(QueryParams("kind=person"))
    with Archive(path, readonly=True) as archive:
        audits = [archive.sourcing(by, form.filters) for by in (("outlet",), ("outlet", "month"))]
    for value, linked in (("named", True), ("unnamed", False)):  # the filter excludes anonymous sources
        months = [month for chart in sourcing_view(form, value, *audits, ()).charts for month in chart.months]
        assert months
        assert {month.href is not None for month in months} == {linked}
