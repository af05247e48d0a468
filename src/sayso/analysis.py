"""Data that several stages derive from an article's text: words, quotation states and counts of quoted words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sayso.terms import Article, QuotationKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sayso.text.quoted_words import QuotedWords
    from sayso.text.words import Words


class Analysis:
    """An article with lazily computed, cached data derived from its text.

    Create one object for each page and pass it from stage to stage. No state is shared between pages, so that several
    threads can process different pages.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text

    @cached_property
    def quotation_states(self) -> NDArray[np.uint8]:
        """The quotation state of each code point (:mod:`sayso.text.quotation_marks`); ``<q>`` counts as quoted."""
        from sayso.text.quotation_marks import quote_states, quoted_as_well

        inline = [one.content for one in self.article.quotations if one.kind is QuotationKind.INLINE]
        states = quote_states(self.text)
        return quoted_as_well(states, [span for content in inline for span in content]) if inline else states

    @cached_property
    def quoted_words(self) -> QuotedWords:
        """Counts the words, and the words in quotation marks, of any span, after normalization of the text."""
        from sayso.text.normalization.article import normalized
        from sayso.text.quoted_words import QuotedWords

        text = normalized(self.article)
        if text.text == self.text:
            return QuotedWords(self.text, self.quotation_states)
        return QuotedWords(text.text).seen_from(text.places(len(self.text) + 1))

    @cached_property
    def words(self) -> Words:
        """The tokens and sentences of the text."""
        from sayso.text.words import Words

        return Words(self.text, self.quotation_states)
