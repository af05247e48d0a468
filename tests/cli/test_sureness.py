"""What the commands print of doubt and of what was not said, and the bounds on both."""

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
    """What a terminal of 140 columns shows."""
    out = console(io.StringIO(), 140)
    with out.capture() as captured:
        for part in parts:
            out.print(part)
    return captured.get()


def test_the_page_view_tells_doubt_and_what_was_not_said_in_words() -> None:
    shown = printed(page_view(weir()))
    assert "Not sure who\n  probably Owen Falk, or Ida Marr (60%)  a1\n" in shown
    assert (
        "Not said\n  did not say  Priya Dunmore: the weir leaks  a2\n  if said  Ida Marr: the weir fell  a3\n" in shown
    )
    assert "Sourcing: 1 attribution of 3 words" in shown
    speakers = shown.partition("Speakers")[2].partition("Not sure who")[0]
    assert "Owen Falk" in speakers
    assert "Priya Dunmore" not in speakers


def test_a_page_without_doubt_says_nothing_of_it() -> None:
    one = weir().attributions[0]
    plain = replace(one, speaker_confidence=None, considered=())
    shown = printed(page_view(replace(weir(), attributions=(plain,))))
    assert "Not s" not in shown


def test_the_table_has_both_confidences_apart() -> None:
    rows = printed(table_view(weir())).splitlines()
    assert rows[0].split()[-2:] == ["words,", "who"]
    (first,) = [row for row in rows if row.lstrip().startswith("a1")]
    assert first.split()[-2:] == ["0.90", "0.60"]
    assert any("did not say:" in row for row in rows)


def test_bounds_leave_out_what_is_less_sure(run, tmp_path: Path) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text(PAGE)
    whole = sayso.attribute(PAGE)
    least = max(one.confidence for one in whole.attributions)
    found = Record.from_json(run("read", path, "--min-confidence", str(least)).stdout)
    assert [one.id for one in found.attributions] == [one.id for one in whole.attributions if one.confidence >= least]
    assert 0 < found.sourcing.attributions < whole.sourcing.attributions
    sums = json.loads(run("sourcing", path, "--min-confidence", str(least)).stdout)
    assert sums["attributions"] == found.sourcing.attributions
    for bound in BOUNDS:
        assert b"0<=x<=1" in run("read", path, bound, "2").stderr


def test_options_take_the_bounds_too() -> None:
    options = sayso.Options(min_confidence=1.0)
    assert sayso.attribute(PAGE, options=options).attributions == ()
    with pytest.raises(InputError, match="min_speaker_confidence"):
        sayso.attribute(PAGE, options=sayso.Options(min_speaker_confidence=7))


def test_an_archive_is_filled_and_asked_within_bounds(run, tmp_path: Path) -> None:
    lines = tmp_path / "records.jsonl"
    lines.write_text(weir().to_json() + "\n", encoding="utf-8")
    target = {"SAYSO_ARCHIVE": str(tmp_path / "archive.db")}
    assert run("add", "--records", lines, **target).returncode == 0

    def found(*more: str) -> list[str]:
        return [one["id"] for one in json.loads(run("search", "weir", *more, **target).stdout)]

    assert found() == ["1.a1"]
    assert found("--determinacy", "negated") == ["1.a2"]
    assert len(found("--determinacy", "all")) == 3
    assert len(found("--determinacy", "actual", "--determinacy", "hypothetical")) == 2
    assert found("--min-speaker-confidence", "0.7") == []
    assert found("--determinacy", "all", "--min-speaker-confidence", "0.7") == ["1.a2"]
    shown = run("search", "weir", "--determinacy", "all", "--format", "table", **target).stdout.decode()
    assert "probably Owen Falk, or" in shown
    assert "did not say: statement" in " ".join(shown.split())
    second = {"SAYSO_ARCHIVE": str(tmp_path / "sure.db")}
    run("add", "--records", lines, "--min-confidence", "0.8", **second)
    assert len(json.loads(run("search", "", "--determinacy", "all", **second).stdout)) == 2


def test_no_column_of_the_table_is_cut_where_all_of_them_are_wide() -> None:
    one, *_ = weir().attributions
    wide = [
        replace(
            one, id=f"a{n}", inside="a1" if n > 1 else None, determinacy=Determinacy.HYPOTHETICAL, chain=("s1",) * 2
        )
        for n in (1, 12)
    ]
    speakers = [replace(who, kind=SpeakerKind.ORGANIZATION) for who in weir().speakers]
    rows = printed(table_view(replace(weir(), attributions=tuple(wide), speakers=tuple(speakers)))).splitlines()
    assert rows[0].split()[-2:] == ["words,", "who"]
    assert [row.split()[-2:] for row in rows if row.lstrip().startswith("a")] == [["0.90", "0.60"]] * 2
