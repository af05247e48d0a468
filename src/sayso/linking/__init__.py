"""Which source, cue and content belong together: link(article, tags) -> attributions."""

from __future__ import annotations

from sayso.linking.form import form_of, quoted_words
from sayso.linking.links import link

__all__ = ["form_of", "link", "quoted_words"]
