"""Arguments that are not valid UTF-8: a one-line error in every command, but valid file names."""

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
EXCLUDED = {"sayso serve", "sayso mcp", "sayso train"}  # these start a server, or need another extra


def command_lines() -> Iterator[tuple[str, ...]]:
    """Each command with invalid UTF-8 for its arguments, and for each text option in turn."""
    for name, context in COMMANDS.items():
        if name in EXCLUDED or isinstance(context.command, click.Group):
            continue
        words = name.split()[1:]
        params = context.command.params
        arguments = [param for param in params if isinstance(param, click.Argument) and param.required]
        yield (*words, *(BAD for _ in arguments))
        for param in params:
            takes_text = isinstance(param.type, click.types.StringParamType)
            if isinstance(param, click.Option) and not param.is_flag and takes_text:
                yield (*words, *("1.a1" for _ in arguments), param.opts[0], BAD)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive."""
    path = tmp_path_factory.mktemp("utf8") / "archive.db"
    Archive(path).close()
    return path


@pytest.mark.issue(24)
@pytest.mark.parametrize("args", list(command_lines()), ids=lambda args: " ".join(args).replace(BAD, "BAD"))
def test_invalid_utf8_causes_no_traceback(
    args: tuple[str, ...],
    archive: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAYSO_ARCHIVE", str(archive))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        cli.main(list(args))
    stderr = capsys.readouterr().err
    assert end.value.code in (0, 1, 2)
    assert "Traceback" not in stderr
    assert "internal error" not in stderr


@pytest.mark.issue(24)
def test_invalid_utf8_in_a_process(run, archive: Path) -> None:  # type: ignore[no-untyped-def]
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
def test_file_name_with_invalid_utf8_is_read(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"{BAD}.txt"
    path.write_text("“The weir holds,” said Ivo Marr.", encoding="utf-8")
    assert run("read", path, "--format", "json").returncode == 0
