"""RTF to paragraphs, in one pass over its control words; what it embeds is skipped."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.limits import Options, tick
from sayso.reading.documents.office import kind_of_style
from sayso.reading.documents.paragraphs import Paragraph
from sayso.terms import BlockKind

_TOKEN: Final = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}]++)", re.S
)
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\0\xa0]+")
_SURROGATES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_DEEPEST: Final = 10_000
_OFTEN: Final = 1000
"""Tokens between two looks at the clock."""


class _Group(NamedTuple):
    """What a brace keeps: whether words are printed, where they go, what to skip after a number, encoding, style."""

    printed: bool = True
    where: str = "body"
    skip: int = 1
    codec: str = "cp1252"
    style: str = ""


@cache
def _words(use: str) -> dict[str, str]:
    """The control words of one use with what they stand for."""
    return {row["term"]: row["text"] for row in lexicon("rtf_words") if row["use"] == use}


def rtf_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """The paragraphs of an RTF file: headers first as furniture, rows of tables a paragraph each, notes at the end."""
    reader = _ControlWords(data.decode("latin-1"))
    reader.run(options, name)
    seen = set()
    for text in reader.lines["header"]:
        if text[1] not in seen:
            seen.add(text[1])
            yield Paragraph(text[1], BlockKind.NAVIGATION)
    for style, line in reader.lines["body"]:
        yield Paragraph(line, kind_of_style(reader.styles.get(style, "")))
    for _, line in reader.lines["footnote"]:
        yield Paragraph(line)
    for text in reader.lines["footer"]:
        if text[1] not in seen:
            seen.add(text[1])
            yield Paragraph(text[1], BlockKind.NAVIGATION)


class _ControlWords:
    """The state of one pass."""

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
        self.fonts: dict[str, str] = {}
        self.font = ""

    def run(self, options: Options, name: str) -> None:
        """Read to the end, no further than the limits go."""
        at, count, size = 0, 0, 0
        while (token := _TOKEN.match(self.text, at)) is not None or at < len(self.text):
            if token is None:  # a backslash at the very end
                break
            at = token.end()
            count += 1
            if count % _OFTEN == 0:
                tick()
                options.check("max_lines", sum(map(len, self.lines.values())), name)
            word, number, byte, sign, brace, plain = token.groups()
            if byte is not None:
                self._byte(int(byte, 16))
                continue
            if plain is not None:
                self._plain(plain)
                size += len(plain)
                options.check("max_text_chars", size, name)
                continue
            self._flush()
            if brace is not None:
                self._brace(brace)
            elif word == "bin":
                at += max(0, int(number or 0))
            elif word is not None:
                self._word(word, number)
            else:
                self._sign(sign)
        self._flush()
        for where in self.lines:
            self._end(where)

    def _brace(self, brace: str) -> None:
        """Keep the state at an opening brace, and take it up again at the closing one."""
        self.skipped = 0
        if brace == "{":
            if len(self.stack) < _DEEPEST:
                self.stack.append(self.group)
            return
        before = self.group
        self.group = self.stack.pop() if self.stack else self.group
        if before.where == "style" and self.group.where != "style":
            return
        if before.where == "style":
            self.styles[before.style] = "".join(self.parts["style"]).strip(" ;")
            self.parts["style"].clear()
        elif before.where != self.group.where and before.where in self.lines:
            self._end(before.where)

    def _word(self, word: str, number: str | None) -> None:
        """Do what a control word says."""
        self.skipped = 0
        if word in ("ansicpg", "fcharset"):
            self._encoding(word, number or "0")
        elif word == "f":
            self.font = number or ""
            codec = self.fonts.get(self.font)
            self.group = self.group._replace(codec=codec or self.group.codec)
        elif word == "uc":
            self.group = self.group._replace(skip=max(0, int(number or 1)))
        elif word == "u":
            self._put(chr(int(number or 0) % 0x10000))
            self.skipped = self.group.skip
        elif word in ("s", "pard"):
            self.group = self.group._replace(style=(number or "") if word == "s" else "")
            self.row = self.row and word == "s"
        elif word == "intbl":
            self.row = True
        elif word in ("v", "deleted"):
            self.group = self.group._replace(printed=number == "0")
        elif word in _words("part"):
            where = _words("part")[word]
            self.group = self.group._replace(where=where, printed=True, style="")
        elif word in _words("skipped"):
            self.group = self.group._replace(printed=False)
        elif word in _words("end"):
            if word == "par" and self.row:
                self._put(" ")
            else:
                self._end(self.group.where)
        elif text := _words("text").get(word):
            self._put({"space": " "}.get(text, text))

    def _encoding(self, word: str, number: str) -> None:
        """Note the encoding of the file or of a font."""
        label = f"cp{number}" if word == "ansicpg" else _words("charset").get(number, "cp1252")
        try:
            is_text = codecs.lookup(label)._is_text_encoding
        except LookupError:
            return
        if not is_text:
            return
        if word == "ansicpg":
            self.group = self.group._replace(codec=label)
            self.stack = [one._replace(codec=label) for one in self.stack]
        elif number != "0":
            self.fonts[self.font] = label

    def _sign(self, sign: str) -> None:
        """An escaped sign, or one that stands for a character."""
        if sign == "*":
            self.group = self.group._replace(printed=False)
        elif sign in "\r\n":
            self._end(self.group.where)
        else:
            self._put({"~": " ", "_": "\u2011", "-": ""}.get(sign, sign if sign in "\\{}" else ""))

    def _plain(self, plain: str) -> None:
        """Characters as they stand; line ends in them mean nothing."""
        self._flush()
        plain = plain.replace("\r", "").replace("\n", "")
        taken = min(self.skipped, len(plain))
        self.skipped -= taken
        if any(char > "\x7f" for char in plain):
            plain = plain.encode("latin-1").decode(self.group.codec, "replace")
        self._put(plain[taken:])

    def _byte(self, byte: int) -> None:
        """A byte of the encoding; several in a row may be one character."""
        if self.skipped:
            self.skipped -= 1
        else:
            self.bytes.append(byte)

    def _flush(self) -> None:
        """Decode the bytes so far."""
        if self.bytes:
            self._put(self.bytes.decode(self.group.codec, "replace"))
            self.bytes.clear()

    def _put(self, text: str) -> None:
        """Add to the part at hand."""
        if self.group.printed and text:
            self.parts[self.group.where].append(text)

    def _end(self, where: str) -> None:
        """End the paragraph at hand."""
        if where not in self.lines or not self.parts[where]:
            return
        text = _SURROGATES.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), "".join(self.parts[where])
        )
        self.parts[where].clear()
        if text := _SPACE.sub(" ", text).strip():
            self.lines[where].append((self.group.style, text))
