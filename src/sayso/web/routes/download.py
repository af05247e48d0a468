"""Downloads of a record in each export format."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from starlette.responses import Response

from sayso.export import (
    BINARY,
    DOCUMENT_TYPES,
    FILE_ENDINGS,
    FOLDERS,
    document,
    export_file,
    export_folder,
    export_text,
)
from sayso.export.spreadsheets import XLSX_TYPE
from sayso.terms import Record

_TYPES: Final = {
    "json": ("application/json", "json"), "jsonld": ("application/ld+json", "jsonld"),
    "webannotation": ("application/ld+json", "webannotation.json"),
    "claimreview-input": ("application/ld+json", "claims.json"), "csv": ("text/csv; charset=utf-8", "csv"),
    "xlsx": (XLSX_TYPE, "xlsx"),
    "parquet": ("application/vnd.apache.parquet", "parquet"), "brat": ("application/zip", "brat.zip"),
    **{form: (DOCUMENT_TYPES[form], ending) for form, ending in FILE_ENDINGS.items()},
}  # fmt: skip


def download(record: Record, name: str, form: str) -> Response:
    """Return a record as a file download. Raises KeyError for an unknown format."""
    kind, ending = _TYPES[form]
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(_body(record, name, form), media_type=kind, headers=headers)


def _body(record: Record, name: str, form: str) -> bytes:
    if form == "json":
        return record.to_json(2).encode("utf-8", "surrogatepass")
    if form in FILE_ENDINGS:
        return document(record, form)
    if form in BINARY or form in FOLDERS:
        with tempfile.TemporaryDirectory(prefix="sayso-") as folder:
            return _from_files(record, name, form, Path(folder))
    file = io.StringIO()
    export_text([(name, record)], form, file)
    return file.getvalue().encode()


def _from_files(record: Record, name: str, form: str, folder: Path) -> bytes:
    """Export to files; several files are packed into a ZIP file."""
    if form in BINARY:
        export_file([(name, record)], form, folder / "page")
        return (folder / "page").read_bytes()
    export_folder([(name, record)], form, folder)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pack:
        for file in sorted(folder.iterdir()):
            pack.write(file, file.name)
    return buffer.getvalue()
