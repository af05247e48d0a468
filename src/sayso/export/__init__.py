"""Export formats: schema.org, Web Annotation, brat, tables, an HTML report, memos, input for fact-checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from sayso.errors import QueryError
from sayso.terms import Record

_Key = TypeVar("_Key")
Named = tuple[str, Record]
"""A record with a name for file names and ids: letters, digits, dots and hyphens."""

FORMATS: Final[Mapping[str, str]] = {
    "jsonld": "schema.org as JSON-LD (NewsArticle, Quotation, Claim), one record per line",
    "webannotation": "W3C Web Annotation, one AnnotationCollection per line and record",
    "claimreview-input": "schema.org Claims to review, without ratings, one record per line",
    "csv": "one row per attribution",
    "xlsx": "one row per attribution, for spreadsheets (extra xlsx)",
    "parquet": "one row per attribution, with types and nested fields (extra archive)",
    "brat": "a folder of .txt and .ann files",
    "html": "a folder of reports, one per record",
    "memo-html": "a folder of sourcing memos, one page per record, as HTML",
    "memo-docx": "a folder of sourcing memos as DOCX (extra memo)",
}
FOLDERS: Final = frozenset(("brat", "html", "memo-html", "memo-docx"))
FILE_ENDINGS: Final[Mapping[str, str]] = {"html": "html", "memo-html": "memo.html", "memo-docx": "memo.docx"}
"""The endings of the files in the folders with one file per record."""
DOCUMENT_TYPES: Final[Mapping[str, str]] = {
    "html": "text/html; charset=utf-8",
    "memo-html": "text/html; charset=utf-8",
    "memo-docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The media types of these files."""
BINARY: Final = frozenset(("xlsx", "parquet"))


def with_determinacy(records: Iterable[tuple[_Key, Record]], values: Sequence[str]) -> Iterator[tuple[_Key, Record]]:
    """Yield the records with only their statements of these determinacy values; records without one are omitted."""
    for key, record in records:
        matching = record.only(determinacy=values)
        if matching.attributions:
            yield key, matching


def export_text(records: Iterable[Named], to: str, file: IO[str], columns: str = "full") -> int:
    """Write records to a text stream as jsonld, webannotation, claimreview-input or csv. Returns their number.

    ``columns`` is full or short, for csv. Raises QueryError for a format that needs a folder or a binary file.
    """
    import msgspec

    from sayso.export.annotation import web_annotations
    from sayso.export.claims import claims
    from sayso.export.jsonld import jsonld
    from sayso.export.tables import write_csv

    if to == "csv":
        return write_csv(records, file, columns)
    converters: dict[str, Callable[[Record, str], dict[str, Any]]] = {
        "jsonld": jsonld, "webannotation": web_annotations, "claimreview-input": claims,
    }  # fmt: skip
    if to not in converters:
        raise QueryError(f"{to} cannot be written to a stream", "Specify a file or folder with --output")
    count = 0
    for name, record in records:
        count += 1
        file.write(msgspec.json.encode(converters[to](record, name)).decode() + "\n")
    return count


def export_file(records: Iterable[Named], to: str, path: Path, columns: str = "full") -> int:
    """Write records to a file as xlsx or parquet. Returns their number.

    ``columns`` is full or short, for xlsx. Raises QueryError for another format.
    """
    from sayso.export.tables import write_parquet, write_xlsx

    if to not in BINARY:
        raise QueryError(f"{to} is not a format of binary files", f"Choose one of: {', '.join(sorted(BINARY))}")
    return write_xlsx(records, path, columns) if to == "xlsx" else write_parquet(records, path)


def export_folder(records: Iterable[Named], to: str, folder: Path) -> int:
    """Write brat files, reports or memos to a folder, created if missing. Returns the number of records.

    A report or a memo is written to a single file if ``folder`` has its ending (.html, .docx) and is no folder. Raises
    QueryError for a format that is not one of folders, and for several records in a single file.
    """
    from sayso.export.brat import CONFIGURATION, write_brat

    if to not in FOLDERS:
        raise QueryError(f"{to} is not a folder format", f"Choose one of: {', '.join(sorted(FOLDERS))}")
    count = 0
    if to in FILE_ENDINGS and folder.suffix == f".{FILE_ENDINGS[to].rpartition('.')[2]}" and not folder.is_dir():
        for count, (_, record) in enumerate(records, 1):
            if count > 1:
                raise QueryError("several records do not fit into one file", "Specify a folder with --output")
            folder.write_bytes(document(record, to))
        return count
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in records:
        count += 1
        if to == "brat":
            write_brat(record, folder / name)
        else:
            (folder / f"{name}.{FILE_ENDINGS[to]}").write_bytes(document(record, to))
    if to == "brat":
        (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    return count


def document(record: Record, to: str) -> bytes:
    """Return a record as a document: a report (html), or a sourcing memo (memo-html, memo-docx)."""
    from sayso.export.memo import memo_docx, memo_html
    from sayso.export.report import report

    if to == "memo-docx":
        return memo_docx(record)
    return (report(record) if to == "html" else memo_html(record)).encode("utf-8", "replace")
