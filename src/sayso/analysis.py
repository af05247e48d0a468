"""Data that several stages derive from an article's text: words, quotation states and counts of quoted words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sayso.terms import Article

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sayso.text.quoted_words import QuotedWords
    from sayso.text.words import Words


class Analysis:
    """An article with lazily computed, cached data derived from its text.

    Create one object for each page and pass it from stage to stage. No state is shared between pages, so that several
    threads can process different pages. ``normalized`` states that the text is already normalized
    (:mod:`sayso.text.normalization`).
    """

    def __init__(self, article: Article, *, normalized: bool = False) -> None:
        self.article = article
        self.text = article.text
        self._normalized = normalized

    @cached_property
    def quotation_states(self) -> NDArray[np.uint8]:
        """The quotation state of each code point (:mod:`sayso.text.quotation_marks`)."""
        from sayso.text.quotation_marks import quote_states

        return quote_states(self.text)

    @cached_property
    def quoted_words(self) -> QuotedWords:
        """Counts the words, and the words in quotation marks, of any span, after normalization of the text."""
        from sayso.text.normalization.article import normalized_text
        from sayso.text.quoted_words import QuotedWords

        aligned = None if self._normalized else normalized_text(self.article)
        if aligned is None or aligned.text == self.text:
            return QuotedWords(self.text, self.quotation_states)
        return QuotedWords(aligned.text).seen_from(aligned.offsets(len(self.text) + 1))

    @cached_property
    def words(self) -> Words:
        """The tokens and sentences of the text."""
        from sayso.text.words import Words

        return Words(self.text, self.quotation_states)
