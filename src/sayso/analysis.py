"""What the stages share about one page: its words, its quotation marks, the words inside them; each computed once."""

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
    """One article and what is derived from its text alone. It is made once a page and passed from stage to stage.

    Nothing in it changes once it is computed, and nothing outlives the page: there is no state between pages.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text

    @cached_property
    def quotation_states(self) -> NDArray[np.uint8]:
        """For each code point one of the states of :mod:`sayso.text.quotation_marks`."""
        from sayso.text.quotation_marks import quote_states

        return quote_states(self.text)

    @cached_property
    def quoted_words(self) -> QuotedWords:
        """Counts of words, and of words in quotation marks, for any span: as a reader of the text counts them."""
        from sayso.text.normalization.article import normalized
        from sayso.text.quoted_words import QuotedWords

        text = normalized(self.article)
        if text.text == self.text:
            return QuotedWords(self.text, self.quotation_states)
        return QuotedWords(text.text).seen_from(text.places(len(self.text) + 1))

    @cached_property
    def words(self) -> Words:
        """Tokens and sentences."""
        from sayso.text.words import Words

        return Words(self.text, self.quotation_states)
