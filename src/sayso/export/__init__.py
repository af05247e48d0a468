"""Records in the forms of others: schema.org, Web Annotation, brat, tables, a report, input for fact-checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final

from sayso.errors import QueryError
from sayso.terms import Record

Named = tuple[str, Record]
"""A record with a name for files and ids: letters, digits, dots and dashes."""

FORMATS: Final[Mapping[str, str]] = {
    "jsonld": "schema.org as JSON-LD: NewsArticle, Quotation, Claim; one line a record",
    "webannotation": "W3C Web Annotation: an AnnotationCollection a record, one line each",
    "claimreview-input": "schema.org Claims to be reviewed, without a rating; one line a record",
    "csv": "one row an attribution",
    "parquet": "one row an attribution, typed and nested (extra archive)",
    "brat": "a folder of .txt and .ann files",
    "html": "a report a record, in a folder",
}
FOLDERS: Final = frozenset(("brat", "html"))
BINARY: Final = frozenset(("parquet",))


def export_text(records: Iterable[Named], to: str, file: IO[str]) -> int:
    """Write records to a text stream: jsonld, webannotation, claimreview-input or csv. The number of records comes
    back.

    Raises QueryError for a form that needs a folder or a file of bytes.
    """
    import msgspec

    from sayso.export.annotation import web_annotations
    from sayso.export.claims import claims
    from sayso.export.jsonld import jsonld
    from sayso.export.tables import write_csv

    if to == "csv":
        return write_csv(records, file)
    makers: dict[str, Callable[[Record, str], dict[str, Any]]] = {
        "jsonld": jsonld, "webannotation": web_annotations, "claimreview-input": claims,
    }  # fmt: skip
    if to not in makers:
        raise QueryError(f"{to} cannot be written to a stream", "Name a file or folder with --output")
    count = 0
    for name, record in records:
        count += 1
        file.write(msgspec.json.encode(makers[to](record, name)).decode() + "\n")
    return count


def export_folder(records: Iterable[Named], to: str, folder: Path) -> int:
    """Write brat files or HTML reports into a folder, made where it is missing. The number of records comes back."""
    from sayso.export.brat import CONFIGURATION, write_brat
    from sayso.export.report import report

    if to not in FOLDERS:
        raise QueryError(f"{to} is no form for a folder", f"Choose among {', '.join(sorted(FOLDERS))}")
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
