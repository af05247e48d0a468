"""The output formats of the page commands, run as processes."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from sayso import Record, __version__
from sayso.tagging import model_name

PAGE = '"The bridge is closed," said Mayor Ines Calder. Tom Harrow, of the builders, denied that it was their fault.\n'
FORMATS = ["page", "table", "json", "jsonl"]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE)
    return path


def on_terminal(*args: str | Path, **env: str) -> str:
    """The output of a command with stdout and stderr on a terminal."""
    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "100", **env}
    command = [sys.executable, "-m", "sayso", *map(str, args)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    output = b""
    while True:
        try:
            chunk = os.read(ours, 1 << 16)
        except OSError:
            break
        if not chunk:
            break
        output += chunk
    os.close(ours)
    process.wait(180)
    return output.decode()


def test_version_shows_package_and_model(run) -> None:
    done = run("--version")
    assert done.stdout.decode() == f"sayso {__version__}, model {model_name()}\n"


def test_json_is_the_record_with_offsets_into_its_text(run, page: Path) -> None:
    done = run("read", page)
    assert (done.returncode, done.stderr) == (0, b"")
    data = json.loads(done.stdout)
    first = data["attributions"][0]
    words = {role: [data["article"]["text"][a:b] for a, b in first[role]] for role in ("source", "cue", "content")}
    assert words == {"source": ["Mayor Ines Calder"], "cue": ["said"], "content": ['"The bridge is closed,"']}
    assert Record.from_json(done.stdout).attributions[1].act == "denial"


def test_json_is_valid_against_the_printed_schema(run, page: Path) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    record = json.loads(run("read", page).stdout)
    jsonschema.validate(record, schema)
    record["attributions"][0]["act"] = "gossip"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(record, schema)


def test_jsonl_has_one_line_per_page_in_order(run, page: Path, tmp_path: Path) -> None:
    lines = tmp_path / "pages.jsonl"
    lines.write_text("".join(json.dumps({"text": f"{name} said no."}) + "\n" for name in ("Anna Roe", "Bo Lind")))
    done = run("read", "--format", "jsonl", page, lines)
    texts = [json.loads(line)["article"]["text"] for line in done.stdout.splitlines()]
    assert texts == [PAGE, "Anna Roe said no.", "Bo Lind said no."]


@pytest.mark.parametrize(("names", "count"), [(1, None), (2, 2), (3, 3)])
def test_json_is_an_array_for_several_pages(run, page: Path, names: int, count: int) -> None:
    data = json.loads(run("read", *[page] * names).stdout)
    assert (len(data) if isinstance(data, list) else None) == count


def test_json_is_an_array_for_a_file_of_pages(run) -> None:
    rows = b'{"text": "Anna Roe said no."}\n{"text": "Bo Lind said yes."}\n'
    data = json.loads(run("read", "-", stdin=rows).stdout)
    assert [record["article"]["text"] for record in data] == ["Anna Roe said no.", "Bo Lind said yes."]


def test_page_view_has_marks_and_speakers_without_color(run, page: Path) -> None:
    output = run("read", "--format", "page", page).stdout.decode()
    assert '«"The bridge is closed,"»¹ ‹said›¹ ⟦Mayor Ines Calder⟧¹' in output
    assert re.search(r"s1 +Ines Calder +person +Mayor +1 +a1\b", output)
    assert "Sourcing: 2 attributions" in output
    assert "\x1b" not in output
    assert not re.search(r" $", output, re.MULTILINE)


def test_table_has_one_row_per_attribution(run, page: Path) -> None:
    output = run("read", "--format", "table", page).stdout.decode()
    assert re.search(r"a1 +statement +direct +Ines Calder.*said", output)
    assert re.search(r"a2 +denial +indirect +Tom Harrow.*denied", output)


def test_page_view_is_colored_on_a_terminal_unless_no_color_is_set(page: Path) -> None:
    plain = on_terminal("read", page, NO_COLOR="1")
    assert "‹said›¹" in plain
    assert "38;2;" not in plain
    assert "38;5;" not in plain
    assert "38;5;166m‹" in on_terminal("read", page)


def test_page_text_is_escaped_on_a_terminal(run, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text('"\x1b[31mPay \u202eup [red]now[/red] [/]\x9b2J," said Bob\x07 Lind\U000e0041 [bold].\n')
    for args in (["--format", name] for name in FORMATS):
        output = on_terminal("read", path, *args, NO_COLOR="1")
        assert not re.search("[\x07\x80-\x9f\u202e\U000e0041]|\x1b\\[(?:31m|2J)", output)
    shown = run("read", "--format", "page", path).stdout.decode()
    assert "␛[31mPay <U+202E>up [red]now[/red] [/]<U+009B>2J," in shown


def test_json_on_a_terminal_is_escaped_with_the_same_value(run, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("“No\u202e\U000e0041,” said Bob Lind.\n")
    shown = on_terminal("read", path, "--format", "jsonl")
    assert json.loads(shown) == json.loads(run("read", path).stdout)


def test_furniture_is_summarized_or_shown_in_full(run) -> None:
    folded = run("demo", "bridge.txt", "--format", "page").stdout.decode()
    shown = run("demo", "bridge.txt", "--format", "page", "--furniture").stdout.decode()
    assert "Already a subscriber?" not in folded
    assert "furniture, not searched" in folded
    assert "Already a subscriber?" in shown


def test_output_to_a_file(run, page: Path, tmp_path: Path) -> None:
    to = tmp_path / "output.json"
    done = run("read", page, "--output", to)
    assert (done.stdout, done.returncode) == (b"", 0)
    assert Record.from_json(to.read_bytes()).article.text == PAGE


def test_url_and_publisher_are_recorded_not_fetched(run, page: Path) -> None:
    done = run("read", page, "--url", "https://echo.example/1", "--publisher", "Harrow Echo")
    article = json.loads(done.stdout)["article"]
    assert (article["url"], article["publisher"]) == ("https://echo.example/1", "Harrow Echo")


def test_as_overrides_format_detection(run, page: Path, tmp_path: Path) -> None:
    path = tmp_path / "tags.txt"
    path.write_text("<p>Anna Roe said no.</p>")
    assert json.loads(run("read", path, "--as", "text").stdout)["article"]["text"] == "<p>Anna Roe said no.</p>"
    assert "<p>" not in json.loads(run("read", path).stdout)["article"]["text"]


def test_demo_reads_every_example(run) -> None:
    names = run("demo", "--list").stdout.decode().split()
    assert len(names) >= 3
    records = [json.loads(line) for line in run("demo", "--format", "jsonl").stdout.splitlines()]
    assert len(records) == len(names)
    assert all(len(record["attributions"]) >= 4 for record in records)


def test_sourcing_has_totals_and_a_roster(run, tmp_path: Path) -> None:
    one, two, people = tmp_path / "1.txt", tmp_path / "2.txt", tmp_path / "people.csv"
    one.write_text('"I will stay," said Anna Roe.\n')
    two.write_text("Anna Roe denied the report. Bo Lind said that she was right.\n")
    people.write_text("name,aliases,beat\nAnna Roe,A. Roe,transport\n")
    totals = json.loads(run("sourcing", one, two, "--roster", people).stdout)
    assert (totals["records"], totals["by_act"]["denial"]["count"]) == (2, 1)
    assert totals["roster"]["beat"]["transport"]["count"] == 2
    assert totals["unmatched"] == {"Bo Lind": 1}
    table = run("sourcing", one, two, "--roster", people, "--format", "table").stdout.decode()
    assert "2 pages, 3 attributions" in table
    assert "Not in the roster: Bo Lind (1)" in table
    assert "1 page, 1 attribution of 3 words" in run("sourcing", one, "--format", "table").stdout.decode()
    assert "Sourcing: 1 attribution of 3 words" in run("read", one, "--format", "page").stdout.decode()


def test_feed_entries_are_read(run, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    item = "<item><title>{0}</title><description>&lt;p&gt;{1} said no on Monday.&lt;/p&gt;</description></item>"
    items = item.format("First", "Anna Roe") + "<item></item>" + item.format("Second", "Bo Lind")
    path.write_text(f'<rss version="2.0"><channel>{items}</channel></rss>')
    done = run("feed", path, "--format", "jsonl")
    assert [json.loads(line)["article"]["headline"] for line in done.stdout.splitlines()] == ["First", "Second"]
    assert done.returncode == 1
    assert b"entry 2: the entry has no text" in done.stderr


@pytest.mark.parametrize(("pages", "shows"), [(6, True), (2, False)])
def test_progress_bar_needs_many_files_and_a_terminal(page: Path, pages: int, shows: bool) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "sayso", "read", "--format", "jsonl", *[str(page)] * pages]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, timeout=180, check=True)
    os.close(theirs)
    os.set_blocking(ours, False)
    try:
        stderr = os.read(ours, 1 << 16)
    except (BlockingIOError, OSError):
        stderr = b""
    os.close(ours)
    assert len(done.stdout.splitlines()) == pages
    assert (b"reading" in stderr) is shows


@pytest.mark.issue(20)
def test_another_language_and_a_wrong_encoding_give_warnings(run, tmp_path: Path) -> None:
    korean, garbled = tmp_path / "bridge-ko.txt", tmp_path / "mill.txt"
    korean.write_text("시장은 월요일 다리가 봄까지 폐쇄될 것이라고 말했다. 공사는 아직 끝나지 않았다.\n")
    garbled.write_text("â€œThe kiln is cold,â€\ufffd potter ZoÃ« Lund said.\n")
    done = run("read", str(korean), str(garbled), "--format", "jsonl")
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        f"sayso: {korean}: language: ko; attributions are searched in English only",
        f"sayso: {garbled}: encoding: UTF-8 was decoded as another encoding in 3 places, such as â€œ for “",
    ]
    first, second = map(Record.from_json, done.stdout.decode().splitlines())
    assert (first.article.language, len(first.article.warnings)) == ("ko", 1)
    assert [speaker.name for speaker in second.speakers if speaker.id != "publisher"] == ["Zoë Lund"]
