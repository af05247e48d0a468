"""``sayso doctor``: reports what is installed, and whether model, archive and processor work as they should."""

from __future__ import annotations

import platform
import re
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

import click
import msgspec

from sayso._version import __version__
from sayso.cli.archive.archive_options import archived
from sayso.cli.commands import Command
from sayso.cli.terminal.safe import many, safe_line
from sayso.errors import SaysoError

_DEVELOPMENT: Final = frozenset(("test", "docs", "bench"))
"""Extras for contributors, which are not reported."""
_EXTRA: Final = re.compile(r"""extra\s*==\s*["']([\w.-]+)["']""")
_PACKAGE: Final = re.compile(r"[A-Za-z0-9._-]+")
_EXAMPLE: Final = "bridge.txt"
_FAST: Final = (
    ("AVX-512 VNNI", frozenset(("avx512_vnni",))),
    ("AVX VNNI", frozenset(("avx_vnni",))),
    ("AVX-512", frozenset(("avx512f", "avx512bw"))),
    ("AVX2", frozenset(("avx2",))),
    ("ARM dot product", frozenset(("asimddp",))),
)
"""Instruction sets with which ONNX Runtime multiplies 8-bit integers, the fastest first, and their processor flags."""
_SLOW: Final = frozenset(("AVX2", ""))


class Check(msgspec.Struct, frozen=True):
    """A line of the report. ``state`` is ok, missing (an extra, an archive) or broken; ``hint`` says how to fix it."""

    name: str
    state: str
    value: str
    hint: str = ""


@click.command("doctor", cls=Command, short_help="Check the installation, the model and the archive.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="Output format.",
)
@archived
def command(shape: str, target: str | None) -> int:
    """Check the installation: versions, model, processor, extras and archive.

    An example page is analyzed to measure the speed. The archive is opened read-only. The exit code is 1 if a part is
    broken; a missing extra or archive is not an error.
    """
    checks = [*_versions(), _processor(), *_analysis(), *_extras(), _archive(target)]
    if shape == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(checks), indent=2).decode())
    else:
        width = max(len(check.name) for check in checks)
        for check in checks:
            mark = {"ok": " ", "missing": "-"}.get(check.state, "!")
            click.echo(safe_line(f"{mark} {check.name}").ljust(width + 2) + f"  {safe_line(check.value)}")
            if check.hint:
                click.echo(f"{'':{width + 4}}{safe_line(check.hint)}")
    return 1 if any(check.state == "broken" for check in checks) else 0


def _versions() -> Iterator[Check]:
    """The versions and places of sayso, Python and ONNX Runtime."""
    import sayso

    yield Check("sayso", "ok", f"{__version__} in {Path(sayso.__file__).parent}")
    yield Check("Python", "ok", f"{platform.python_version()} at {sys.executable}")
    for name in _missing(None):
        yield Check(name, "broken", "not installed", "Install sayso again")


def _processor() -> Check:
    """The processor, and the instruction set with which ONNX Runtime multiplies 8-bit integers on it."""
    from sayso.batch.settings import cores

    value = f"{cores()} cores, {platform.machine()}"
    flags = _processor_flags()
    if flags is None:
        return Check("processor", "ok", f"{value}; its instruction sets cannot be read here")
    fastest = next((name for name, needed in _FAST if needed <= flags), "")
    hint = "Without VNNI the model is slower; the records are the same" if fastest in _SLOW else ""
    return Check("processor", "ok", f"{value}, {f'8-bit model on {fastest}' if fastest else 'no fast path'}", hint)


def _processor_flags() -> frozenset[str] | None:
    """The flags of the processor on Linux, None elsewhere."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r"^(?:flags|Features)\s*:(.*)$", text, re.MULTILINE)
    return frozenset(match[1].split()) if match else None


def _analysis() -> Iterator[Check]:
    """The model, and the time for an example page."""
    from sayso.cli.pages.demo import examples
    from sayso.tagging.model import model_name

    try:
        name = model_name()
        from sayso.pipeline import attribute

        page = next(page for page in examples() if page.name == _EXAMPLE)
        attribute(page)  # loads the model
        started = time.perf_counter()
        record = attribute(page)
        seconds = time.perf_counter() - started
    except (SaysoError, ImportError, OSError) as error:
        hint = error.hint if isinstance(error, SaysoError) else "Install sayso again"
        yield Check("model", "broken", str(error), hint)
        return
    yield Check("model", "ok", name)
    speed = f"{record.sourcing.words / seconds:,.0f} words/s on one core"
    yield Check("analysis", "ok", f"{len(record.attributions)} statements of {_EXAMPLE} in {seconds:.2f} s, {speed}")


def _extras() -> Iterator[Check]:
    """The extras, and the packages that each one lacks."""
    for extra in metadata.metadata("sayso").get_all("Provides-Extra") or ():
        if extra in _DEVELOPMENT:
            continue
        missing = _missing(extra)
        if missing:
            hint = f'Install it: pip install "sayso[{extra}]"'
            yield Check(f"extra {extra}", "missing", f"not installed: {', '.join(missing)}", hint)
        else:
            yield Check(f"extra {extra}", "ok", "installed")


def _missing(extra: str | None) -> list[str]:
    """The packages of an extra (None: of the core) that are not installed."""
    missing = []
    for requirement in metadata.requires("sayso") or ():
        marker = _EXTRA.search(requirement)
        name = _PACKAGE.match(requirement)
        if name is None or (marker[1] if marker else None) != extra:
            continue
        try:
            metadata.version(name[0])
        except metadata.PackageNotFoundError:
            missing.append(name[0])
    return missing


def _archive(target: str | None) -> Check:
    """The archive: its place and content."""
    from sayso.archive import Archive
    from sayso.archive.archive import default_path

    name = target or str(default_path())
    is_file = not name.startswith(("postgresql://", "postgres://"))
    if is_file and not Path(name).exists():
        return Check("archive", "missing", f"{name} does not exist", "sayso add creates it")
    try:
        with Archive(target, readonly=True) as archive:
            info = archive.info()
            size = f", {Path(name).stat().st_size / 1e6:,.1f} MB" if is_file else ""
            return Check("archive", "ok", f"{archive.name}: {many(info['page'], 'page')}{size}")
    except SaysoError as error:
        return Check("archive", "broken", error.what, error.hint)
