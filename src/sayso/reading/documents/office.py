"""Read the paragraphs of DOCX and ODT files, with size limits and without external entities."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Final

from sayso.errors import InputError
from sayso.limits import Options, check_time
from sayso.reading.documents.paragraphs import Paragraph, as_furniture
from sayso.terms import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACE: Final = re.compile(r"[ \t\r\n\f\v\0]+")
_TITLE_STYLE: Final = re.compile(r"title|heading[\s_]*1\b|heading(?:_20_)?1$", re.I)
_SUBTITLE_STYLE: Final = re.compile(r"subtitle|untertitel", re.I)
_CAPTION_STYLE: Final = re.compile(r"caption|illustration", re.I)
_HEADER_OR_FOOTER: Final = re.compile(r"word/(header|footer)\d*\.xml")
_NOTES: Final = ("word/footnotes.xml", "word/endnotes.xml")
_SKIPPED_TAGS: Final = frozenset(
    {"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sectPr", "Fallback"}
    | {"annotation", "tracked-changes", "note-citation", "forms", "sequence-decls", "table-of-content"}
)
"""Elements whose text is not printed: deletions, comments, instructions."""
_ODT_PARAGRAPH_TAGS: Final = frozenset({"p", "h"})
_DAMAGE_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
"""Exceptions of a damaged zip file."""


def office_paragraphs(data: bytes, name: str, options: Options) -> Iterator[Paragraph]:
    """Yield the paragraphs of a DOCX or ODT, with headers as page furniture, one per table row, notes at the end."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _Parts(archive, name, options)
            if "word/document.xml" in parts.names:
                yield from _docx(parts)
            else:
                yield from _odt(parts)
    except _DAMAGE_ERRORS as error:
        raise InputError(f"the document is damaged ({error})", "Save it again", name) from error
    except RuntimeError as error:  # zipfile raises it for a file with a password
        raise InputError(f"the document is locked ({error})", "Save it without a password", name) from error


class _Parts:
    """The XML files in a document; their total size is limited like the size of a page."""

    def __init__(self, archive: zipfile.ZipFile, name: str, options: Options) -> None:
        self.archive, self.name, self.options = archive, name, options
        self.names = frozenset(archive.namelist())
        self.read = 0

    def root(self, part: str) -> _Element | None:
        """Return the root element of a part, or None if it is missing. Raises InputError if it is damaged."""
        from lxml import etree

        if part not in self.names:
            return None
        check_time()
        max_bytes = self.options.limit("max_page_bytes")
        with self.archive.open(part) as file:
            data = file.read(max_bytes - self.read + 1)
        self.read += len(data)
        self.options.check("max_page_bytes", self.read, self.name, part)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(f"the document is damaged ({error})", "Save it again", self.name, part) from error
        return root


def _docx(parts: _Parts) -> Iterator[Paragraph]:
    """Yield the paragraphs of a DOCX file."""
    root = parts.root("word/document.xml")
    styles = _docx_styles(parts.root("word/styles.xml"))
    margins = sorted(part for part in parts.names if _HEADER_OR_FOOTER.fullmatch(part))
    yield from as_furniture(_docx_parts(parts, [part for part in margins if "header" in part]))
    if root is not None:
        for element in _paragraph_elements(root, frozenset({"p"}), "tr", "tc"):
            yield from _paragraph(element, _docx_style(element, styles))
    yield from _docx_parts(parts, _NOTES)
    yield from as_furniture(_docx_parts(parts, [part for part in margins if "footer" in part]))


def _docx_parts(parts: _Parts, names: Iterable[str]) -> Iterator[Paragraph]:
    """Yield the paragraphs of notes, headers or footers."""
    for name in names:
        root = parts.root(name)
        for element in _paragraph_elements(root, frozenset({"p"}), "tr", "tc") if root is not None else ():
            yield from _paragraph(element, "")


def _docx_styles(root: _Element | None) -> dict[str, str]:
    """Map the id of each style to its name, which does not depend on the language."""
    styles = {}
    for style in root.iter("{*}style") if root is not None else ():
        style_id = _attribute(style, "styleId")
        names = [_attribute(child, "val") for child in style.iterchildren("{*}name")]
        styles[style_id] = names[0] if names else style_id
    return styles


def _docx_style(element: _Element, styles: dict[str, str]) -> str:
    """Return the style name of a paragraph."""
    style = next(element.iterfind("{*}pPr/{*}pStyle"), None)
    key = _attribute(style, "val") if style is not None else ""
    return styles.get(key, key)


def _odt(parts: _Parts) -> Iterator[Paragraph]:
    """Yield the paragraphs of an ODT file."""
    if "META-INF/manifest.xml" in parts.names:
        manifest = parts.root("META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise InputError("the document is locked", "Save it without a password", parts.name)
    root = parts.root("content.xml")
    parents = _odt_parents(root)
    margins = parts.root("styles.xml")
    yield from as_furniture(_odt_headers_or_footers(margins, "header"))
    body = next(root.iter("{*}text"), None) if root is not None else None
    notes: list[_Element] = []
    tags = _ODT_PARAGRAPH_TAGS
    for element in _paragraph_elements(body, tags, "table-row", "table-cell") if body is not None else ():
        style = _attribute(element, "style-name")
        level = "Heading 1" if _tag(element) == "h" and _attribute(element, "outline-level") == "1" else ""
        yield from _paragraph(element, level or parents.get(style, style))
        notes.extend(element.iter("{*}note-body"))
    for note in notes:
        for element in note.iter("{*}p"):
            yield from _paragraph(element, "")
    yield from as_furniture(_odt_headers_or_footers(margins, "footer"))


def _odt_parents(root: _Element | None) -> dict[str, str]:
    """Map each automatic style to its parent style."""
    styles = root.iter("{*}style") if root is not None else ()
    return {_attribute(style, "name"): _attribute(style, "parent-style-name") for style in styles}


def _odt_headers_or_footers(root: _Element | None, which: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of the headers or footers of an ODT file."""
    for margin in root.iter(f"{{*}}{which}", f"{{*}}{which}-left", f"{{*}}{which}-first") if root is not None else ():
        for element in _paragraph_elements(margin, _ODT_PARAGRAPH_TAGS, "table-row", "table-cell"):
            yield from _paragraph(element, "")


def _paragraph_elements(root: _Element, paragraph_tags: frozenset[str], row: str, cell: str) -> Iterator[_Element]:
    """Yield the paragraph elements in order; a table row with several cells is one element."""
    pending = [root]
    while pending:
        element = pending.pop()
        tag = _tag(element)
        if tag in _SKIPPED_TAGS or not tag:
            continue
        if tag in paragraph_tags or (tag == row and sum(_tag(child) == cell for child in element) > 1):
            yield element
        else:
            pending.extend(reversed(list(element)))


def _paragraph(element: _Element, style: str) -> Iterator[Paragraph]:
    """Yield the paragraphs of an element, with the kind of its style; a line break starts a new paragraph."""
    check_time()
    kind = kind_of_style(style)
    for line in _printed_text(element).split("\x1e"):
        if text := _SPACE.sub(" ", line).strip():
            yield Paragraph(text, kind)


def kind_of_style(style: str) -> BlockKind | None:
    """Return the kind that a style name shows, or None."""
    if _SUBTITLE_STYLE.search(style):
        return BlockKind.DEK
    if _TITLE_STYLE.search(style):
        return BlockKind.HEADLINE
    return BlockKind.CAPTION if _CAPTION_STYLE.search(style) else None


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


def _printed_text(element: _Element) -> str:
    """Return the printed text of an element, with a record separator for each line break."""
    odt = "opendocument" in (element.tag.partition("}")[0] if isinstance(element.tag, str) else "")
    parts: list[str] = []
    pending: list[_Element | str] = [element]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = _tag(node)
        if tag == "br":
            parts.append(" " if _attribute(node, "type") == "column" else "\x1e")
        parts.append(_BREAKS.get(tag, ""))
        if tag and tag not in _SKIPPED_TAGS and tag not in ("note-body", "softHyphen"):
            if (odt or tag == _DOCX_TEXT) and node.text:
                parts.append(node.text)
            for child in reversed(node):
                if odt and child.tail:
                    pending.append(child.tail)
                pending.append(child)
            if tag == "p" and node is not element:
                parts.append(" ")
    return "".join(parts)


def _tag(element: _Element) -> str:
    """Return the tag of an element without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    """Return the value of an attribute in any namespace, or an empty string if it is missing."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
