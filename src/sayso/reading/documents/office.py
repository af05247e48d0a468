"""DOCX and ODT to paragraphs: zip files of XML, read with limits and without what they link to."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from sayso.errors import InputError
from sayso.limits import Options, tick
from sayso.reading.documents.paragraphs import Paragraph
from sayso.terms import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE: Final = re.compile(r"[ \t\r\n\f\v\0]+")
_TITLES: Final = re.compile(r"title|heading[\s_]*1\b|heading(?:_20_)?1$", re.I)
_SUBTITLES: Final = re.compile(r"subtitle|untertitel", re.I)
_CAPTIONS: Final = re.compile(r"caption|illustration", re.I)
_MARGIN: Final = re.compile(r"word/(header|footer)\d*\.xml")
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
_SKIPPED: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "fldSimple-instr", "pPr", "rPr", "sectPr", "Fallback", "drawing-alt"}
    | {"annotation", "tracked-changes", "note-citation", "forms", "sequence-decls", "table-of-content"}
)
"""Elements whose words do not stand in the document as it is printed: deletions, comments, instructions."""
_ODT_ENDS: Final = frozenset({"p", "h"})


def office_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """The paragraphs of a DOCX or ODT in order, margins as furniture, tables a row a paragraph, notes at the end."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = _Parts(packed, name, options)
            if "word/document.xml" in parts.names:
                yield from _docx(parts)
            else:
                yield from _odt(parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, OverflowError) as error:
        raise InputError(f"the document is damaged ({error})", "Save it again, and hand that in", name) from error
    except RuntimeError as error:  # what zipfile raises for one with a password
        raise InputError(f"the document is locked ({error})", "Save it without a password", name) from error


class _Parts:
    """The XML files in a document, never more of all of them than one page may have."""

    def __init__(self, packed: zipfile.ZipFile, name: str, options: Options) -> None:
        self.packed, self.name, self.options = packed, name, options
        self.names = frozenset(packed.namelist())
        self.read = 0

    def root(self, part: str) -> _Element | None:
        """The root element of a part; None where the document has none. Raises InputError where it is damaged."""
        from lxml import etree

        if part not in self.names:
            return None
        tick()
        most = self.options.limit("max_page_bytes")
        with self.packed.open(part) as file:
            data = file.read(most - self.read + 1)
        self.read += len(data)
        self.options.check("max_page_bytes", self.read, self.name, part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(
                f"the document is damaged ({error})", "Save it again, and hand that in", self.name, part
            ) from error
        return root


def _docx(parts: _Parts) -> Iterator[Paragraph]:
    """The paragraphs of a DOCX."""
    root = parts.root("word/document.xml")
    styles = _docx_styles(parts.root("word/styles.xml"))
    margins = sorted(part for part in parts.names if _MARGIN.fullmatch(part))
    yield from _margin(parts, [part for part in margins if "header" in part])
    if root is not None:
        for element in _tops(root, frozenset({"p"}), "tr", "tc"):
            yield from _paragraph(element, _docx_style(element, styles))
    for note in _NOTES:
        notes = parts.root(note)
        for element in _tops(notes, frozenset({"p"}), "tr", "tc") if notes is not None else ():
            yield from _paragraph(element, "")
    yield from _margin(parts, [part for part in margins if "footer" in part])


def _margin(parts: _Parts, margins: list[str]) -> Iterator[Paragraph]:
    """The headers or footers, each text once, as furniture."""
    seen = set()
    for part in margins:
        root = parts.root(part)
        for element in _tops(root, frozenset({"p"}), "tr", "tc") if root is not None else ():
            for paragraph in _paragraph(element, ""):
                if paragraph.text not in seen:
                    seen.add(paragraph.text)
                    yield paragraph._replace(kind=BlockKind.NAVIGATION)


def _docx_styles(root: _Element | None) -> dict[str, str]:
    """Each style's id with its name, which is the same in every language."""
    out = {}
    for style in root.iter("{*}style") if root is not None else ():
        key, names = _attribute(style, "styleId"), [_attribute(child, "val") for child in style.iterchildren("{*}name")]
        out[key] = names[0] if names else key
    return out


def _docx_style(element: _Element, styles: dict[str, str]) -> str:
    """The name of a paragraph's style."""
    style = next(element.iterfind("{*}pPr/{*}pStyle"), None)
    key = _attribute(style, "val") if style is not None else ""
    return styles.get(key, key)


def _odt(parts: _Parts) -> Iterator[Paragraph]:
    """The paragraphs of an ODT."""
    if "META-INF/manifest.xml" in parts.names:
        manifest = parts.root("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise InputError("the document is locked", "Save it without a password", parts.name)
    root = parts.root("content.xml")
    parents = _odt_parents(root)
    margins = parts.root("styles.xml")
    yield from _odt_margin(margins, "header")
    body = next(root.iter("{*}text"), None) if root is not None else None
    notes: list[_Element] = []
    for element in _tops(body, _ODT_ENDS, "table-row", "table-cell") if body is not None else ():
        style = _attribute(element, "style-name")
        level = "Heading 1" if _local(element) == "h" and _attribute(element, "outline-level") == "1" else ""
        yield from _paragraph(element, level or parents.get(style, style))
        notes.extend(element.iter("{*}note-body"))
    for note in notes:
        for element in note.iter("{*}p"):
            yield from _paragraph(element, "")
    yield from _odt_margin(margins, "footer")


def _odt_parents(root: _Element | None) -> dict[str, str]:
    """Each automatic style with the named one that it comes from."""
    styles = root.iter("{*}style") if root is not None else ()
    return {_attribute(style, "name"): _attribute(style, "parent-style-name") for style in styles}


def _odt_margin(root: _Element | None, which: str) -> Iterator[Paragraph]:
    """The headers or footers of an ODT's pages, each text once."""
    seen = set()
    for margin in root.iter(f"{{*}}{which}", f"{{*}}{which}-left", f"{{*}}{which}-first") if root is not None else ():
        for element in _tops(margin, _ODT_ENDS, "table-row", "table-cell"):
            for paragraph in _paragraph(element, ""):
                if paragraph.text not in seen:
                    seen.add(paragraph.text)
                    yield paragraph._replace(kind=BlockKind.NAVIGATION)


def _tops(root: _Element, ends: frozenset[str], row: str, cell: str) -> Iterator[_Element]:
    """The paragraphs in order, but a row of more than one cell as one: what a table says stands in its rows."""
    todo = [root]
    while todo:
        element = todo.pop()
        local = _local(element)
        if local in _SKIPPED or not local:
            continue
        if local in ends or (local == row and sum(_local(child) == cell for child in element) > 1):
            yield element
        else:
            todo.extend(reversed(list(element)))


def _paragraph(element: _Element, style: str) -> Iterator[Paragraph]:
    """The paragraph of an element, its kind by the name of its style; a line break in it is one of the text."""
    tick()
    kind = kind_of_style(style)
    for line in _words(element).split("\x1e"):
        if text := _SPACE.sub(" ", line).strip():
            yield Paragraph(text, kind)


def kind_of_style(style: str) -> BlockKind | None:
    """The kind of a paragraph by the name of its style; None where that tells nothing."""
    if _SUBTITLES.search(style):
        return BlockKind.DEK
    if _TITLES.search(style):
        return BlockKind.HEADLINE
    return BlockKind.CAPTION if _CAPTIONS.search(style) else None


_DOCX_TEXT: Final = "t"
_BREAKS: Final = {
    "tab": " ",
    "cr": "\x1e",
    "noBreakHyphen": "\u2011",
    "line-break": "\x1e",
    "s": " ",
    "tc": " ",
    "table-cell": " ",
}


def _words(element: _Element) -> str:
    """The words of an element as printed: no deletions, no comments, no notes; a record separator for a line break."""
    odt = "opendocument" in (element.tag.partition("}")[0] if isinstance(element.tag, str) else "")
    parts: list[str] = []
    todo: list[_Element | str] = [element]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        local = _local(one)
        if local == "br":
            parts.append(" " if _attribute(one, "type") == "column" else "\x1e")
        parts.append(_BREAKS.get(local, ""))
        if local and local not in _SKIPPED and local not in ("note-body", "softHyphen"):
            if (odt or local == _DOCX_TEXT) and one.text:
                parts.append(one.text)
            for child in reversed(one):
                if odt and child.tail:
                    todo.append(child.tail)
                todo.append(child)
            if local == "p" and one is not element:
                parts.append(" ")
    return "".join(parts)


def _local(element: _Element) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    """The value of an attribute of any namespace; empty where it is not there."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
