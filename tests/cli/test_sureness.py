"""Uncertain speakers and negated statements in the output of commands, and the lower bounds on confidence."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

import sayso
from sayso import Record
from sayso.cli.terminal.output import console
from sayso.cli.terminal.record_view import page_view
from sayso.cli.terminal.table import table_view
from sayso.errors import InputError
from sayso.terms import Determinacy, SpeakerKind
from tests.archive.test_sureness import weir
from tests.cli.pages.test_formats import PAGE

BOUNDS = ("--min-confidence", "--min-speaker-confidence")


def printed(parts) -> str:
    """The output on a terminal of 140 columns."""
    terminal = console(io.StringIO(), 140)
    with terminal.capture() as captured:
        for part in parts:
            terminal.print(part)
    return captured.get()


def test_page_view_shows_uncertain_speakers_and_negated_statements() -> None:
    shown = printed(page_view(weir()))
    assert "Uncertain speakers\n  probably Owen Falk, or Ida Marr (60%)  a1\n" in shown
    assert (
        "Not said\n  did not say  Priya Dunmore: the weir leaks  a2\n  if said  Ida Marr: the weir fell  a3\n" in shown
    )
    assert "Sourcing: 1 attribution of 3 words" in shown
    speakers = shown.partition("Speakers")[2].partition("Uncertain speakers")[0]
    assert "Owen Falk" in speakers
    assert "Priya Dunmore" not in speakers


def test_page_view_without_uncertain_speakers_has_no_such_heading() -> None:
    certain = replace(weir().attributions[0], speaker_confidence=None, considered=())
    shown = printed(page_view(replace(weir(), attributions=(certain,))))
    assert "Uncertain" not in shown
    assert "Not said" not in shown


def test_table_has_both_confidences() -> None:
    rows = printed(table_view(weir())).splitlines()
    assert rows[0].split()[-2:] == ["words,", "who"]
    (first,) = [row for row in rows if row.lstrip().startswith("a1")]
    assert first.split()[-2:] == ["0.90", "0.60"]
    assert any("did not say:" in row for row in rows)


def test_min_confidence_omits_less_confident_statements(run, tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE)
    whole = sayso.attribute(PAGE)
    highest = max(attribution.confidence for attribution in whole.attributions)
    reduced = Record.from_json(run("read", path, "--min-confidence", str(highest)).stdout)
    expected = [attribution.id for attribution in whole.attributions if attribution.confidence >= highest]
    assert [attribution.id for attribution in reduced.attributions] == expected
    assert 0 < reduced.sourcing.attributions < whole.sourcing.attributions
    totals = json.loads(run("sourcing", path, "--min-confidence", str(highest)).stdout)
    assert totals["attributions"] == reduced.sourcing.attributions
    for bound in BOUNDS:
        assert b"0<=x<=1" in run("read", path, bound, "2").stderr


def test_options_have_the_bounds() -> None:
    options = sayso.Options(min_confidence=1.0)
    assert sayso.attribute(PAGE, options=options).attributions == ()
    with pytest.raises(InputError, match="min_speaker_confidence"):
        sayso.attribute(PAGE, options=sayso.Options(min_speaker_confidence=7))


def test_archive_commands_have_the_bounds(run, tmp_path: Path) -> None:
    lines = tmp_path / "records.jsonl"
    lines.write_text(weir().to_json() + "\n", encoding="utf-8")
    target = {"SAYSO_ARCHIVE": str(tmp_path / "archive.db")}
    assert run("add", "--records", lines, **target).returncode == 0

    def hits(*options: str) -> list[str]:
        return [hit["id"] for hit in json.loads(run("search", "weir", *options, **target).stdout)]

    assert hits() == ["1.a1"]
    assert hits("--determinacy", "negated") == ["1.a2"]
    assert len(hits("--determinacy", "all")) == 3
    assert len(hits("--determinacy", "actual", "--determinacy", "hypothetical")) == 2
    assert hits("--min-speaker-confidence", "0.7") == []
    assert hits("--determinacy", "all", "--min-speaker-confidence", "0.7") == ["1.a2"]
    shown = run("search", "weir", "--determinacy", "all", "--format", "table", **target).stdout.decode()
    assert "probably Owen Falk, or" in shown
    assert "did not say: statement" in " ".join(shown.split())
    second = {"SAYSO_ARCHIVE": str(tmp_path / "sure.db")}
    run("add", "--records", lines, "--min-confidence", "0.8", **second)
    assert len(json.loads(run("search", "", "--determinacy", "all", **second).stdout)) == 2


def test_wide_table_columns_are_not_cut() -> None:
    first, *_ = weir().attributions
    wide = replace(first, determinacy=Determinacy.HYPOTHETICAL, chain=("s1",) * 2)
    attributions = (replace(wide, id="a1"), replace(wide, id="a12", inside="a1"))
    speakers = tuple(replace(speaker, kind=SpeakerKind.ORGANIZATION) for speaker in weir().speakers)
    rows = printed(table_view(replace(weir(), attributions=attributions, speakers=speakers))).splitlines()
    assert rows[0].split()[-2:] == ["words,", "who"]
    assert [row.split()[-2:] for row in rows if row.lstrip().startswith("a")] == [["0.90", "0.60"]] * 2
