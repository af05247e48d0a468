"""Read the paragraphs of an RTF file in one pass over its control words, without embedded objects."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.limits import Options, check_time
from sayso.reading.documents.office import kind_of_style
from sayso.reading.documents.paragraphs import Paragraph, as_furniture

_TOKEN: Final = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}]++)", re.S
)
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\0\xa0]+")
_SURROGATES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_MAX_DEPTH: Final = 10_000
_TICK_TOKENS: Final = 1000
"""Number of tokens between checks of the time limit."""


class _Group(NamedTuple):
    """State of a brace group: printed or not, part, characters to skip after a Unicode number, codec, style."""

    printed: bool = True
    part: str = "body"
    skip: int = 1
    codec: str | None = None
    """None is the codec of the file."""
    style: str = ""


@cache
def _control_words(use: str) -> dict[str, str]:
    """Map the control words of this use to their values."""
    return {row["term"]: row["text"] for row in lexicon("rtf_words") if row["use"] == use}


def rtf_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """Yield the paragraphs of an RTF file: headers first as page furniture, one per table row, notes at the end."""
    reader = _ControlWords(data.decode("latin-1"))
    reader.run(options, name)
    yield from as_furniture(Paragraph(line) for _, line in reader.lines["header"])
    for style, line in reader.lines["body"]:
        yield Paragraph(line, kind_of_style(reader.styles.get(style, "")))
    for _, line in reader.lines["footnote"]:
        yield Paragraph(line)
    yield from as_furniture(Paragraph(line) for _, line in reader.lines["footer"])


class _ControlWords:
    """Reader of control words, with the state of the pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.group = _Group()
        self.stack: list[_Group] = []
        self.bytes = bytearray()
        self.parts: dict[str, list[str]] = {name: [] for name in ("body", "header", "footer", "footnote", "style")}
        self.lines: dict[str, list[tuple[str, str]]] = {name: [] for name in ("body", "header", "footer", "footnote")}
        self.styles: dict[str, str] = {}
        self.skipped = 0
        self.row = False
        self.codec = "cp1252"
        self.fonts: dict[str, str] = {}
        self.font = ""

    def run(self, options: Options, name: str) -> None:
        """Read the whole text. Raises LimitError beyond a limit."""
        offset, count, size = 0, 0, 0
        while (token := _TOKEN.match(self.text, offset)) is not None or offset < len(self.text):
            if token is None:  # a backslash at the end of the text
                break
            offset = token.end()
            count += 1
            if count % _TICK_TOKENS == 0:
                check_time()
                options.check("max_lines", sum(map(len, self.lines.values())), name)
            word, number, byte, symbol, brace, plain = token.groups()
            if byte is not None:
                self._add_byte(int(byte, 16))
                continue
            if plain is not None:
                self._add_text(plain)
                size += len(plain)
                options.check("max_text_chars", size, name)
                continue
            self._flush()
            if brace is not None:
                self._brace(brace)
            elif word == "bin":
                offset += max(0, int(number or 0))
            elif word is not None:
                self._apply_word(word, number)
            else:
                self._add_symbol(symbol)
        self._flush()
        for part in self.lines:
            self._end_paragraph(part)

    def _brace(self, brace: str) -> None:
        """Save the state at an opening brace and restore it at the closing brace."""
        self.skipped = 0
        if brace == "{":
            if len(self.stack) < _MAX_DEPTH:
                self.stack.append(self.group)
            return
        closed = self.group
        self.group = self.stack.pop() if self.stack else self.group
        if closed.part == "style" and self.group.part != "style":
            return
        if closed.part == "style":
            self.styles[closed.style] = "".join(self.parts["style"]).strip(" ;")
            self.parts["style"].clear()
        elif closed.part != self.group.part and closed.part in self.lines:
            self._end_paragraph(closed.part)

    def _apply_word(self, word: str, number: str | None) -> None:
        """Apply a control word."""
        self.skipped = 0
        if word in ("ansicpg", "fcharset"):
            self._set_codec(word, number or "0")
        elif word == "f":
            self.font = number or ""
            codec = self.fonts.get(self.font)
            self.group = self.group._replace(codec=codec or self.group.codec)
        elif word == "uc":
            self.group = self.group._replace(skip=max(0, int(number or 1)))
        elif word == "u":
            self._append(chr(int(number or 0) % 0x10000))
            self.skipped = self.group.skip
        elif word in ("s", "pard"):
            self.group = self.group._replace(style=(number or "") if word == "s" else "")
            self.row = self.row and word == "s"
        elif word == "intbl":
            self.row = True
        elif word in ("v", "deleted"):
            self.group = self.group._replace(printed=number == "0")
        elif word in _control_words("part"):
            part = _control_words("part")[word]
            self.group = self.group._replace(part=part, printed=True, style="")
        elif word in _control_words("skipped"):
            self.group = self.group._replace(printed=False)
        elif word in _control_words("end"):
            if word == "par" and self.row:
                self._append(" ")
            else:
                self._end_paragraph(self.group.part)
        elif text := _control_words("text").get(word):
            self._append({"space": " "}.get(text, text))

    def _set_codec(self, word: str, number: str) -> None:
        """Set the codec of the file or of a font."""
        label = f"cp{number}" if word == "ansicpg" else _control_words("charset").get(number, "cp1252")
        try:
            codecs.lookup(label)
        except LookupError:
            return
        if word == "ansicpg":
            self.codec = label
            self.group = self.group._replace(codec=None)
        elif number != "0":
            self.fonts[self.font] = label

    def _add_symbol(self, symbol: str) -> None:
        """Add an escaped symbol."""
        if symbol == "*":
            self.group = self.group._replace(printed=False)
        elif symbol in "\r\n":
            self._end_paragraph(self.group.part)
        else:
            self._append({"~": " ", "_": "\u2011", "-": ""}.get(symbol, symbol if symbol in "\\{}" else ""))

    def _add_text(self, plain: str) -> None:
        """Add plain characters; line breaks in them are ignored."""
        self._flush()
        plain = plain.replace("\r", "").replace("\n", "")
        taken = min(self.skipped, len(plain))
        self.skipped -= taken
        if any(char > "\x7f" for char in plain):
            plain = plain.encode("latin-1").decode(self.group.codec or self.codec, "replace")
        self._append(plain[taken:])

    def _add_byte(self, byte: int) -> None:
        """Add a byte; several bytes can encode one character."""
        if self.skipped:
            self.skipped -= 1
        else:
            self.bytes.append(byte)

    def _flush(self) -> None:
        """Decode the collected bytes."""
        if self.bytes:
            self._append(self.bytes.decode(self.group.codec or self.codec, "replace"))
            self.bytes.clear()

    def _append(self, text: str) -> None:
        """Append text to the current part."""
        if self.group.printed and text:
            self.parts[self.group.part].append(text)

    def _end_paragraph(self, part: str) -> None:
        """End the current paragraph."""
        if part not in self.lines or not self.parts[part]:
            return
        text = _SURROGATES.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), "".join(self.parts[part])
        )
        self.parts[part].clear()
        if text := _SPACE.sub(" ", text).strip():
            self.lines[part].append((self.group.style, text))
