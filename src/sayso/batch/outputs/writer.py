"""Writes rows to shard files, and merges shards into Parquet parts by month or into an archive."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import msgspec

from sayso.batch.outputs.folder import Store
from sayso.batch.outputs.tables import TABLES, counts_of, error_row, filled, rows_of, schemas
from sayso.batch.settings import Counts, Item
from sayso.errors import InputError, SaysoError, extra_missing
from sayso.terms import Record

if TYPE_CHECKING:
    import pyarrow as pa

GROUP: Final = 64
"""Number of shards per part of the output."""
SHARDS: Final = "_batch/shards"
DONE: Final = "_batch/done"
_LAST: Final = "last"


class KeptShard(msgspec.Struct, frozen=True):
    """A stored shard with its counts. ``size`` is the bytes of input."""

    unit: int
    number: int
    last: bool
    size: int = 0
    pages: int = 0
    words: int = 0
    errors: int = 0


class Part(msgspec.Struct, frozen=True):
    """A finished part. ``last`` marks the last part of a unit; ``files`` has the size and SHA-256 of each file."""

    unit: int
    group: int
    last: bool
    counts: Counts
    files: dict[str, tuple[int, str]] = {}


def needed() -> None:
    """Raise ExtraError if pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise extra_missing("sayso batch", "batch", "pyarrow") from error


def to_tables(result: Record | Exception, number: int, item: Item) -> dict[str, Any]:
    """The table rows of a page."""
    if not isinstance(result, Record):
        return error_row(result, number, item)
    return rows_of(filled(result, item), number, item)


def to_archive(result: Record | Exception, number: int, item: Item) -> dict[str, Any]:
    """The row of a page for an archive: its record as JSON."""
    if not isinstance(result, Record):
        return error_row(result, number, item)
    words = len(result.article.text.split())  # for the reported speed; not stored in the shard
    return {"records": [{"page": number, "record": filled(result, item).to_json(), "words": words}]}


@cache
def columns(*, archive: bool) -> dict[str, pa.Schema]:
    """The columns of each table in a shard."""
    import pyarrow as pa

    if not archive:
        return {name: schemas()[name] for name in TABLES}
    return {"records": pa.schema([("page", pa.int64()), ("record", pa.large_string())]), "errors": schemas()["errors"]}


def shard_name(unit: int, number: int, *, last: bool) -> str:
    """The file name of a shard."""
    return f"{unit:06}-{number:06}.{_LAST if last else 'more'}.arrow"


def kept_of(name: str) -> KeptShard:
    """The shard with this file name."""
    place, last, _ = name.split(".")
    unit, number = place.split("-")
    return KeptShard(int(unit), int(number), last == _LAST)


def write_shard(store: Store, kept: KeptShard, pages: Sequence[dict[str, Any]], *, archive: bool) -> KeptShard:
    """Write the rows of a shard to one file with an Arrow stream per table, and return the shard with its counts."""
    import pyarrow as pa

    buffer = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    for name, schema in columns(archive=archive).items():
        rows = [row for page in pages for row in page.get(name, ())]
        with pa.ipc.new_stream(buffer, schema, options=options) as stream:
            stream.write_table(pa.Table.from_pylist(rows, schema))
    store.write(f"{SHARDS}/{shard_name(kept.unit, kept.number, last=kept.last)}", buffer.getvalue())
    articles = [row for page in pages for row in page.get("records" if archive else "articles", ())]
    return msgspec.structs.replace(
        kept,
        pages=sum("errors" not in page for page in pages),
        words=sum(row["words"] for row in articles),
        errors=sum(len(page.get("errors", ())) for page in pages),
    )


def read_shard(store: Store, name: str, *, archive: bool) -> dict[str, pa.Table]:
    """The tables of a shard. Raises ArrowException, OSError or EOFError for a damaged file."""
    import pyarrow as pa

    data = io.BytesIO(store.read(f"{SHARDS}/{name}") or b"")
    return {table: pa.ipc.open_stream(data).read_all() for table in columns(archive=archive)}


def whole(store: Store, name: str, *, archive: bool) -> bool:
    """Whether a shard of an earlier run is readable; an unreadable one is removed, and so read again."""
    import pyarrow as pa

    try:
        read_shard(store, name, archive=archive)
    except (pa.ArrowException, OSError, EOFError):
        store.remove(f"{SHARDS}/{name}")
        return False
    return True


def make_part(store: Store, unit: int, group: int, names: Sequence[str], archive: str | None) -> Part:
    """Merge shards into a part, mark it as done, and remove the shards. Idempotent."""
    import pyarrow as pa

    pieces = [read_shard(store, name, archive=archive is not None) for name in names]
    tables = {table: pa.concat_tables([piece[table] for piece in pieces]).combine_chunks() for table in pieces[0]}
    del pieces  # frees memory
    files = _to_parquet(store, unit, group, tables) if archive is None else {}
    counts = counts_of(tables) if archive is None else _to_archive(archive, tables)
    part = Part(unit, group, kept_of(names[-1]).last, counts, files)
    store.write(f"{DONE}/{part_name(part)}", msgspec.json.encode(part))
    for name in names:
        store.remove(f"{SHARDS}/{name}")
    return part


def part_name(part: Part) -> str:
    """The name of the file that marks a part as done."""
    return f"{part.unit:06}-{part.group:04}.json"


def sound(store: Store, name: str) -> Part | None:
    """The part of a file in DONE; None if that file or a file of the part is missing or damaged."""
    try:
        part = msgspec.json.decode(store.read(f"{DONE}/{name}") or b"", type=Part)
    except msgspec.MsgspecError:
        return None
    return part if all(store.holds(file, size, digest) for file, (size, digest) in part.files.items()) else None


def _to_parquet(store: Store, unit: int, group: int, tables: dict[str, pa.Table]) -> dict[str, tuple[int, str]]:
    """Write the tables, and return the size and SHA-256 of each file."""
    import pyarrow.parquet as pq

    files = {}
    for name, table in tables.items():
        for folder, rows in _by_month(table):
            path, data = f"{name}/{folder}part-{unit:06}-{group:04}.parquet", io.BytesIO()
            pq.write_table(rows, data, compression="zstd")
            store.write(path, data.getvalue())
            files[path] = (data.tell(), hashlib.sha256(data.getbuffer()).hexdigest())
    return files


def _by_month(table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each month with the name of its folder; all rows if the table has no column ``month``."""
    import pyarrow.compute as pc

    if "month" not in table.column_names:
        if table.num_rows:
            yield "", table
        return
    for month in sorted(pc.unique(table["month"]).to_pylist()):
        yield f"month={month}/", table.filter(pc.equal(table["month"], month)).drop_columns(["month"])


def _to_archive(target: str, tables: dict[str, pa.Table]) -> Counts:
    """Add records and errors to an archive in input order."""
    from sayso import errors
    from sayso.archive import Archive

    counts = Counts()
    rows: list[tuple[int, dict[str, Any]]] = [
        (row["page"], row) for table in tables.values() for row in table.to_pylist()
    ]

    def results() -> Iterator[Record | SaysoError]:
        for _, row in sorted(rows, key=lambda pair: pair[0]):
            if "record" in row:
                record = Record.from_json(row["record"])
                counts.pages += 1
                counts.words += len(record.article.text.split())
                counts.attributions += len(record.attributions)
                counts.speakers += len(record.speakers)
                counts.relays += len(record.relays)
                yield record
            else:
                counts.errors[row["error"]] = counts.errors.get(row["error"], 0) + 1
                kind: Callable[..., SaysoError] = getattr(errors, row["error"], InputError)
                yield kind(row["what"], row["hint"], row["input"], row["place"])

    with Archive(target) as archive:
        for added in archive.add_all(results()):
            if isinstance(added, SaysoError) and added.file is None:
                counts.errors[type(added).__name__] = counts.errors.get(type(added).__name__, 0) + 1
    return counts
