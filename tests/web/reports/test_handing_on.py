"""Out of the browser: tables as files, copies, the deletion of a page, several files and a folder at once."""

from __future__ import annotations

import csv
import io
import json
import re

import httpx
import pytest

from sayso.archive import Archive
from sayso.errors import MissingError
from tests.archive.record_builder import TOLL, page
from tests.web.conftest import serving
from tests.web.waiting import expect

FILES = {
    "echo.txt": "“We will not gamble with two hundred passengers on a dark river,” Mayor Ines Calder said.",
    "post.txt": "“We will not gamble with three hundred passengers on a dark river,” said Ines Calder, the mayor.",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A server whose archive the tests change."""
    path = tmp_path_factory.mktemp("desk") / "archive.db"
    with Archive(path) as archive:
        archive.add(page("Ines Calder", TOLL, url="https://echo.example/1", headline="=Toll to stay"))
        archive.add(
            page("Ines Calder", TOLL, url="https://post.example/1", outlet="Ferry Post", published="2026-05-04")
        )
        archive.add(page("Ivo Marr", "It rains in Osk", url="https://echo.example/rain"))
    with serving(path, "--no-fetch") as running:
        yield running


ADDRESSES = {
    "search": "/search?q=toll", "speakers": "/speakers", "sourcing": "/sourcing", "quotations": "/quotations/2.a1",
    "trace": "/trace/2.a1",
}  # fmt: skip


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_table_is_a_file_in_each_format_with_a_short_and_a_full_set_of_columns(desk, name) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    with httpx.Client(base_url=desk.url, timeout=60) as client:
        screen = client.get(ADDRESSES[name], headers={"accept": "text/html"}).text
        links = [part.partition('"')[0].replace("&amp;", "&") for part in screen.split('href="/tables/')[1:]]
        assert len(links) == 6
        header = {}
        for link in links:
            response = client.get(f"/tables/{link}")
            assert response.status_code == 200, response.text
            kind = "short" if "columns=short" in link else "full"
            if ".csv" in link:
                rows = list(csv.DictReader(io.StringIO(response.text)))
                header[kind] = list(rows[0])
                assert not any(value.startswith("=") for row in rows for value in row.values())
            elif ".json" in link:
                assert len(json.loads(response.content)) == len(rows)
            else:
                sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
                assert [cell.value for cell in sheet[1]] == header[kind]
                assert sheet.max_row == len(rows) + 1
        assert header["short"] != header["full"]


def test_a_table_has_the_filters_of_its_screen(desk) -> None:
    with httpx.Client(base_url=desk.url) as client:
        rows = client.get("/tables/search.json?columns=short&q=toll&outlet=Ferry%20Post").json()
        assert [row["outlet"] for row in rows] == ["Ferry Post"]
        assert client.get("/tables/search.json?columns=odd").status_code == 422
        assert client.get("/tables/nothing.csv").status_code == 404
        assert client.get("/tables/search.tsv?q=toll").text.splitlines()[0].split("\t")[0] == "id"


def clipboard(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return lambda: page.evaluate("navigator.clipboard.readText()")


def test_links_quotations_and_tables_are_copied(desk, tab, shot) -> None:
    screen = tab()
    read = clipboard(screen)
    screen.goto(f"{desk.url}/search?q=toll&outlet=Ferry%20Post")
    hit = screen.locator(".hit").first
    hit.get_by_role("button", name="Copy link").click()
    hit.get_by_text("Copied").wait_for()
    assert read() == f"{desk.url}/statements/2.a1"
    hit.get_by_role("button", name="Copy quotation").click()
    hit.get_by_text("Copied").first.wait_for()
    screen.wait_for_timeout(300)
    words, who, source = read().strip().split("\n")
    assert words.strip("“”[]") == TOLL
    assert who == "— Ines Calder (said)"
    assert "Ferry Post, 2026-05-04, https://post.example/1" in source
    screen.get_by_role("button", name="Copy table").click()
    screen.wait_for_timeout(500)
    table = list(csv.DictReader(io.StringIO(read()), dialect="excel-tab"))
    assert [row["outlet"] for row in table] == ["Ferry Post"]
    shot(screen, "search-files")


def test_a_card_on_a_page_has_the_same_copies(desk, tab) -> None:
    screen = tab()
    read = clipboard(screen)
    screen.goto(f"{desk.url}/pages/p2#a1")
    screen.locator(".note:target").get_by_role("button", name="Copy link").click()
    screen.locator(".note:target").get_by_text("Copied").wait_for()
    assert read() == f"{desk.url}/statements/2.a1"


def test_each_statement_has_the_copies_also_one_opened_by_key(site, tab) -> None:
    screen = tab()
    screen.goto(site.page("weir"))
    opened = set()
    for _ in range(3):
        screen.keyboard.press("j")
        screen.locator(".note:target .record").wait_for()
        screen.locator(".note:target").get_by_role("button", name="Copy quotation").wait_for()
        opened.add(screen.locator(".note:target").get_attribute("id"))
    assert len(opened) == 3


def test_a_page_is_deleted_with_a_tombstone(desk, tab, shot) -> None:
    screen = tab(script=False)
    screen.goto(f"{desk.url}/pages/p3")
    screen.get_by_role("link", name="Delete page").click()
    expect(screen.locator("main")).to_contain_text("1 statement no longer counts", use_inner_text=True)
    shot(screen, "delete")
    screen.get_by_label("Reason").fill("withdrawn by the paper")
    screen.get_by_role("button", name="Delete for good").click()
    expect(screen.get_by_role("status")).to_contain_text("1 statement was removed", use_inner_text=True)
    with Archive(desk.archive) as archive:
        with pytest.raises(MissingError):
            archive.versions("p3")
        assert archive.add(page("Ivo Marr", "It rains in Osk", url="https://echo.example/rain")).page == 0
    assert httpx.get(f"{desk.url}/pages/p3", headers={"accept": "text/html"}).status_code == 404


def write(folder):
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 no page")
    return folder


def test_several_files_are_read_with_progress_and_shown_as_a_set(desk, tab, tmp_path, shot) -> None:
    screen = tab()
    screen.goto(desk.url)
    folder = write(tmp_path)
    screen.get_by_label("Files to read").set_input_files([folder / name for name in FILES])
    expect(screen.locator(".chosen")).to_have_text("2 files", use_inner_text=True)
    screen.get_by_role("button", name="Read it").click()
    screen.wait_for_url("**/set?*", timeout=60_000)
    expect(screen.locator("tbody tr")).to_have_count(2)
    expect(screen.get_by_role("status")).to_have_text(re.compile("^" + re.escape("2 pages, ")), use_inner_text=True)
    shot(screen, "set")
    screen.get_by_role("link", name="Compare these articles").click()
    expect(screen.locator("tr.words del").first).to_have_text("two", use_inner_text=True)


def test_a_folder_is_read_and_a_file_that_cannot_be_read_is_named(desk, tab, tmp_path, shot) -> None:
    screen = tab()
    screen.goto(desk.url)
    screen.locator("input.folder").set_input_files(write(tmp_path))
    link = screen.get_by_role("link", name="Show the pages that were read")
    link.wait_for(timeout=60_000)
    expect(screen.locator(".file-errors")).to_contain_text("broken.pdf", use_inner_text=True)
    shot(screen, "folder-errors")
    link.click()
    expect(screen.locator("tbody tr")).to_have_count(2)


def test_several_files_are_read_without_a_script(desk, tab, tmp_path) -> None:
    screen = tab(script=False)
    screen.goto(desk.url)
    folder = write(tmp_path)
    screen.get_by_label("Files to read").set_input_files([folder / name for name in (*FILES, "broken.pdf")])
    screen.get_by_role("button", name="Read it").click()
    expect(screen.locator("tbody tr")).to_have_count(2)
    expect(screen.get_by_role("alert")).to_contain_text("broken.pdf", use_inner_text=True)


def test_a_set_says_which_pages_it_leaves_out_and_its_shares_add_up(tmp_path) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        kinds = {"Ines Calder": 340, "an official": 161}
        pages = [(name, number) for name, count in kinds.items() for number in range(count)]
        list(
            archive.add_all(
                page(name, f"The toll doubles {number}", url=f"https://echo.example/{at}")
                for at, (name, number) in enumerate(pages)
            )
        )
    query = "&".join(f"page=p{number}" for number in range(1, 502))
    with serving(path, "--no-fetch") as running:
        text = httpx.get(f"{running.url}/set?{query}", headers={"accept": "text/html"}, timeout=60).text
        assert "500 pages, 500 statements: " in text
        assert "1 more page is in the archive and not in this list, which has the first 500" in text
        shares = re.search(r"500 statements: ([^<]*)</p>", text)[1]
        assert sum(map(int, re.findall(r"(\d+) %", shares))) == 100
        text = httpx.get(
            f"{running.url}/set?{query.rpartition('&')[0]}", headers={"accept": "text/html"}, timeout=60
        ).text
        assert "not in this list" not in text


def test_a_long_word_leaves_the_figures_of_a_set_on_the_screen(tmp_path, tab) -> None:
    path = tmp_path / "archive.db"
    with Archive(path) as archive:
        for number, outlet in enumerate(("Ledger" * 40, "Harrow Echo")):
            archive.add(page("Ines Calder", TOLL, url=f"https://echo.example/{number}", outlet=outlet, headline=outlet))
    with serving(path, "--no-fetch") as running:
        for phone, address in ((False, "/set?page=p1&page=p2"), (False, "/sourcing"), (False, "/speakers")):
            screen = tab(phone=phone)
            screen.goto(f"{running.url}{address}")
            last = screen.locator(".grid tbody tr").first.locator("td").last.bounding_box()
            assert last["x"] + last["width"] <= 1440, address


def test_the_columns_of_a_set_sort(desk, tab) -> None:
    screen = tab()
    screen.goto(f"{desk.url}/set?page=p2&page=p1")
    titles = screen.locator("tbody th")
    before = titles.all_inner_texts()
    screen.get_by_role("button", name="Outlet").click()
    screen.get_by_role("button", name="Outlet").click()
    expect(titles).to_have_text([before[0], before[1]], use_inner_text=True)
    expect(screen.get_by_role("columnheader", name="Outlet")).to_have_attribute("aria-sort", "ascending")
