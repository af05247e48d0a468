"""What a name on the command line may be, and how its columns travel."""

from __future__ import annotations

import csv
import gzip
import json
import os
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sayso.batch.inputs.files import sources
from sayso.batch.inputs.items import Reader
from sayso.batch.settings import BatchSettings, parse_columns
from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.terms import Page
from tests.batch.made import lines, row, text


def items(*names, **settings):
    """All items of some names."""
    reader = Reader(BatchSettings(**settings))
    return [item for source in sources(map(str, names)) for item in reader.items(source)]


def told(found):
    """The texts of items that are pages, and the errors of the others."""
    return (
        [item.page.data for item in found if isinstance(item.page, Page)],
        [(type(item.page).__name__, item.place) for item in found if not isinstance(item.page, Page)],
    )


def packed(data, how):
    """The bytes, packed."""
    if how == "gz":
        return gzip.compress(data)
    if how == "zst":
        return bytes(pa.compress(data, codec="zstd", asbytes=True))
    return data


@pytest.mark.parametrize("how", ["", "gz", "zst"])
@pytest.mark.parametrize("kind", ["jsonl", "csv", "tsv", "txt", "parquet"])
def test_each_kind_of_file_is_read_packed_or_not(tmp_path, kind, how):
    if kind == "parquet" and how:
        pytest.skip("Parquet packs its columns itself")
    plain = tmp_path / f"in.{kind}"
    rows = [row(n) for n in range(3)]
    if kind == "jsonl":
        lines(plain, range(3))
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), plain)
    elif kind == "txt":
        plain.write_text(text(0), encoding="utf-8")
        rows = rows[:1]
    else:
        with plain.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if kind == "tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    path = tmp_path / (plain.name + (f".{how}" if how else ""))
    path.write_bytes(packed(plain.read_bytes(), how))
    found = items(path)
    texts = [item.page.data if isinstance(item.page.data, str) else item.page.data.decode() for item in found]
    assert texts == [one["text"] for one in rows]
    if kind != "txt":
        assert [(one.page.url, one.published, one.publisher) for one in found] == [
            (one["url"], one["date"], one["outlet"]) for one in rows
        ]
        assert [json.loads(one.columns) for one in found] == [{"desk": one["desk"]} for one in rows]


def test_warc_is_read(tmp_path):
    fastwarc = pytest.importorskip("fastwarc")
    assert fastwarc
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>The weir holds.</p></body></html>"
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://echo.example/w\r\n"
        b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    (tmp_path / "crawl.warc.gz").write_bytes(gzip.compress(head + body + b"\r\n\r\n"))
    (one,) = items(tmp_path / "crawl.warc.gz")
    assert (one.page.url, one.input) == ("https://echo.example/w", str(tmp_path / "crawl.warc.gz"))
    assert one.place.startswith("record 1")


def test_a_folder_a_glob_and_a_name_give_each_file_once_in_a_stable_order(tmp_path):
    for name in ("b/2.txt", "a/1.txt", ".hidden", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text(1), encoding="utf-8")
    names = [source.name for source in sources([str(tmp_path), str(tmp_path / "**/*.txt"), str(tmp_path / "c.txt")])]
    assert [os.path.relpath(name, tmp_path) for name in names] == ["c.txt", "a/1.txt", "b/2.txt"]
    assert [one.name for one in sources([str(tmp_path)], without=str(tmp_path / "b"))] == [
        str(tmp_path / "c.txt"), str(tmp_path / "a/1.txt")
    ]  # fmt: skip


def test_columns_with_other_names_are_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"body": text(1), "when": "May 3, 2026", "n": 7, "none": None}) + "\n")
    (one,) = items(path, columns=parse_columns(("text=body", "published=when")))
    assert (one.page.data, one.published, one.columns) == (text(1), "May 3, 2026", '{"n":7}')
    with pytest.raises(InputError, match="text, html, id"):
        parse_columns(("words=body",))


def test_values_of_parquet_that_json_has_not_travel_as_text(tmp_path):
    pq.write_table(pa.Table.from_pylist([{"text": text(1), "date": date(2026, 5, 3), "seen": date(2026, 5, 4)}]),
                   tmp_path / "x.parquet")  # fmt: skip
    (one,) = items(tmp_path / "x.parquet")
    assert (one.published, one.columns) == ("2026-05-03", '{"seen":"2026-05-04"}')


def test_what_is_broken_is_told_in_its_place_and_the_rest_is_read(tmp_path):
    good = lines(tmp_path / "a.jsonl", range(2)).read_bytes()
    (tmp_path / "b.jsonl").write_bytes(b'{"text": 1}\nnot json\n[]\n' + good)
    texts, errors = told(items(tmp_path / "b.jsonl"))
    assert len(texts) == 2
    assert errors == [("InputError", "line 1"), ("InputError", "line 2"), ("InputError", "line 3")]
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(good * 2000)[:-2000])
    texts, errors = told(items(tmp_path / "c.jsonl.gz"))
    assert len(texts) > 100
    assert len(errors) == 1
    (tmp_path / "d.csv").write_bytes(b"text,desk\nThe weir holds.,a\n\xff\xfe,b\nx,y,z\ngood one,c\n")
    texts, errors = told(items(tmp_path / "d.csv"))
    assert len(texts) == 2
    assert errors == [("InputError", "row 3"), ("InputError", "row 4")]
    for name in ("e.parquet", "f.warc.gz", "g.jsonl.zst"):
        (tmp_path / name).write_bytes(b"\x28\xb5\x2f\xfd no such thing" if name.endswith("zst") else b"PAR1 no")
        texts, errors = told(items(tmp_path / name))
        assert errors or name == "f.warc.gz"
    assert told(items(tmp_path / "missing.txt"))[1] == [("InputError", None)]


def test_a_broken_row_group_costs_its_rows_alone(tmp_path):
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist([row(n) for n in range(30)]), path, row_group_size=10, compression="zstd")
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(data)
    texts, errors = told(items(path))
    assert texts == [text(n) for n in (*range(10), *range(20, 30))]
    assert errors == [("InputError", "after row 10")]


def test_a_page_that_is_too_long_is_an_error_in_its_place(tmp_path):
    options = Options(limits={"max_page_bytes": 1000})
    (tmp_path / "a.txt").write_text("word " * 1000)
    lines(tmp_path / "b.jsonl", range(1), text="word " * 1000)
    for name in ("a.txt", "b.jsonl"):
        (one,) = items(tmp_path / name, options=options)
        assert isinstance(one.page, LimitError)


def test_a_pipe_a_folder_and_a_web_page_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (one,) = items(tmp_path / "pipe.txt")
    assert "device or a pipe" in one.page.what
    with pytest.raises(InputError, match="fetches no web pages"):
        list(sources(["https://echo.example/1"]))


def test_an_address_of_another_file_system_is_read_too(tmp_path):
    lines(tmp_path / "in.jsonl", range(3))
    address = tmp_path.as_uri()
    assert len(items(address)) == len(items(f"{address}/*.jsonl")) == len(items(f"{address}/in.jsonl")) == 3
    (gone,) = items(f"{address}/gone/*.jsonl")
    assert isinstance(gone.page, InputError)
