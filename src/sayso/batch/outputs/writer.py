"""From rows to files: a shard as one file, then parts by month of many shards, or an archive."""

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
"""Shards that go into one part of the output."""
SHARDS: Final = "_batch/shards"
DONE: Final = "_batch/done"
_LAST: Final = "last"


class KeptShard(msgspec.Struct, frozen=True):
    """A shard that is safely kept: which one, and what it holds. ``size`` is bytes of the input."""

    unit: int
    number: int
    last: bool
    size: int = 0
    pages: int = 0
    words: int = 0
    errors: int = 0


class Part(msgspec.Struct, frozen=True):
    """A part that is made. ``last`` says that no other of its unit follows; ``files`` are its files, each with
    size and SHA-256.
    """

    unit: int
    group: int
    last: bool
    counts: Counts
    files: dict[str, tuple[int, str]] = {}


def needed() -> None:
    """Raise ExtraError where what writes tables is not installed."""
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise extra_missing("sayso batch", "batch", "pyarrow") from error


def to_tables(made: Record | Exception, number: int, item: Item) -> dict[str, Any]:
    """The rows of a page for the tables."""
    return rows_of(filled(made, item), number, item) if isinstance(made, Record) else error_row(made, number, item)


def to_archive(made: Record | Exception, number: int, item: Item) -> dict[str, Any]:
    """The row of a page for an archive: the record itself."""
    if not isinstance(made, Record):
        return error_row(made, number, item)
    words = len(made.article.text.split())  # for the speed that is told; the shard does not keep it
    return {"records": [{"page": number, "record": filled(made, item).to_json(), "words": words}]}


@cache
def columns(*, archive: bool) -> dict[str, pa.Schema]:
    """The tables of a shard with their columns."""
    import pyarrow as pa

    if not archive:
        return {name: schemas()[name] for name in TABLES}
    return {"records": pa.schema([("page", pa.int64()), ("record", pa.large_string())]), "errors": schemas()["errors"]}


def shard_name(unit: int, number: int, *, last: bool) -> str:
    """The file of a shard."""
    return f"{unit:06}-{number:06}.{_LAST if last else 'more'}.arrow"


def kept_of(name: str) -> KeptShard:
    """The shard that a file name stands for."""
    place, last, _ = name.split(".")
    unit, number = place.split("-")
    return KeptShard(int(unit), int(number), last == _LAST)


def write_shard(store: Store, kept: KeptShard, pages: Sequence[dict[str, Any]], *, archive: bool) -> KeptShard:
    """Write the rows of a shard's pages as one file, a stream of Arrow a table, and count them."""
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
    """The tables of a shard. Raises ArrowException, OSError or EOFError for a broken one."""
    import pyarrow as pa

    data = io.BytesIO(store.read(f"{SHARDS}/{name}") or b"")
    return {one: pa.ipc.open_stream(data).read_all() for one in columns(archive=archive)}


def whole(store: Store, name: str, *, archive: bool) -> bool:
    """Whether a shard that an earlier run kept can be read; one that cannot is removed, and so made anew."""
    import pyarrow as pa

    try:
        read_shard(store, name, archive=archive)
    except (pa.ArrowException, OSError, EOFError):
        store.remove(f"{SHARDS}/{name}")
        return False
    return True


def make_part(store: Store, unit: int, group: int, names: Sequence[str], archive: str | None) -> Part:
    """Make the part of some shards, note that it is done, and remove the shards. Doing it again gives the same."""
    import pyarrow as pa

    read = [read_shard(store, name, archive=archive is not None) for name in names]
    tables = {one: pa.concat_tables([part[one] for part in read]).combine_chunks() for one in read[0]}
    del read
    files = _to_parquet(store, unit, group, tables) if archive is None else {}
    counts = counts_of(tables) if archive is None else _to_archive(archive, tables)
    part = Part(unit, group, kept_of(names[-1]).last, counts, files)
    store.write(f"{DONE}/{part_name(part)}", msgspec.json.encode(part))
    for name in names:
        store.remove(f"{SHARDS}/{name}")
    return part


def part_name(part: Part) -> str:
    """The file that says that a part is done."""
    return f"{part.unit:06}-{part.group:04}.json"


def sound(store: Store, name: str) -> Part | None:
    """The part that a file of DONE says is made; None where the file, or one of the part, is not as it was written."""
    try:
        part = msgspec.json.decode(store.read(f"{DONE}/{name}") or b"", type=Part)
    except msgspec.MsgspecError:
        return None
    return part if all(store.holds(file, *written) for file, written in part.files.items()) else None


def _to_parquet(store: Store, unit: int, group: int, tables: dict[str, pa.Table]) -> dict[str, tuple[int, str]]:
    """Write the tables. The files come back, each with its size and SHA-256."""
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
    """The rows of each month with its folder; all of them where the table has no month."""
    import pyarrow.compute as pc

    if "month" not in table.column_names:
        if table.num_rows:
            yield "", table
        return
    for month in sorted(pc.unique(table["month"]).to_pylist()):
        yield f"month={month}/", table.filter(pc.equal(table["month"], month)).drop_columns(["month"])


def _to_archive(target: str, tables: dict[str, pa.Table]) -> Counts:
    """Add records and failures in the order of the input."""
    from sayso import errors
    from sayso.archive import Archive

    counts = Counts()
    rows: list[tuple[int, dict[str, Any]]] = [
        (row["page"], row) for table in tables.values() for row in table.to_pylist()
    ]

    def told() -> Iterator[Record | SaysoError]:
        for _, row in sorted(rows, key=lambda one: one[0]):
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
        for out in archive.add_all(told()):
            if isinstance(out, SaysoError) and out.file is None:
                counts.errors[type(out).__name__] = counts.errors.get(type(out).__name__, 0) + 1
    return counts
