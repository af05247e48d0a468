"""``sayso doctor`` as a process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sayso.archive import Archive
from sayso.cli.services import doctor

pytestmark = pytest.mark.issue(23)


def test_doctor_reports_model_extras_processor_and_archive(run, tmp_path: Path) -> None:
    Archive(tmp_path / "a.db").close()
    done = run("doctor", "--format", "json", "--archive", tmp_path / "a.db")
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0
    assert {"sayso", "Python", "processor", "model", "analysis", "extra web", "extra archive", "archive"} <= set(checks)
    assert "extra test" not in checks
    assert "words/s" in checks["analysis"]["value"]
    assert "0 pages" in checks["archive"]["value"]


def test_a_damaged_archive_is_broken_and_a_missing_one_is_not(run, tmp_path: Path) -> None:
    (tmp_path / "bad.db").write_text("no database")
    done = run("doctor", "--archive", tmp_path / "bad.db")
    assert done.returncode == 1
    assert "! archive" in done.stdout.decode()
    assert run("doctor", "--archive", tmp_path / "none.db").returncode == 0
    assert not (tmp_path / "none.db").exists()


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    requires = ["click>=8", 'oars>=1; extra == "boat"', 'sail[canvas]>=2; extra == "boat"', 'click; extra == "boat"']
    monkeypatch.setattr(doctor.metadata, "requires", lambda _name: requires)
    assert doctor._missing("boat") == ["oars", "sail"]
    assert doctor._missing(None) == []
