"""Marks in text, escaped hazards, and one-line errors."""

from __future__ import annotations

import json

import pytest

from sayso import Attribution, Span
from sayso.cli.terminal.marks import marked, marks, raised
from sayso.cli.terminal.safe import complain, safe, safe_json, safe_line
from sayso.errors import InputError

TEXT = "“I,” Anna Roe said, “go. Bo told me.”\n"


def words(*attributions: Attribution, text: str = TEXT) -> str:
    return marked(text, Span(0, len(text)), marks(attributions)).plain


def attribution(name: str, source: list[str], cue: list[str], content: list[str], text: str = TEXT) -> Attribution:
    def spans(parts: list[str]) -> tuple[Span, ...]:
        return tuple(Span(text.index(part), text.index(part) + len(part)) for part in parts)

    return Attribution(name, spans(source), spans(cue), spans(content))


def test_discontinuous_content_and_nested_attribution_are_marked() -> None:
    outer = attribution("a1", ["Anna Roe"], ["said"], ["“I,”", "“go. Bo told me.”"])
    inner = attribution("a12", ["Bo"], ["told"], ["me"])
    assert words(outer) == "«“I,”»¹ ⟦Anna Roe⟧¹ ‹said›¹, «“go. Bo told me.”»¹"
    assert words(outer, inner) == "«“I,”»¹ ⟦Anna Roe⟧¹ ‹said›¹, «“go. ⟦Bo⟧¹² ‹told›¹² «me»¹².”»¹"


def test_shared_source_is_marked_once_with_both_numbers() -> None:
    two = attribution("a1", ["Anna Roe"], ["said"], []), attribution("a2", ["Anna Roe"], ["told"], [])
    assert "⟦Anna Roe⟧¹·² ‹said›¹" in words(*two)


def test_adjacent_nested_and_crossing_spans_keep_every_character() -> None:
    text = "abcdef"
    pairs = [(0, 3), (3, 6), (2, 5), (0, 6), (0, 1), (5, 6)]
    for at, first in enumerate(pairs):
        for second in pairs[at:]:
            pair = Attribution("a1", (Span(*first),), (), ()), Attribution("a2", (), (), (Span(*second),))
            plain = words(*pair, text=text)
            assert "".join(char for char in plain if char in text) == text
            assert [plain.count(mark) for mark in "⟦⟧«»"] == [1, 1, 1, 1]


def test_numbers_become_superscripts() -> None:
    assert raised(["a1", "a20"]) == "¹·²⁰"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\u202eb", "a<U+202E>b"),
        ("\x9b31m", "<U+009B>31m"),
        ("\x7f", "<U+007F>"),
        ("\ufeffcrlf\r\n", "crlf\n"),
        ("👩\u200d🚀 e\u0301 שלום", "👩\u200d🚀 e\u0301 שלום"),
    ],
)
def test_hazards_are_visible_and_other_scripts_unchanged(raw: str, shown: str) -> None:
    assert safe(raw) == shown


def test_white_space_becomes_one_space() -> None:
    assert safe_line(" a\r\n\tb\u2028c ") == "a b c"


def test_escaped_json_has_the_same_value() -> None:
    value = {"a": "\u202e \x9b \U000e0041 \x7f ok 🎉"}
    text = json.dumps(value, ensure_ascii=False, indent=1)
    assert json.loads(safe_json(text)) == value
    assert "\u202e" not in safe_json(text)


def test_errors_take_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    complain(InputError("it is\ntorn", "Fix it"), "a.html")
    complain(InputError("it is torn", "Fix it", "b.html", "line 3"), "a.html")
    complain(FileNotFoundError(2, "No such file", "c.html"))
    complain(KeyError("x"), "d.html")
    lines = capsys.readouterr().err.splitlines()
    assert lines[:3] == [
        "sayso: a.html: it is torn. Fix it",
        "sayso: b.html, line 3: it is torn. Fix it",
        "sayso: c.html: No such file.",
    ]
    assert lines[3].startswith("sayso: d.html: internal error (KeyError")
