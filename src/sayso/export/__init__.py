"""Export formats: schema.org, Web Annotation, brat, tables, an HTML report, input for fact-checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from sayso.errors import QueryError
from sayso.terms import Record

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
}
FOLDERS: Final = frozenset(("brat", "html"))
BINARY: Final = frozenset(("xlsx", "parquet"))


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
    """Write brat files or HTML reports to a folder, created if missing. Returns the number of records."""
    from sayso.export.brat import CONFIGURATION, write_brat
    from sayso.export.report import report

    if to not in FOLDERS:
        raise QueryError(f"{to} is not a folder format", f"Choose one of: {', '.join(sorted(FOLDERS))}")
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for name, record in records:
        count += 1
        if to == "brat":
            write_brat(record, folder / name)
        else:
            (folder / f"{name}.html").write_text(report(record), encoding="utf-8", newline="")
    if to == "brat":
        (folder / "annotation.conf").write_text(CONFIGURATION, encoding="utf-8")
    return count
