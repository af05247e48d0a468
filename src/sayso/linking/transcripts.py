"""Turns of interviews and transcripts: a label at the start of a paragraph says who speaks until the next label.

Labels are names before a colon (``VANE:``, ``ANA KOLB, HOST:``, ``Kim Vole:``), titles with a full stop as in
parliamentary records (``Mr. LANDT.``, ``The PRESIDENT.``), and letters (``Q.``, ``A:``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sayso.lexicons import lexicon, small
from sayso.terms import READ_KINDS, Article, Span, Spans

_TURNS: Final = 3
"""So few turns, of two speakers or more, make a transcript; fewer can be datelines, or marks such as UPDATE."""
_LAST: Final = 2
"""Paragraphs that the last turn of a page goes on for at most: what follows may be the page's own text."""

_INDENT: Final = r"[ \t]*(?:\[\d{1,2}:\d\d(?::\d\d)?\][ \t]*)?[“\"]?"
_ROLE: Final = r"(?:,[^\n:.]{1,60})?"
_NOTES: Final = r"(?: \([^()\n]{1,40}\)){0,2}"
_CAPITALS: Final = r"(?:[A-Z][A-Z.'’-]* ){0,3}(?:Mc|Mac|De|O['’])?[A-Z][A-Z.'’-]+"
_NAME: Final = r"(?:[A-Z][\w.'’-]* ){0,3}[A-Z][\w'’-]+"
_TITLE: Final = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Senator|The)\.? "
_LABELS: Final = (
    re.compile(rf"{_INDENT}(?P<name>{_CAPITALS}){_NOTES}{_ROLE}{_NOTES}(?P<cue>:)[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>{_TITLE}{_CAPITALS})(?P<cue>[.:])[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>Q|A|Question|Answer)(?P<cue>[.:])[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>{_NAME}){_NOTES}(?P<cue>:)[ \t]+(?=\S)"),
)
_SAME: Final = re.compile(r"\((?:voice-over|on camera|continued|continuing)\)(?P<cue>:)[ \t]+(?=\S)")
_NOTE: Final = re.compile(r"[(\[][^()\[\]\n]*[)\]]\.?")
_INSIDE: Final = re.compile(r"[ \t]*(?P<note>[(\[][^()\[\]\n]{2,60}[)\]])(?P<stop>\.?)[ \t]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
EXAMINER: Final = re.compile(rf"(?:CROSS-|RE)?(?:EXAMINATION )?BY (?P<name>(?i:{_TITLE}){_CAPITALS}):?")
"""A line that says who asks the questions of a witness below it: ``BY MR. LANDT:``."""
_MOSTLY: Final = 0.5
"""The share of labels in capitals among the paragraphs from which on no speaker need return."""
_CAPS: Final = re.compile(_CAPITALS)


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks, the mark after the label, and what is said: one span a paragraph or more, without stage notes.

    ``region`` is the whole of it, label and notes included.
    """

    source: Span
    cue: Span
    content: Spans
    region: Span


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph: its span, and its label where it has one."""

    span: Span
    label: re.Match[str] | None
    same: bool = False  # the label only says that the speaker goes on


def turns(article: Article) -> list[Turn]:
    """The turns of a page that is a transcript at least in part; none of any other page."""
    lines = [_line(article.text, span) for span in _paragraphs(article)]
    names = Counter(_key(line.label["name"]) for line in lines if line.label is not None and not line.same)
    if len(names) < 2 or names.total() < _TURNS:
        return []
    capitals = sum(line.label is not None and not line.same and _is_capital(line.label) for line in lines)
    returns = names.most_common(1)[0][1] > 1 or capitals > max(_TURNS, _MOSTLY * len(lines))
    if not returns and not names.keys() & small("on_screen"):
        return []
    labelled = [number for number, line in enumerate(lines) if _opens(line, names, capitals > 0)]
    ends = [*labelled[1:], len(lines)]
    out: list[Turn] = []
    for start, end in zip(labelled, ends, strict=True):
        last = end == len(lines)
        turn = _turn(article.text, lines[start : min(end, start + 1 + _LAST) if last else end])
        if turn is not None:
            out.append(turn)
    return out


def _opens(line: _Line, names: Counter[str], capitals: bool) -> bool:
    """Whether a labelled line opens a turn: among capitals any label in capitals does, else one that returns."""
    if line.label is None:
        return False
    if line.same or _is_capital(line.label):
        return True
    return not capitals and (names[_key(line.label["name"])] > 1 or len(names) <= 2)


def _turn(text: str, lines: Sequence[_Line]) -> Turn | None:
    """The turn that the first line opens, with the paragraphs that continue it; None for text on the screen."""
    first = lines[0]
    assert first.label is not None
    if not first.same and first.label["name"].casefold() in small("on_screen"):
        return None
    content = _said(text, Span(first.label.end(), first.span.end))
    end = first.span.end
    for line in lines[1:]:
        if line.label is not None or EXAMINER.fullmatch(text, line.span.start, line.span.end):
            break
        if _NOTE.fullmatch(line.span.of(text)):
            if _ends_turn(line.span.of(text)):
                break
            continue
        content += _said(text, line.span)
        end = line.span.end
    if not content:
        return None
    cue = Span(*first.label.span("cue"))
    label = Span(first.label.start("name") if not first.same else first.span.start, cue.start)
    source = label if "(" in label.of(text) else Span(*first.label.span("name"))
    return Turn(source, cue, tuple(content), Span(first.span.start, end))


def _said(text: str, span: Span) -> list[Span]:
    """A paragraph without the notes in brackets: ``It fell. (APPLAUSE) No one was on it. (END VIDEO)``."""
    out, start = [], span.start
    for note in _INSIDE.finditer(text, span.start, span.end):
        if _is_note(note["note"]):
            if start < note.start():
                out.append(Span(start, note.start()))
            start = note.end()
    if start < span.end:
        out.append(Span(start, span.end))
    return [piece for piece in out if _WORD.search(piece.of(text))]


def _is_note(note: str) -> bool:
    """Whether words in brackets are a note: all of them words of notes, or in capitals with one of these."""
    words = _WORD.findall(note)
    known = [word.lower() in _notes() for word in words]
    return bool(words) and (all(known) or (any(known) and note.isupper()))


def _ends_turn(note: str) -> bool:
    """Whether what follows a note that stands alone is no more of the turn: ``(COMMERCIAL BREAK)``."""
    words = [word.lower() for word in _WORD.findall(note)]
    return not any(word in _notes() for word in words) or any(_notes().get(word, False) for word in words)


@cache
def _notes() -> dict[str, bool]:
    """The words of notes, each with whether it ends a turn."""
    return {row["term"]: row["ends"] == "yes" for row in lexicon("stage_notes")}


def _line(text: str, span: Span) -> _Line:
    same = _SAME.match(text, span.start, span.end)
    if same is not None:
        return _Line(span, same, same=True)
    found = (label.match(text, span.start, span.end) for label in _LABELS)
    return _Line(span, next((match for match in found if match is not None), None))


def _is_capital(label: re.Match[str]) -> bool:
    """Whether a label is set in capitals, or is a letter."""
    return len(label["name"]) == 1 or any(_CAPS.fullmatch(word) for word in label["name"].split()[-1:])


def _key(name: str) -> str:
    """Labels of one speaker: by the last word."""
    return name.split()[-1].casefold()


def _paragraphs(article: Article) -> list[Span]:
    """The lines of all blocks that are read, without the space around them."""
    out = []
    for block in article.blocks:
        if block.kind in READ_KINDS:
            start = block.span.start
            for line in block.span.of(article.text).splitlines(keepends=True):
                if line.strip():
                    first = start + len(line) - len(line.lstrip())
                    out.append(Span(first, first + len(line.strip())))
                start += len(line)
    return out
