"""Quotations of nothing but space, and damaged documents: a record or one SaysoError; the time is linear."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest

import sayso
from sayso import Record
from sayso.errors import InputError
from sayso.reading.metadata.signatures import without_media
from tests.reading.documents.files import docx, odt, word

SAID = "Ivo Marr said so."
PROSE = "The harbour board of Merrow met on Monday, and its chair, Una Pike, said that the boats would sail. "
WRAPPED = "the harbour board of merrow met on monday\n"
SMALL = 2_000
"""Repetitions; four times as many take four times the seconds, in quadratic time sixteen times."""


@pytest.mark.parametrize("page", [
    f"« » {SAID}", f"«   » {SAID}", f"‹\u00a0› “No,” said Una Pike. {SAID}", "«" + " " * 500 + "»",
    WRAPPED * 5 + "\u2003\n" + WRAPPED * 5 + SAID, WRAPPED * 5 + "\x1c\n" + WRAPPED * 5 + "\u3000\n" + SAID,
    f"{PROSE}\n\nWe sail. —\u200b\u00a0(@una) May 4, 2026\n\n{SAID}",
    f"<html><body><p>{PROSE}{SAID}</p><blockquote class='twitter-tweet'><p>We sail.</p>—&#x200b;&nbsp;(@una) May 4,"
    " 2026</blockquote></body></html>",
])  # fmt: skip
def test_marks_lines_and_names_of_space_give_a_record(page: str) -> None:
    record = sayso.attribute(page)
    assert Record.from_json(record.to_json()) == record


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml"])
@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("header", [20, 80])
def test_a_damaged_part_of_a_document_is_an_error(name: str, packing: int, header: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        file.writestr(name, f"<document><p>{PROSE * 50}</p></document>")
    data = bytearray(packed.getvalue())
    start = data.index(name.encode()) + len(name)
    data[start : start + header] = b"\xff" * header
    with pytest.raises(InputError):
        sayso.read(bytes(data))


@pytest.mark.parametrize("whole", [docx(word(PROSE)), odt(f"<text:p>{PROSE}</text:p>")])
def test_a_document_cut_short_is_an_error(whole: bytes) -> None:
    with pytest.raises(InputError):
        sayso.read(whole[: len(whole) // 2])


def rtf_encodings(count: int) -> bytes:
    return ("{\\rtf1 " + "{" * count + "\\ansicpg1252 " * count + SAID).encode()


def notes(count: int) -> str:
    return f"{PROSE * 3}\n\n{PROSE * 2}" + "Una Pike is a reporter. " * count


def open_quotations(count: int) -> str:
    return "<html><body><div>" + "<q>" * 200 + "<br>x" * count


def spaces_in_a_turn(count: int) -> str:
    return "MARR: We sail.\nPIKE: No.\nMARR: It" + " " * 3 * count + "sails."


@pytest.mark.parametrize("page", [rtf_encodings, notes, open_quotations])
def test_reading_is_linear(page: Callable[[int], str | bytes]) -> None:
    assert is_linear(lambda count: sayso.read(page(count)))


def test_the_end_of_a_post_with_many_pictures_is_linear() -> None:
    assert is_linear(lambda count: without_media("We sail. " + "t.co/a " * 15 * count))


def test_the_turns_of_a_transcript_are_linear() -> None:
    assert is_linear(lambda count: sayso.attribute(spaces_in_a_turn(count)))


def is_linear(act: Callable[[int], object]) -> bool:
    """Whether four times the size takes less than eight times the seconds, or less than half a second."""

    def seconds(count: int) -> float:
        start = time.process_time()
        act(count)
        return time.process_time() - start

    for _ in range(3):  # repeat: the machine may have been busy
        small, large = seconds(SMALL), seconds(4 * SMALL)
        if large <= max(0.5, 8 * small):
            return True
    return False
