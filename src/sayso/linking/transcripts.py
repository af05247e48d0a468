"""Turns of interviews and transcripts: a label at the start of a paragraph is the source until the next label.

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
from sayso.terms import READ_KINDS, Article, BlockKind, Span, Spans

_MIN_TURNS: Final = 3
"""Minimum number of turns in a transcript; fewer labels can be datelines or marks such as UPDATE."""
_MAX_LAST_TURN: Final = 2
"""Maximum number of paragraphs after the label of the last turn: later ones may be ordinary text."""

_INDENT: Final = r"[ \t]*(?:\[\d{1,2}:\d\d(?::\d\d)?\][ \t]*)?(?:\*\*|__)?[“\"]?"
_BOLD_END: Final = r"(?:\*\*|__)?"
_ROLE: Final = r"(?:,[^\n:.]{1,60})?"
_NOTES: Final = r"(?: \([^()\n]{1,40}\)){0,2}"
_CAPITALS: Final = r"(?:[A-Z][A-Z.'’-]* ){0,3}(?:Mc|Mac|De|O['’])?[A-Z][A-Z.'’-]+"
_NAME: Final = r"(?:[A-Z][\w.'’-]* ){0,3}[A-Z][\w'’-]+"
_TITLE: Final = r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Senator|The)\.? "
_LABELS: Final = (
    re.compile(rf"{_INDENT}(?P<name>{_CAPITALS}){_NOTES}{_ROLE}{_NOTES}(?P<cue>:){_BOLD_END}[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>{_TITLE}{_CAPITALS})(?P<cue>[.:]){_BOLD_END}[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>Q|A|Question|Answer)(?P<cue>[.:]){_BOLD_END}[ \t]+(?=\S)"),
    re.compile(rf"{_INDENT}(?P<name>{_NAME}){_NOTES}(?P<cue>:){_BOLD_END}[ \t]+(?=\S)"),
)
_SAME_SPEAKER: Final = re.compile(r"\((?:voice-over|on camera|continued|continuing)\)(?P<cue>:)[ \t]+(?=\S)")
_NOTE_LINE: Final = re.compile(r"[(\[][^()\[\]\n]*[)\]]\.?")
_INLINE_NOTE: Final = re.compile(r"(?P<note>[(\[][^()\[\]\n]{2,60}[)\]])(?P<stop>\.?)[ \t]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
EXAMINER: Final = re.compile(rf"(?:CROSS-|RE)?(?:EXAMINATION )?BY (?P<name>(?i:{_TITLE}){_CAPITALS}):?")
"""A line that names the examiner of a witness: ``BY MR. LANDT:``."""
_MIN_CAPITAL_SHARE: Final = 0.5
"""Share of paragraphs with labels in capitals from which a transcript needs no recurring label."""
_BOLD_MARKS: Final = ("**", "__")
_CAPS: Final = re.compile(_CAPITALS)


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn: the label as source, the mark after it as cue, and the paragraphs as content, without stage notes.

    ``region`` is the whole turn, including label and notes.
    """

    source: Span
    cue: Span
    content: Spans
    region: Span


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph: its span, and its label if it has one."""

    span: Span
    label: re.Match[str] | None
    continues: bool = False  # the label only marks that the speaker continues


def turns(article: Article) -> list[Turn]:
    """The turns of a page that is or contains a transcript; empty for other pages."""
    lines = [_line(article.text, span) for span in _paragraphs(article)]
    names = Counter(_key(line.label["name"]) for line in lines if line.label is not None and not line.continues)
    lines = [_without_headline_label(article, line, names) for line in lines]
    if len(names) < 2 or names.total() < _MIN_TURNS:
        return []
    capitals = sum(line.label is not None and not line.continues and _is_capital(line.label) for line in lines)
    has_recurring_label = names.most_common(1)[0][1] > 1 or capitals > max(_MIN_TURNS, _MIN_CAPITAL_SHARE * len(lines))
    if not has_recurring_label and not names.keys() & small("on_screen"):
        return []
    opening_lines = [number for number, line in enumerate(lines) if _opens(line, names, capitals > 0)]
    ends = [*opening_lines[1:], len(lines)]
    page_turns: list[Turn] = []
    for start, end in zip(opening_lines, ends, strict=True):
        is_last = end == len(lines)
        turn = _turn(article.text, lines[start : min(end, start + 1 + _MAX_LAST_TURN) if is_last else end])
        if turn is not None:
            page_turns.append(turn)
    return page_turns


def _without_headline_label(article: Article, line: _Line, names: Counter[str]) -> _Line:
    """The line without its label if it is in a headline and no turn of the text has the label: ``LATE NEWS: Fog``."""
    is_sentence = line.span.of(article.text).endswith((".", "?", "!", "…", "”", '"'))
    if line.label is None or line.continues or is_sentence or names[_key(line.label["name"])] > 1:
        return line
    heads = (block.span for block in article.blocks if block.kind is BlockKind.HEADLINE)
    if article.text[: line.span.start].strip() and not any(line.span in head for head in heads):
        return line
    del names[_key(line.label["name"])]
    return _Line(line.span, None)


def _opens(line: _Line, names: Counter[str], capitals: bool) -> bool:
    """Whether a line opens a turn: its label is in capitals or, if no label is, recurs on the page."""
    if line.label is None:
        return False
    if line.continues or _is_capital(line.label):
        return True
    return not capitals and (names[_key(line.label["name"])] > 1 or len(names) <= 2)


def _turn(text: str, lines: Sequence[_Line]) -> Turn | None:
    """The turn of the first line, with the paragraphs that continue it; None for on-screen text."""
    first = lines[0]
    assert first.label is not None
    if not first.continues and first.label["name"].casefold() in small("on_screen"):
        return None
    content = _without_notes(text, Span(first.label.end(), first.span.end))
    end = first.span.end
    for line in lines[1:]:
        if line.label is not None or EXAMINER.fullmatch(text, line.span.start, line.span.end):
            break
        if _NOTE_LINE.fullmatch(line.span.of(text)):
            if _ends_turn(line.span.of(text)):
                break
            continue
        content += _without_notes(text, line.span)
        end = line.span.end
    if not content:
        return None
    cue = Span(*first.label.span("cue"))
    label = Span(first.label.start("name") if not first.continues else first.span.start, cue.start)
    source = label if "(" in label.of(text) else Span(*first.label.span("name"))
    return Turn(source, cue, tuple(content), Span(first.span.start, end))


def _without_notes(text: str, span: Span) -> list[Span]:
    """A paragraph without notes in brackets: ``It fell. (APPLAUSE) No one was on it. (END VIDEO)``."""
    pieces, start = [], span.start
    for note in _INLINE_NOTE.finditer(text, span.start, span.end):
        if _is_note(note["note"]):
            end = start + len(text[start : note.start()].rstrip(" \t"))
            if start < end:
                pieces.append(Span(start, end))
            start = note.end()
    if start < span.end:
        pieces.append(Span(start, span.end))
    return [piece for piece in pieces if _WORD.search(piece.of(text))]


def _is_note(note: str) -> bool:
    """Whether words in brackets are a note: all are words of notes, or they are in capitals with one of these."""
    words = _WORD.findall(note)
    known = [word.lower() in _notes() for word in words]
    return bool(words) and (all(known) or (any(known) and note.isupper()))


def _ends_turn(note: str) -> bool:
    """Whether a note on a line of its own ends a turn: ``(COMMERCIAL BREAK)``."""
    words = [word.lower() for word in _WORD.findall(note)]
    return not any(word in _notes() for word in words) or any(_notes().get(word, False) for word in words)


@cache
def _notes() -> dict[str, bool]:
    """The words of notes; the value is true if the word ends a turn."""
    return {row["term"]: row["ends"] == "yes" for row in lexicon("stage_notes")}


def _without_bold_end(line: str) -> str:
    """A Markdown line without the end of its bold text, if the line starts in bold: ``**ROE: Why?**``."""
    marks = line[:2]
    return line[:-2].rstrip() if marks in _BOLD_MARKS and line.endswith(marks) and len(line) > 2 * len(marks) else line


def _line(text: str, span: Span) -> _Line:
    continuation = _SAME_SPEAKER.match(text, span.start, span.end)
    if continuation is not None:
        return _Line(span, continuation, continues=True)
    label_matches = (label.match(text, span.start, span.end) for label in _LABELS)
    return _Line(span, next((match for match in label_matches if match is not None), None))


def _is_capital(label: re.Match[str]) -> bool:
    """Whether a label is in capitals or is a single letter."""
    return len(label["name"]) == 1 or any(_CAPS.fullmatch(word) for word in label["name"].split()[-1:])


def _key(name: str) -> str:
    """The key that labels of the same speaker share: the last word."""
    return name.split()[-1].casefold()


def _paragraphs(article: Article) -> list[Span]:
    """The lines of all analyzed blocks, without surrounding spaces."""
    paragraphs = []
    for block in article.blocks:
        if block.kind in READ_KINDS:
            start = block.span.start
            for line in block.span.of(article.text).splitlines(keepends=True):
                if line.strip():
                    first = start + len(line) - len(line.lstrip())
                    paragraphs.append(Span(first, first + len(_without_bold_end(line.strip()))))
                start += len(line)
    return paragraphs
