"""Convert plain text and Markdown to an article: unchanged text with classified paragraphs."""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from sayso.limits import Options
from sayso.reading.metadata.bylines import people
from sayso.reading.metadata.dates import iso
from sayso.reading.metadata.meta import from_text
from sayso.reading.text.contributor_notes import split_notes
from sayso.reading.text.labelled_turns import with_turns
from sayso.reading.text.line_kinds import classify
from sayso.reading.text.quoted_lines import quotations
from sayso.reading.text.wrapped_lines import TextLine, Wrap
from sayso.terms import Article, Block, BlockKind, Page, Span

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_CONTEXT_CHARS: Final = 4_000  # last characters of a paragraph that are searched for an open quotation
_BREAK: Final = re.compile(r"\r\n|[\r\n\u2028\u2029]")
BLANK: Final = "\ufeff \t\r\n\f\v\0\u2028\u2029\xa0\u200b"
_MARKDOWN_MARKS: Final = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+)+|\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,1000}\)"
)
_FRONT_MATTER: Final = re.compile(r"\ufeff?---[ \t]*+\r?\n((?:[\w-]++:[^\n]*+\n){1,60}+)---[ \t]*+\r?\n")
_FIELD: Final = re.compile(r"^([\w-]++):(.*+)$", re.M)


def read_text(page: Page, text: str, options: Options, *, markdown: bool = False) -> Article:
    """Return the article of a plain text. Raises LimitError if it is too long."""
    options.check("max_text_chars", len(text), page.name)
    front = _FRONT_MATTER.match(text) if markdown else None
    spans = paragraphs(text, front.end() if front else 0)
    options.check("max_lines", len(spans), page.name)
    clean = [_one_line(text[start:end], markdown) for start, end in spans]
    kinds, _ = classify(clean, [_blank_lines_after(text[start:end]) for start, end in spans])
    kinds = with_turns(clean, kinds)
    blocks = [Block(kind, Span(start, end)) for (start, end), kind in zip(spans, kinds, strict=True)]
    if markdown:
        blocks = _with_headings(text, blocks)
    blocks = [block for _, block in split_notes(text, blocks)]
    if front:
        blocks.insert(0, Block(BlockKind.NAVIGATION, Span(0, front.end())))
    article = Article(text, tuple(blocks), publisher=options.publisher, url=page.url)
    article = from_text(replace(article, quotations=quotations(text, blocks, indented=not markdown)))
    return _with_front_matter(article, front[1]) if front else article


def _one_line(paragraph: str, markdown: bool) -> str:
    """Return a paragraph as one line for feature extraction, without Markdown marks."""
    words = _BREAK.sub(" ", paragraph.strip(BLANK))
    return _MARKDOWN_MARKS.sub(lambda mark: mark[1] or "", words) if markdown else words


def _blank_lines_after(paragraph: str) -> int:
    """Return the number of blank lines at the end of a paragraph."""
    tail = paragraph[len(paragraph.rstrip(BLANK)) :]
    return max(0, len(_BREAK.findall(tail)) - 1)


def _with_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Return the blocks, with the first heading of level one as headline."""
    result, after_headline = [], False
    for block in blocks:
        if (mark := re.match(r"\s*(#{1,6}) ", block.span.of(text))) and block.kind not in (BlockKind.HEADLINE,):
            kind = BlockKind.HEADLINE if not after_headline and len(mark[1]) == 1 else block.kind
            block = Block(kind, block.span)
        after_headline = after_headline or block.kind in (BlockKind.HEADLINE, BlockKind.BODY)
        result.append(block)
    return result


def _with_front_matter(article: Article, front: str) -> Article:
    """Return the article with the values of its front matter."""
    fields = {match[1].lower(): value for match in _FIELD.finditer(front) if (value := _unquoted(match[2]))}
    names = people([fields.get("author", fields.get("authors", "")).strip("[]").replace('"', "")])
    return replace(
        article,
        headline=fields.get("title") or article.headline,
        dek=fields.get("description") or fields.get("subtitle") or article.dek,
        byline=names or article.byline,
        published=iso(fields.get("date", fields.get("published", ""))) or article.published,
    )


def _unquoted(value: str) -> str:
    """Return the value of a field without space and quotation marks at its ends."""
    value = value.lstrip(" \t")
    value = value[value[:1] in ('"', "'") :].rstrip(" \t\r")
    return value[:-1] if value.endswith(('"', "'")) else value


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Return the paragraphs of a text as ``[start, end)``: its lines, with hard-wrapped lines joined."""
    line_spans = lines(text, start)
    text_lines = [_text_line(text, *span) for span in line_spans]
    wrap = Wrap.of(text_lines)
    if wrap is None:
        return line_spans
    result: list[tuple[int, int]] = []
    for number, (begin, end) in enumerate(line_spans):
        if result and wrap.joins(
            text_lines[number - 1],
            text_lines[number],
            text[max(result[-1][0], begin - _CONTEXT_CHARS) : begin],
            first=number == 1,
        ):
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
    return result


def _text_line(text: str, start: int, end: int) -> TextLine:
    """Return a line for wrap detection."""
    content = text[start:end].rstrip(BLANK)
    visible = content.lstrip(BLANK)
    margin = content[: len(content) - len(visible)]
    indent = len(margin) - max(margin.rfind("\n"), margin.rfind("\r")) - 1
    return TextLine(indent + len(visible), indent, visible or "-", _blank_lines_after(text[start:end]) > 0)


def lines(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Return the lines of a text as ``[start, end)``, line break included; a blank line belongs to the line before.

    Blank lines at the top belong to the first line with text.
    """
    spans: list[tuple[int, int]] = []
    has_text = True
    for match in _LINE.finditer(text, start):
        if match.start() == match.end():
            continue
        blank = not match[0].strip(BLANK)
        if spans and (blank or not has_text):
            spans[-1] = (spans[-1][0], match.end())
            has_text = has_text or not blank
        else:
            spans.append(match.span())
            has_text = not blank
    return spans
