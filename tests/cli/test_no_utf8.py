"""Arguments that are no UTF-8 are told in one line, whatever the command; files with such names are read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sayso import cli
from sayso.archive import Archive
from tests.cli.test_help import COMMANDS

BAD = os.fsdecode(b"a\xffb")
LASTING = {"sayso serve", "sayso mcp", "sayso train"}  # they begin to serve, or need another extra


def asked() -> Iterator[tuple[str, ...]]:
    """Each command with each of its parameters that takes a text, given as bytes that are no UTF-8."""
    for name, context in COMMANDS.items():
        if name in LASTING or isinstance(context.command, click.Group):
            continue
        own = name.split()[1:]
        arguments = [one for one in context.command.params if isinstance(one, click.Argument) and one.required]
        yield (*own, *(BAD for _ in arguments))
        for one in context.command.params:
            if isinstance(one, click.Option) and not one.is_flag and isinstance(one.type, click.types.StringParamType):
                yield (*own, *("1.a1" for _ in arguments), one.opts[0], BAD)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with a page."""
    path = tmp_path_factory.mktemp("utf8") / "archive.db"
    Archive(path).close()
    return path


@pytest.mark.issue(24)
@pytest.mark.parametrize("args", list(asked()), ids=lambda args: " ".join(args).replace(BAD, "BAD"))
def test_an_argument_that_is_no_utf8_is_no_traceback(
    args: tuple[str, ...],
    archive: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAYSO_ARCHIVE", str(archive))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(list(args))
    said = capsys.readouterr()
    assert ended.value.code in (0, 1, 2)
    assert "Traceback" not in said.err
    assert "error of sayso itself" not in said.err


@pytest.mark.issue(24)
def test_as_a_process_too(run, archive: Path) -> None:  # type: ignore[no-untyped-def]
    for args in (
        ("diff", BAD),
        ("search", "--text", f"a{BAD}", "--outlet", BAD),
        ("speakers", "--speaker", BAD),
        ("same", BAD),
        ("trace", BAD),
    ):
        done = run(*args, SAYSO_ARCHIVE=str(archive))
        assert done.returncode in (0, 1, 2)
        assert done.stderr.count(b"\n") == (done.returncode > 0), done.stderr
        done.stderr.decode("utf-8")


@pytest.mark.issue(24)
def test_a_file_whose_name_is_no_utf8_is_read(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"{BAD}.txt"
    path.write_text("“The weir holds,” said Ivo Marr.", encoding="utf-8")
    assert run("read", path, "--format", "json").returncode == 0
