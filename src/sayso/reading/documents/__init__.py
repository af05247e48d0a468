"""Documents of newsrooms to articles: PDF, DOCX, ODT and RTF."""

from __future__ import annotations

from sayso.limits import Options
from sayso.terms import Article, Page


def read_document(page: Page, kind: str, options: Options) -> Article:
    """The article of a document of a kind that :func:`~sayso.reading.inputs.file_signatures.document_kind` gives.

    Raises InputError for a document that is damaged, locked or without text, LimitError for one that holds too much,
    ExtraError where the extra ``documents`` is not installed.
    """
    data = page.data if isinstance(page.data, bytes) else page.data.encode("latin-1", "replace")
    options.check("max_page_bytes", len(data), page.name)
    if kind == "pdf":
        from sayso.reading.documents.pdf import pdf_paragraphs as paragraphs
    elif kind == "rtf":
        from sayso.reading.documents.rtf import rtf_paragraphs as paragraphs
    else:
        from sayso.reading.documents.office import office_paragraphs as paragraphs
    from sayso.reading.documents.paragraphs import article_of

    return article_of(paragraphs(data, page.name, options), page, options)
