"""API endpoints for exports: one record, or all records that match the filters."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated, Final, Literal, cast

import msgspec
from fastapi import APIRouter, Query
from fastapi import Path as InPath
from pydantic import Field
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sayso.archive import Archive, Filters
from sayso.export import (
    BINARY,
    DOCUMENT_TYPES,
    FOLDERS,
    FORMATS,
    Named,
    document,
    export_file,
    export_folder,
    export_text,
    with_determinacy,
)
from sayso.export.spreadsheets import XLSX_TYPE
from sayso.web.api.answers import etag_response, service_of
from sayso.web.api.describe import PROBLEMS
from sayso.web.api.params import FilterParams

router = APIRouter(tags=["exports"])
_TYPES: Final = {
    "csv": ("text/csv; charset=utf-8", "csv"), "xlsx": (XLSX_TYPE, "xlsx"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
}  # fmt: skip
_ZIP: Final = ("application/zip", "zip")
_JSON_LINES: Final = ("application/jsonl", "jsonl")
_ABOUT: Final = "The records in the format. A folder is sent as a ZIP file, the report or memo of one record as a file."
_MAX_MEMORY_BYTES: Final = 4_000_000  # a larger export is written to a temporary file
_MEDIA: Final = (
    "application/jsonl",
    "text/csv",
    XLSX_TYPE,
    "application/vnd.apache.parquet",
    "application/zip",
    "text/html",
    DOCUMENT_TYPES["memo-docx"],
)


class ExportParams(FilterParams):
    """The records to export."""

    record: int | None = Field(None, ge=1, le=10**15, description="Only the record of this version.", examples=[1])
    corrected: bool = Field(True, description="Apply the users' corrections; false for the model's records.")
    nested: bool = Field(True, description="false omits statements inside other statements.")
    whole: bool = Field(False, description="Export all statements of the pages with a matching one.")
    columns: Literal["short", "full"] = Field("full", description="The columns of csv and xlsx.")
    limit: int = Field(1_000, ge=1, le=10_000, description="Maximum number of records.")


@router.get(
    "/exports", operation_id="list_exports",
    responses={200: {"description": "The formats with descriptions.", "content": {"application/json": {
        "schema": {"type": "object", "additionalProperties": {"type": "string"}}, "example": dict(FORMATS),
    }}}, **PROBLEMS},
)  # fmt: skip
async def list_exports(request: Request) -> Response:
    """List the export formats."""
    return etag_response(request, msgspec.json.encode(FORMATS))


@router.get(
    "/exports/{form}", operation_id="export",
    responses={200: {"description": _ABOUT, "content": {
        kind: {"schema": {"type": "string", "format": "binary"}} for kind in _MEDIA
    }}, **PROBLEMS},
)  # fmt: skip
async def export(
    request: Request,
    form: Annotated[
        str, InPath(description="The export format.", pattern=f"^({'|'.join(FORMATS)})$", examples=["jsonld"])
    ],
    params: Annotated[ExportParams, Query()],
) -> Response:
    """Export records: one, or the statements that match the filters, by page and ordered by version."""
    filters = msgspec.structs.replace(params.filters(), nested=params.nested)
    single = form in DOCUMENT_TYPES and params.record is not None
    given = "determinacy" in request.query_params

    def write(archive: Archive) -> IO[bytes]:
        file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_MAX_MEMORY_BYTES))  # noqa: SIM115 (closed after sending)
        if single:
            ((_, record),) = _records(archive, params, filters, given=given)
            file.write(document(record, form))
        else:
            write_export(_records(archive, params, filters, given=given), form, file, params.columns)
        file.seek(0)
        return file

    file = await service_of(request).ask(write)
    kind, ending = _ZIP if form in FOLDERS else _TYPES.get(form, _JSON_LINES)
    if single:
        kind, ending = DOCUMENT_TYPES[form], form.rpartition("-")[2]
    name = f"record-{params.record}" if params.record else "records"
    headers = {"content-disposition": f'attachment; filename="{name}-{form}.{ending}"'}
    return StreamingResponse(_chunks(file), 200, headers, kind, BackgroundTask(file.close))


def write_export(records: Iterator[Named], form: str, file: IO[bytes], columns: str = "full") -> None:
    """Write records in one of :data:`sayso.export.FORMATS` to a binary file; a folder as a ZIP file."""
    if form in FOLDERS:
        with (
            tempfile.TemporaryDirectory(prefix="sayso-") as folder,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack,
        ):
            export_folder(records, form, Path(folder))
            for path in sorted(Path(folder).iterdir()):
                pack.writestr(zipfile.ZipInfo(path.name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    elif form in BINARY:
        with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
            export_file(records, form, Path(folder) / "records", columns)
            file.write((Path(folder) / "records").read_bytes())
    else:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
        export_text(records, form, text, columns)
        text.detach()


def _records(archive: Archive, params: ExportParams, filters: Filters, *, given: bool) -> Iterator[Named]:
    """Yield the requested records with their names; ``given`` says that the request names a determinacy."""
    if params.record is not None:
        record = archive.corrected(params.record).record if params.corrected else archive.record(params.record)
        yield f"record-{params.record}", record
        return
    records = archive.records(filters, corrected=params.corrected, whole=params.whole)
    if given and filters.determinacy and not params.whole:
        records = with_determinacy(records, filters.determinacy)
    for count, (version, record) in enumerate(records):
        if count >= params.limit:
            return
        yield f"record-{version}", record


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(65_536):
        yield chunk
