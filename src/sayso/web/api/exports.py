"""Exports: records in the forms of others, of one record or of all that fit the filters."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Final, cast

import msgspec
from fastapi import APIRouter, Query
from fastapi import Path as InPath
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sayso.archive import Archive, Filters
from sayso.export import BINARY, FOLDERS, FORMATS, Named, export_folder, export_text
from sayso.export.report import report
from sayso.web.api.answers import service_of, tagged
from sayso.web.api.describe import PROBLEMS
from sayso.web.api.params import FilterParams

router = APIRouter(tags=["exports"])
_KINDS: Final = {"csv": ("text/csv; charset=utf-8", "csv"), "parquet": ("application/vnd.apache.parquet", "parquet")}
_ZIP: Final = ("application/zip", "zip")
_LINES: Final = ("application/jsonl", "jsonl")
_ABOUT: Final = "The records in that form. A folder comes as a ZIP file, the report of one record as HTML."
_IN_MEMORY: Final = 4_000_000
_MEDIA: Final = ("application/jsonl", "text/csv", "application/vnd.apache.parquet", "application/zip", "text/html")


class ExportParams(FilterParams):
    """Which records."""

    record: int | None = Field(None, ge=1, le=10**15, description="Only the record of this version.", examples=[1])
    corrected: bool = Field(True, description="The records as users corrected them; false for the machine's own.")
    limit: int = Field(1_000, ge=1, le=10_000, description="How many records at most.")


@router.get(
    "/exports", operation_id="list_exports",
    responses={200: {"description": "The forms, and what each is.", "content": {"application/json": {
        "schema": {"type": "object", "additionalProperties": {"type": "string"}}, "example": dict(FORMATS),
    }}}, **PROBLEMS},
)  # fmt: skip
async def forms(request: Request) -> Response:
    """The forms that records are exported in."""
    return tagged(request, msgspec.json.encode(FORMATS))


@router.get(
    "/exports/{form}", operation_id="export",
    responses={200: {"description": _ABOUT, "content": {
        kind: {"schema": {"type": "string", "format": "binary"}} for kind in _MEDIA
    }}, **PROBLEMS},
)  # fmt: skip
async def export(
    request: Request,
    form: Annotated[str, InPath(description="The form.", pattern=f"^({'|'.join(FORMATS)})$", examples=["jsonld"])],
    given: Annotated[ExportParams, Query()],
) -> Response:
    """Records in the form of others: one, or those with a statement that fits the filters, by the ids of versions."""
    filters = given.filters()
    report_only = form == "html" and given.record is not None

    def write(archive: Archive) -> IO[bytes]:
        file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 (closed when it is sent)
        if report_only:
            ((_, record),) = _chosen(archive, given, filters)
            file.write(report(record).encode())
        else:
            write_export(_chosen(archive, given, filters), form, file)
        file.seek(0)
        return file

    file = await service_of(request).ask(write)
    kind, ending = _ZIP if form in FOLDERS else _KINDS.get(form, _LINES)
    if report_only:
        kind, ending = "text/html; charset=utf-8", "html"
    name = f"record-{given.record}" if given.record else "records"
    heads = {"content-disposition": f'attachment; filename="{name}-{form}.{ending}"'}
    return StreamingResponse(_pieces(file), 200, heads, kind, BackgroundTask(file.close))


def write_export(records: Iterator[Named], form: str, file: IO[bytes]) -> None:
    """Write records in one of :data:`sayso.export.FORMATS` to a file of bytes; a folder as a ZIP file."""
    if form in FOLDERS:
        with (
            tempfile.TemporaryDirectory(prefix="sayso-") as folder,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack,
        ):
            export_folder(records, form, Path(folder))
            for path in sorted(Path(folder).iterdir()):
                pack.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    elif form in BINARY:
        from sayso.export.tables import write_parquet

        with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
            write_parquet(records, Path(folder) / "records")
            file.write((Path(folder) / "records").read_bytes())
    else:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        export_text(records, form, text)
        text.detach()


def _chosen(archive: Archive, given: ExportParams, filters: Filters) -> Iterator[Named]:
    """The records that are asked for."""
    if given.record is not None:
        machine = archive.record(given.record)
        yield f"record-{given.record}", archive.corrected(given.record).record if given.corrected else machine
        return
    for count, (version, record) in enumerate(archive.records(filters, corrected=given.corrected)):
        if count >= given.limit:
            return
        yield f"record-{version}", record


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(65_536):
        yield piece
