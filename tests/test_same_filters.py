"""A filter keeps the same statements of a page, with the same summary, in Python and through every interface."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

import sayso
from sayso import Options, Record
from sayso.archive import Archive
from sayso.cli import sayso as command_line
from tests.batch.example_inputs import table
from tests.web.conftest import serving

pytestmark = pytest.mark.issue(23)
TEXT = (
    "“The weir holds,” said Ivo Marr, the warden, on Friday. “I did not open the gate.” "
    "Marr denied that Petra Lund said the gate was open. A spokeswoman for the Ferry Board declined to comment. "
    "The warden never said that the wall was new. "
    "If Lund says that the path is closed, the council will pay, according to an official. "
    "The report warned that water “could reach the lower gate” by Monday. Lund asked whether the bridge was safe."
)
Case = dict[str, Any]
"""Keywords of ``Record.only``."""
CASES: tuple[Case, ...] = (
    {"min_confidence": 0.75},
    {"min_speaker_confidence": 0.9},
    {"min_confidence": 0.65, "min_speaker_confidence": 0.6},
    {"act": ["denial"]},
    {"act": ["denial", "question", "non_response"]},
    {"kind": ["unnamed"]},
    {"kind": ["person", "document"]},
    {"speaker": ["marr"]},
    {"speaker": ["Petra Lund", "official"]},
    {"form": ["direct"]},
    {"form": ["mixed", "direct"]},
    {"nested": False},
    {"determinacy": ["actual"]},
    {"determinacy": ["negated"]},
    {"determinacy": ["hypothetical", "negated"]},
    {"determinacy": ["hypothetical"], "nested": False},
    {"speaker": ["Lund"], "nested": False, "determinacy": ["actual"]},
    {"kind": ["person"], "act": ["statement"], "form": ["indirect"], "min_speaker_confidence": 0.8},
    {"min_confidence": 1.0},
)
cases = pytest.mark.parametrize("case", CASES, ids=str)
flat_cases = pytest.mark.parametrize("case", [case for case in CASES if case.get("nested", True)], ids=str)
"""The cases that do not ask for the nesting, which an archive does not index."""


@pytest.fixture(scope="module")
def record() -> Record:
    return sayso.attribute(TEXT)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pages") / "weir.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def archive(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    with Archive(path) as opened:
        opened.add(record)
    return path


@pytest.fixture(scope="module")
def api(archive: Path) -> Iterator[httpx.Client]:
    with serving(archive, "--no-fetch") as running, httpx.Client(base_url=f"{running.url}/api/v1", timeout=120) as http:
        yield http


@pytest.fixture(scope="module")
def tool_results(archive: Path) -> list[tuple[Case, dict[str, Any], dict[str, Any] | None]]:
    """For each case, what the MCP tools attribute and search return."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "sayso", "mcp", "--archive", str(archive)], env=dict(os.environ)
    )

    async def call(client: Client, tool: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        result = await client.call_tool(tool, dict(arguments))
        assert not result.is_error, result.content
        assert result.structured_content is not None
        return result.structured_content

    async def run() -> list[tuple[Case, dict[str, Any], dict[str, Any] | None]]:
        async with Client(command, read_timeout_seconds=120) as client:
            return [
                (
                    case,
                    await call(client, "attribute", {"page": TEXT} | case),
                    await call(client, "search", every_determinacy(case)) if case.get("nested", True) else None,
                )
                for case in CASES
            ]

    return asyncio.run(run())


def ids(record: Record) -> list[str]:
    return [row.id for row in record.attributions]


def every_determinacy(case: Case) -> Case:
    """The case for an archive, whose default is actual statements."""
    return {"determinacy": ["all"]} | case


def switches(case: Case) -> list[str]:
    """The options of the command line."""
    words = []
    for name, value in case.items():
        option = f"--{name.replace('_', '-')}"
        if name == "nested":
            words.append("--no-nested")
        elif isinstance(value, list):
            words += [word for item in value for word in (option, item)]
        else:
            words += [option, str(value)]
    return words


def output(*words: object) -> str:
    """What a command writes to standard output."""
    done = CliRunner().invoke(command_line, [*map(str, words)])
    assert done.exit_code == 0, done.output
    return done.stdout


def csv_ids(text: str) -> list[str]:
    return [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def numbers(statements: list[dict[str, Any]]) -> list[str]:
    """The ids of found statements without the version, in the order of the page."""
    return sorted((row["id"].partition(".")[2] for row in statements), key=lambda number: int(number[1:]))


def test_the_cases_tell_the_filters_apart(record: Record) -> None:
    kept = [tuple(ids(record.only(**case))) for case in CASES]
    assert len(set(kept)) == len(CASES) - 1  # the hypothetical statement is nested
    assert all(len(left) < len(record.attributions) for left in kept)
    assert all(kept[:-1][number] or number == 15 for number in range(len(kept) - 1))


@cases
def test_options_select_as_only_does(record: Record, case: Case) -> None:
    options = Options(**{name: tuple(value) if isinstance(value, list) else value for name, value in case.items()})
    assert sayso.attribute(TEXT, options=options) == record.only(**case)


@cases
def test_read_prints_the_record_of_only(page: Path, record: Record, case: Case) -> None:
    assert Record.from_json(output("read", page, "--format", "json", *switches(case))) == record.only(**case)


@cases
def test_exports_have_the_statements_of_only(page: Path, archive: Path, record: Record, case: Case) -> None:
    wanted = ids(record.only(**case))
    words = ["export", "--to", "csv", *switches(every_determinacy(case))]
    assert csv_ids(output(*words, page)) == wanted
    assert csv_ids(output(*words, "--archive", archive)) == wanted


@flat_cases
def test_a_search_finds_the_statements_of_only(archive: Path, record: Record, case: Case) -> None:
    words = ["--archive", archive, *switches(every_determinacy(case))]
    results = json.loads(output("search", "--format", "json", *words))
    assert numbers(results["statements"] if isinstance(results, dict) else results) == ids(record.only(**case))


@flat_cases
def test_the_statistics_of_a_page_are_the_summary_of_only(page: Path, record: Record, case: Case) -> None:
    case = {"determinacy": ["actual"]} | case
    totals = json.loads(output("sourcing", page, "--format", "json", *switches(case)))
    summary = record.only(**case).sourcing
    assert (totals["attributions"], totals["words"]) == (summary.attributions, summary.words)


def test_the_statistics_of_a_page_count_all_or_the_actual_statements(page: Path, record: Record) -> None:
    every = json.loads(output("sourcing", page, "--format", "json", "--determinacy", "all"))
    actual = json.loads(output("sourcing", page, "--format", "json"))
    assert (every["attributions"], every["not_actual"]) == (len(record.attributions), 0)
    assert (actual["attributions"], actual["not_actual"]) == (record.sourcing.attributions, record.sourcing.not_actual)
    assert actual["not_actual"] > 0


def test_an_export_without_a_filter_has_all_statements(page: Path, archive: Path, record: Record) -> None:
    assert csv_ids(output("export", "--to", "csv", page)) == ids(record)
    assert csv_ids(output("export", "--to", "csv", "--archive", archive)) == ids(record)
    words = ["export", "--to", "csv", "--archive", archive, "--determinacy", "negated"]
    assert csv_ids(output(*words, "--whole-pages")) == ids(record)


@cases
def test_rest_analyzes_and_exports_as_only_does(api: httpx.Client, record: Record, case: Case) -> None:
    wanted = record.only(**case)
    assert Record.from_json(api.post("/attribute", json={"page": TEXT} | case).content) == wanted
    answer = api.get("/exports/csv", params=every_determinacy(case))
    assert csv_ids(answer.text) == ids(wanted)


@flat_cases
def test_rest_finds_and_counts_the_statements_of_only(api: httpx.Client, record: Record, case: Case) -> None:
    wanted = ids(record.only(**case))
    answer = api.get("/statements", params=every_determinacy(case)).json()
    assert numbers(answer["items"]) == wanted
    totals = api.get("/sourcing", params=every_determinacy(case) | {"by": "outlet"}).json()
    assert sum(row["statements"] for row in totals["items"]) == len(wanted)


def test_tools_for_agents_select_as_only_does(
    tool_results: list[tuple[Case, dict[str, Any], dict[str, Any] | None]], record: Record
) -> None:
    for case, analyzed, found in tool_results:
        wanted = record.only(**case)
        assert [row["id"] for row in analyzed["statements"]] == ids(wanted), case
        assert analyzed["sourcing"] == json.loads(msgspec.json.encode(wanted.sourcing)), case
        if found is not None:
            assert numbers(found["statements"]) == ids(wanted), case


@pytest.mark.parametrize("case", CASES[-3:-1] + CASES[14:15], ids=str)
def test_a_batch_has_the_statements_of_only(run, page: Path, record: Record, case: Case, tmp_path: Path) -> None:
    done = run("batch", page, "--out", tmp_path / "tables", "--processes", "1", *switches(case))
    assert done.returncode == 0, done.stderr
    wanted = record.only(**case)
    assert [row["id"] for row in table(tmp_path / "tables", "attributions")] == ids(wanted)
    (article,) = table(tmp_path / "tables", "articles")
    assert article["attributions"] == len(wanted.attributions)
