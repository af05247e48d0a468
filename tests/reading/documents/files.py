# ruff: noqa: E501 (texts and documents in one line each)
"""Test documents with fictional news: DOCX, ODT and RTF are built here, PDF is printed by Chromium."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from html import escape
from pathlib import Path

HEADLINE = "Board delays closure of quay"
PARAGRAPHS = (
    "The harbour board of Wexcombe has put off the closure of the eastern quay until the surveyors have finished, "
    "the chairwoman, Ottilie Brandreth, said on Tuesday.",
    "“We are not going to shut a working quay on the strength of one photograph,” Brandreth told reporters.",
    "According to the surveyors, the foundations have shifted by eleven centimetres since the floods of the spring.",
    "Fishing crews, who land most of their catch there, welcomed it. “It is difficult enough already,” said Tobias "
    "Lindqvist, the skipper of a trawler.",
    "A spokesman for the ministry declined to comment. The councillor Amara Fennimore denied that she had asked for it.",
    "The long-term maintenance lies with the county, which has not answered questions, the treasurer wrote in a letter.",
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"))
)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def word(text: str, style: str = "") -> str:
    """Return a DOCX paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(body: str, **parts: str) -> bytes:
    """Return a DOCX with a body; each further part is named after its root element, such as ``hdr``."""
    names = {"hdr": "header1", "ftr": "footer1", "footnotes": "footnotes", "styles": "styles"}
    files: dict[str, str | bytes] = {"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"}
    for root, inside in parts.items():
        files[f"word/{names[root]}.xml"] = f"<w:{root} {_WORD}>{inside}</w:{root}>"
    return zipped(files)


def odt(body: str, styles: str = "") -> bytes:
    """Return an ODT with a body."""
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_OPEN}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {_OPEN}>{styles}</office:document-styles>",
    }
    return zipped(files)


def pdf(folder: Path, body: str, style: str = "") -> bytes:
    """Return a PDF that Chromium prints from HTML."""
    page, output = folder / "page.html", folder / "page.pdf"
    rules = "@page { size: A4; margin: 2cm } body { font: 11pt 'Liberation Serif' } h1 { font-size: 20pt }"
    page.write_text(f'<html lang="en"><meta charset="utf-8"><style>{rules}{style}</style>{body}', encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    command = [
        chromium, "--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={output}", page.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return output.read_bytes()
