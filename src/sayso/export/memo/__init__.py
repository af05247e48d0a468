"""The sourcing memo of an article: one page of verbatim words and fixed labels, as HTML and DOCX."""

from sayso.export.memo.memo_docx import memo_docx
from sayso.export.memo.memo_html import memo_html, memo_sections
from sayso.export.memo.memo_lines import build_memo
from sayso.export.memo.memo_terms import Memo, MemoLine, MemoPart, MemoSection

__all__ = ["Memo", "MemoLine", "MemoPart", "MemoSection", "build_memo", "memo_docx", "memo_html", "memo_sections"]
