"""Documents are accepted wherever pages are, and unsupported formats are refused by name."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import sayso
from sayso.errors import InputError
from tests.conftest import Run
from tests.reading.documents.test_office import DOCX, ODT, RTF

QUOTE = "“It is difficult enough already,”"


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image", "PDF, DOCX, ODT and RTF"),
        (b"\xff\xd8\xff\xe0", "a JPEG image", "Provide HTML"),
        (b"PK\x03\x04 a.txt", "a zip file", "Provide HTML"),
        (b"7z\xbc\xaf\x27\x1c", "an archive", "Unpack it"),
        (b"\xd0\xcf\x11\xe0\xa1", "an old Office file", "Save it as DOCX"),
        (b"II*\0....", "a TIFF image", "plain text"),
    ],
)
def test_an_unsupported_format_is_named_with_the_supported_formats(data: bytes, what: str, hint: str) -> None:
    with pytest.raises(InputError, match=what) as caught:
        sayso.read(data)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", DOCX), ("b.odt", ODT), ("c.rtf", RTF), ("d.rtf.gz", gzip.compress(RTF))]
)
def test_the_command_line_reads_documents(name: str, data: bytes, tmp_path: Path, run: Run) -> None:
    (tmp_path / name).write_bytes(data)
    by_name = run("read", tmp_path / name, "--format", "json")
    by_stream = run("read", "-", "--format", "json", stdin=data)
    assert by_name.returncode == by_stream.returncode == 0, by_name.stderr
    assert QUOTE in json.loads(by_name.stdout)["article"]["text"]
    assert json.loads(by_name.stdout)["attributions"] == json.loads(by_stream.stdout)["attributions"]


def test_a_batch_reads_documents_and_a_damaged_one_is_an_error_row(tmp_path: Path, run: Run) -> None:
    from tests.batch.example_inputs import table

    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in (
        ("a.docx", DOCX),
        ("b.rtf", RTF),
        ("c.docx", DOCX[:300]),
        ("d.pdf", b"%PDF-1.7 torn"),
        ("e.odt", ODT),
    ):
        (folder / name).write_bytes(data)
    process = run("batch", folder, "--out", tmp_path / "out", "--processes", "1")
    assert process.returncode in (0, 1), process.stderr
    assert len(table(tmp_path / "out", "articles")) == 3
    errors = {Path(row["input"]).name for row in table(tmp_path / "out", "errors")}
    assert errors == {"c.docx", "d.pdf"}


def test_documents_are_added_to_an_archive(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.docx").write_bytes(DOCX)
    added = run("add", tmp_path / "a.docx", "--archive", tmp_path / "a.db")
    assert added.returncode == 0, added.stderr
    search = run("search", "difficult enough", "--archive", tmp_path / "a.db")
    assert b"Tobias Lindqvist" in search.stdout


def test_the_api_and_the_upload_form_accept_documents(tmp_path: Path) -> None:
    import httpx

    from tests.web.conftest import serving

    with serving(tmp_path / "a.db", "--no-fetch") as server, httpx.Client(base_url=server.url, timeout=60) as client:
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        response = client.post("/api/v1/attribute", content=DOCX, headers={"content-type": content_type})
        assert response.status_code == 200, response.text
        assert QUOTE in response.json()["article"]["text"]
        rejected = client.post("/api/v1/attribute", content=b"\x89PNG", headers={"content-type": "application/pdf"})
        assert rejected.status_code == 422
        uploaded = client.post("/read", files={"file": ("a.rtf", RTF)}, headers={"origin": server.url})
        assert uploaded.status_code in (200, 303), uploaded.text[:500]
        assert "/pages/p" in (uploaded.headers.get("location") or str(uploaded.url))
