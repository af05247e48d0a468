"""The files in deploy/: units that systemd accepts, and command lines that sayso accepts."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
import yaml

from sayso import cli

pytestmark = pytest.mark.issue(23)
DEPLOY = Path(__file__).parents[1] / "deploy"
UNITS = ("sayso.service", "sayso-backup.service", "sayso-backup.timer")


def accepted(words: list[str]) -> click.Context:
    """The context of a command line, after its parser accepted it."""
    command: click.Command = cli.sayso
    context = click.Context(command, info_name="sayso")
    while isinstance(command, click.Group):
        child = command.get_command(context, words[0])
        assert child is not None, words
        command, words = child, words[1:]
    return command.make_context(command.name, [*words], parent=context)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("sayso")
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8").replace("/opt/sayso/bin/sayso", str(program))
        (tmp_path / name).write_text(text, encoding="utf-8")
    paths = [str(tmp_path / name) for name in UNITS]
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    for name in UNITS[:2]:
        command = ["systemd-analyze", "security", "--offline=true", "--threshold=25", str(tmp_path / name)]
        rated = subprocess.run(command, capture_output=True, text=True, check=False)
        assert rated.returncode == 0, rated.stdout


def test_the_commands_of_units_and_image_are_accepted() -> None:
    for name in UNITS[:2]:
        text = re.sub(r"\$\([^)]*\)", "DATE", (DEPLOY / name).read_text(encoding="utf-8"))
        line = re.search(r"/opt/sayso/bin/sayso ([^'\n]+)", text)
        assert line is not None
        accepted(line[1].split())
    assert "--allow-host ${SAYSO_HOST}" in (DEPLOY / "sayso.service").read_text(encoding="utf-8")
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    words = re.findall(r'"([^"]+)"', re.findall(r"^CMD (.*)$", image, re.MULTILINE)[-1])
    assert accepted(words).params["host"] == "0.0.0.0"


def test_the_image_copies_files_that_exist_and_installs_extras_that_exist() -> None:
    root = DEPLOY.parent
    image = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = [name for line in re.findall(r"^COPY (?!--from)(.+) \S+$", image, re.MULTILINE) for name in line.split()]
    assert [name for name in copied if not (root / name).exists()] == []
    passed = {line[1:] for line in (root / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(copied) <= passed
    extras = re.search(r'"\.\[([\w,]+)\]"', image)
    assert extras is not None
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    assert [extra for extra in extras[1].split(",") if f"\n{extra} = [" not in project] == []


def test_the_compose_file_sets_what_sayso_reads_and_publishes_only_on_this_machine() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    server, database = services["sayso"], services["database"]
    assert set(server["environment"]) == {"SAYSO_ARCHIVE", "SAYSO_TOKEN", "PGPASSWORD"}
    assert server["environment"]["SAYSO_ARCHIVE"].startswith("postgresql://sayso@database/")
    assert "set it in .env" in server["environment"]["SAYSO_TOKEN"]
    assert [port.split(":")[0] for port in server["ports"]] == ["127.0.0.1"]
    assert "ports" not in database
    assert (DEPLOY.parent / server["build"]["dockerfile"]).exists()
