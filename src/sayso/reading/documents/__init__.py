"""Convert documents to articles: PDF, DOCX, ODT and RTF."""

from __future__ import annotations

from sayso.limits import Options
from sayso.terms import Article, Page


def read_document(page: Page, kind: str, options: Options) -> Article:
    """Return the article of a document; ``kind`` is from :func:`~sayso.reading.inputs.file_signatures.document_kind`.

    Raises InputError if the document is damaged, locked or without text, LimitError if it exceeds a limit,
    ExtraError if the extra ``documents`` is not installed.
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
