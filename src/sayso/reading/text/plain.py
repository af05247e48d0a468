"""Plain text and Markdown to an article: the text itself, unchanged, its paragraphs typed one by one."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from sayso.limits import Options
from sayso.reading.metadata.bylines import people
from sayso.reading.metadata.dates import iso
from sayso.reading.metadata.meta import from_text
from sayso.reading.text.contributor_notes import split_notes
from sayso.reading.text.line_kinds import classify
from sayso.reading.text.quoted_lines import quotations
from sayso.reading.text.wrapped_lines import TextLine, Wrap
from sayso.terms import Article, Block, BlockKind, Page, Span

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_SEEN: Final = 4_000  # characters of a paragraph, the last, in which a quotation may be open
_BREAK: Final = re.compile(r"\r\n|[\r\n\u2028\u2029]")
BLANK: Final = "\ufeff \t\r\n\f\v\0\u2028\u2029\xa0\u200b"
_MARKS: Final = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)+|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,1000}\)"
)
_FRONT: Final = re.compile(r"\ufeff?---[ \t]*+\r?\n((?:[\w-]++:[^\n]*+\n){1,60}+)---[ \t]*+\r?\n")
_FIELD: Final = re.compile(r"^([\w-]++):(.*+)$", re.M)


def read_text(page: Page, text: str, options: Options, *, markdown: bool = False) -> Article:
    """The article of a plain text. Raises LimitError where it is too long."""
    options.check("max_text_chars", len(text), page.name)
    front = _FRONT.match(text) if markdown else None
    spans = paragraphs(text, front.end() if front else 0)
    options.check("max_lines", len(spans), page.name)
    clean = [_clean(text[start:end], markdown) for start, end in spans]
    kinds, _ = classify(clean, [_gap(text[start:end]) for start, end in spans])
    blocks = [Block(kind, Span(start, end)) for (start, end), kind in zip(spans, kinds, strict=True)]
    if markdown:
        blocks = _headed(text, blocks)
    blocks = [block for _, block in split_notes(text, blocks)]
    if front:
        blocks.insert(0, Block(BlockKind.NAVIGATION, Span(0, front.end())))
    article = Article(text, tuple(blocks), publisher=options.publisher, url=page.url)
    article = from_text(replace(article, quotations=quotations(text, blocks)))
    return _with_front(article, front[1]) if front else article


def _clean(paragraph: str, markdown: bool) -> str:
    """A paragraph as one line for the features: no space at its ends, soft breaks as spaces, no marks of Markdown."""
    words = _BREAK.sub(" ", paragraph.strip(BLANK))
    return _MARKS.sub(lambda mark: mark[1] or "", words) if markdown else words


def _gap(paragraph: str) -> int:
    """The number of blank lines at its end."""
    tail = paragraph[len(paragraph.rstrip(BLANK)) :]
    return max(0, len(_BREAK.findall(tail)) - 1)


def _headed(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, the first heading of the first level as headline, later headings as parts of the body."""
    out, seen = [], False
    for block in blocks:
        if (mark := re.match(r"\s*(#{1,6}) ", block.span.of(text))) and block.kind not in (BlockKind.HEADLINE,):
            kind = BlockKind.HEADLINE if not seen and len(mark[1]) == 1 else block.kind
            block = Block(kind, block.span)
        seen = seen or block.kind in (BlockKind.HEADLINE, BlockKind.BODY)
        out.append(block)
    return out


def _with_front(article: Article, front: str) -> Article:
    """The article with what its front matter says."""
    fields = {found[1].lower(): value for found in _FIELD.finditer(front) if (value := _unquoted(found[2]))}
    names = people([fields.get("author", fields.get("authors", "")).strip("[]").replace('"', "")])
    return replace(
        article,
        headline=fields.get("title") or article.headline,
        dek=fields.get("description") or fields.get("subtitle") or article.dek,
        byline=names or article.byline,
        published=iso(fields.get("date", fields.get("published", ""))) or article.published,
    )


def _unquoted(value: str) -> str:
    """The value of a field without the space and the quotation mark at either end."""
    value = value.lstrip(" \t")
    value = value[value[:1] in ('"', "'") :].rstrip(" \t\r")
    return value[:-1] if value.endswith(('"', "'")) else value


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The paragraphs of a text as ``[start, end)``: its lines, those joined that a hard wrap has parted."""
    found = lines(text, start)
    seen = [_line(text, *one) for one in found]
    wrap = Wrap.of(seen)
    if wrap is None:
        return found
    out: list[tuple[int, int]] = []
    for number, (begin, end) in enumerate(found):
        if out and wrap.joins(
            seen[number - 1], seen[number], text[max(out[-1][0], begin - _SEEN) : begin], first=number == 1
        ):
            out[-1] = (out[-1][0], end)
        else:
            out.append((begin, end))
    return out


def _line(text: str, start: int, end: int) -> TextLine:
    """A line as its wrap sees it."""
    words = text[start:end].rstrip(BLANK)
    visible = words.lstrip(BLANK)
    margin = words[: len(words) - len(visible)]
    indent = len(margin) - max(margin.rfind("\n"), margin.rfind("\r")) - 1
    return TextLine(indent + len(visible), indent, visible or "-", _gap(text[start:end]) > 0)


def lines(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The lines of a text as ``[start, end)``, line end included; blank ones belong to the line before them.

    Blank lines at the top belong to the first line that holds something.
    """
    out: list[tuple[int, int]] = []
    filled = True
    for found in _LINE.finditer(text, start):
        if found.start() == found.end():
            continue
        blank = not found[0].strip(BLANK)
        if out and (blank or not filled):
            out[-1] = (out[-1][0], found.end())
            filled = filled or not blank
        else:
            out.append(found.span())
            filled = not blank
    return out
