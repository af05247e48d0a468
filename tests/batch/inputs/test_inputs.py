"""Input names, file formats, and columns."""

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
from tests.batch.example_inputs import lines, row, text


def items(*names, **settings):
    """All items of the names."""
    reader = Reader(BatchSettings(**settings))
    return [item for source in sources(map(str, names)) for item in reader.items(source)]


def texts_and_errors(*names):
    """The texts of the pages, and the classes and places of the errors."""
    pages = items(*names)
    return (
        [item.page.data for item in pages if isinstance(item.page, Page)],
        [(type(item.page).__name__, item.place) for item in pages if not isinstance(item.page, Page)],
    )


def compress(data, suffix):
    """The compressed bytes."""
    if suffix == "gz":
        return gzip.compress(data)
    if suffix == "zst":
        return bytes(pa.compress(data, codec="zstd", asbytes=True))
    return data


@pytest.mark.parametrize("suffix", ["", "gz", "zst"])
@pytest.mark.parametrize("kind", ["jsonl", "csv", "tsv", "txt", "parquet"])
def test_each_format_is_read_with_and_without_compression(tmp_path, kind, suffix):
    if kind == "parquet" and suffix:
        pytest.skip("Parquet has its own compression")
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
    path = tmp_path / (plain.name + (f".{suffix}" if suffix else ""))
    path.write_bytes(compress(plain.read_bytes(), suffix))
    pages = items(path)
    texts = [item.page.data if isinstance(item.page.data, str) else item.page.data.decode() for item in pages]
    assert texts == [values["text"] for values in rows]
    if kind != "txt":
        assert [(item.page.url, item.published, item.publisher) for item in pages] == [
            (values["url"], values["date"], values["outlet"]) for values in rows
        ]
        assert [json.loads(item.columns) for item in pages] == [{"desk": values["desk"]} for values in rows]


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
    (item,) = items(tmp_path / "crawl.warc.gz")
    assert (item.page.url, item.input) == ("https://echo.example/w", str(tmp_path / "crawl.warc.gz"))
    assert item.place.startswith("record 1")


def test_folders_globs_and_names_give_each_file_once_in_a_stable_order(tmp_path):
    for name in ("b/2.txt", "a/1.txt", ".hidden", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text(1), encoding="utf-8")
    names = [source.name for source in sources([str(tmp_path), str(tmp_path / "**/*.txt"), str(tmp_path / "c.txt")])]
    assert [os.path.relpath(name, tmp_path) for name in names] == ["c.txt", "a/1.txt", "b/2.txt"]
    assert [source.name for source in sources([str(tmp_path)], without=str(tmp_path / "b"))] == [
        str(tmp_path / "c.txt"), str(tmp_path / "a/1.txt")
    ]  # fmt: skip


def test_column_option_maps_other_column_names(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"body": text(1), "when": "May 3, 2026", "n": 7, "none": None}) + "\n")
    (item,) = items(path, columns=parse_columns(("text=body", "published=when")))
    assert (item.page.data, item.published, item.columns) == (text(1), "May 3, 2026", '{"n":7}')
    with pytest.raises(InputError, match="text, html, id"):
        parse_columns(("words=body",))


def test_parquet_types_without_json_equivalent_become_text(tmp_path):
    pq.write_table(pa.Table.from_pylist([{"text": text(1), "date": date(2026, 5, 3), "seen": date(2026, 5, 4)}]),
                   tmp_path / "x.parquet")  # fmt: skip
    (item,) = items(tmp_path / "x.parquet")
    assert (item.published, item.columns) == ("2026-05-03", '{"seen":"2026-05-04"}')


def test_damaged_rows_are_errors_in_their_place_and_the_rest_is_read(tmp_path):
    good = lines(tmp_path / "a.jsonl", range(2)).read_bytes()
    (tmp_path / "b.jsonl").write_bytes(b'{"text": 1}\nnot json\n[]\n' + good)
    texts, errors = texts_and_errors(tmp_path / "b.jsonl")
    assert len(texts) == 2
    assert errors == [("InputError", "line 1"), ("InputError", "line 2"), ("InputError", "line 3")]
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(good * 2000)[:-2000])
    texts, errors = texts_and_errors(tmp_path / "c.jsonl.gz")
    assert len(texts) > 100
    assert len(errors) == 1
    (tmp_path / "d.csv").write_bytes(b"text,desk\nThe weir holds.,a\n\xff\xfe,b\nx,y,z\ngood item,c\n")
    texts, errors = texts_and_errors(tmp_path / "d.csv")
    assert len(texts) == 2
    assert errors == [("InputError", "row 3"), ("InputError", "row 4")]
    for name in ("e.parquet", "f.warc.gz", "g.jsonl.zst"):
        (tmp_path / name).write_bytes(b"\x28\xb5\x2f\xfd no such thing" if name.endswith("zst") else b"PAR1 no")
        texts, errors = texts_and_errors(tmp_path / name)
        assert errors or name == "f.warc.gz"
    assert texts_and_errors(tmp_path / "missing.txt")[1] == [("InputError", None)]


def test_damaged_row_group_loses_only_its_rows(tmp_path):
    path = tmp_path / "x.parquet"
    pq.write_table(pa.Table.from_pylist([row(n) for n in range(30)]), path, row_group_size=10, compression="zstd")
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    path.write_bytes(data)
    texts, errors = texts_and_errors(path)
    assert texts == [text(n) for n in (*range(10), *range(20, 30))]
    assert errors == [("InputError", "after row 10")]


def test_page_over_the_size_limit_is_an_error(tmp_path):
    options = Options(limits={"max_page_bytes": 1000})
    (tmp_path / "a.txt").write_text("word " * 1000)
    lines(tmp_path / "b.jsonl", range(1), text="word " * 1000)
    for name in ("a.txt", "b.jsonl"):
        (item,) = items(tmp_path / name, options=options)
        assert isinstance(item.page, LimitError)


def test_pipes_and_web_pages_are_rejected(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (item,) = items(tmp_path / "pipe.txt")
    assert "device or a pipe" in item.page.what
    with pytest.raises(InputError, match="does not fetch web pages"):
        list(sources(["https://echo.example/1"]))


def test_url_of_another_file_system_is_read(tmp_path):
    lines(tmp_path / "in.jsonl", range(3))
    address = tmp_path.as_uri()
    assert len(items(address)) == len(items(f"{address}/*.jsonl")) == len(items(f"{address}/in.jsonl")) == 3
    (missing,) = items(f"{address}/missing/*.jsonl")
    assert isinstance(missing.page, InputError)
