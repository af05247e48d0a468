"""Decoding: charset detection, invalid and binary input."""

from __future__ import annotations

import pytest

from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.reading.inputs.decoding import characters, decode
from sayso.terms import Page

WORDS = "Zoë Müller said “no” — in Kraków."


def read(data: bytes | str) -> str:
    return characters(Page(data, "a.txt"), Options())


def test_line_breaks_byte_order_marks_and_emoji_are_kept() -> None:
    text = "\ufeffone\r\ntwo \U0001f600 e\u0301\rthree\n"
    assert read(text) == text
    assert read(text.encode()) == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_charsets_are_detected_from_the_content(codec: str) -> None:
    assert read(("The bridge is closed. " + WORDS).encode(codec)).lstrip("\ufeff").endswith(WORDS)


@pytest.mark.parametrize(
    ("label", "codec", "words"),
    [
        ("iso-8859-1", "cp1252", "Zoë said “no”"),
        ("windows-1251", "cp1251", "Мост закрыт, сказал мэр"),
        ("shift_jis", "cp932", "橋は閉鎖された"),
        ("gb2312", "gb18030", "大桥已关闭"),
        ("iso-2022-jp", "iso2022_jp", "橋は閉鎖された"),
        ("euc-kr", "cp949", "다리가 폐쇄되었다"),
    ],
)
def test_the_stated_charset_is_used(label: str, codec: str, words: str) -> None:
    page = f'<html><head><meta charset="{label}"></head><body><p>{words}</p></body></html>'
    assert words in read(page.encode(codec))


def test_a_wrong_charset_label_is_ignored_for_valid_utf_8() -> None:
    assert WORDS in read(f'<meta charset="iso-8859-1"><p>{WORDS}</p>'.encode())
    assert decode(WORDS.encode(), "a", "latin-1") == WORDS


def test_a_utf_8_label_is_ignored_for_invalid_utf_8() -> None:
    assert "Zoë" in read('<meta charset="utf-8"><p>Zoë said</p>'.encode("cp1252"))


def test_an_unknown_charset_label_is_ignored() -> None:
    assert "Zoë" in read('<meta charset="no-such"><p>Zoë said</p>'.encode("cp1252"))


def test_utf_8_with_a_few_invalid_bytes_is_read() -> None:
    assert read((WORDS * 3).encode() + b"\xff end").startswith(WORDS)


def test_the_charset_of_long_unlabeled_text_is_guessed() -> None:
    words = "Мост через реку закрыт из-за ремонта, сообщил во вторник мэр города. " * 5
    assert read(words.encode("cp1251")) == words
    assert read(b"caf\xe9 society") == "café society"


@pytest.mark.parametrize("data", ["", b"", "\r\n \t", b"\xef\xbb\xbf \n"])
def test_an_empty_page_raises_an_input_error(data: bytes | str) -> None:
    with pytest.raises(InputError, match="the page is empty"):
        read(data)


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"PK\x03\x04zip", b"\x89PNG\r\n", bytes(range(256)) * 4, b"\0" * 200])
def test_binary_data_raises_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError, match="not a page of text"):
        read(data)


def test_a_lone_surrogate_raises_an_input_error_with_its_position() -> None:
    with pytest.raises(InputError, match="character 2"):
        read("ab\ud800")


def test_a_page_over_the_size_limit_raises_a_limit_error() -> None:
    with pytest.raises(LimitError, match="max_page_bytes"):
        read("x" * 50_000_000)
    with pytest.raises(LimitError, match="max_page_bytes"):
        read(b"x" * 10_000_001)
