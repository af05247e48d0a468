"""Where a page first told of what "the report" takes up, though nobody spoke there: ``a new Harbour Fund report``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import folded, small
from sayso.text.words import Words

_FAR: Final = 2500  # characters back
_WIDE: Final = 20_000  # characters around, which bounds the time
_TITLE: Final = r"[A-Z]\w+(?:(?: of| to| the| on| and| for)* [A-Z]\w+)*"
FORMER: Final = re.compile(r"(?i)(?:the|his|her) (?:former|ex-)")
_WORKS: Final = (("book", "memoir", "novel", "autobiography", "biography", "account"), ("film", "documentary"))
_NAMED: Final = r"[A-Z][\w’'-]*(?:[:,]?(?: (?:of|the|and|in|to|a|for|on|with|at|from))* [A-Z][\w’'-]*)*"
_KINDS: Final = (SpeakerKind.DOCUMENT, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION)


def introduced(words: Words, said: Mention) -> Span | None:
    """The fuller phrase with this head before a bare definite one; None where the page has none."""
    if said.kind not in _KINDS or said.span is None or said.plural or not said.head:
        return None
    start = said.span.start
    fuller = re.compile(rf"\b[Aa]n? (?:[\w’'-]+ ){{1,4}}{re.escape(said.head)}\b(?![’'-])")
    found = [match.span() for match in fuller.finditer(words.text, max(0, start - _FAR), start)]
    whole = [Span(*span) for span in found if _one_phrase(words, Span(*span))]
    return whole[-1] if whole else None


def entitled(words: Words, said: Mention) -> Span | None:
    """The title that the page gives a text of this kind: ``a memoir entitled | The Long Ferry``, ``her book, | X``."""
    if said.kind is not SpeakerKind.DOCUMENT or said.span is None or said.plural or said.modified:
        return None
    start = said.span.start
    begin = max(0, start - _WIDE)
    found = [match.span("title") for lead in _titled(said.head) for match in lead.finditer(words.text, begin, start)]
    return Span(*max(found)) if found else None


@lru_cache(maxsize=256)
def _titled(head: str) -> tuple[re.Pattern[str], ...]:
    """Nouns for texts of one kind, with the title that follows after "entitled", in quotation marks, or with commas."""
    nouns = "|".join(map(re.escape, next((kinds for kinds in _WORKS if head in kinds), (head,))))
    title = f"(?P<title>{_NAMED})"
    return (
        re.compile(rf"\b(?:{nouns})\b[^.;:“”\"\n]{{0,60}}? (?:entitled|titled|called),? [“\"‘']?{title}"),
        re.compile(rf"\b(?:{nouns}),? [“\"‘']{title}"),
        re.compile(rf"(?:[’'](?:s )?|\b(?:his|her|their) )(?:\w+ )?(?:{nouns}), {title}[,.]"),
    )


def numbered(words: Words, said: Mention) -> Span | None:
    """The place where a numbered part is named with what it is a part of: ``Section 4 of the Harbour Act``."""
    if said.core is None or not said.core.of(words.text)[-1:].isdigit() or said.core.of(words.text)[:1].islower():
        return None
    part, start = re.escape(said.core.of(words.text)), said.core.start
    whole = re.compile(rf"\b{part} of (?:the )?(?:\d{{4}} )?{_TITLE}")
    found = whole.search(words.text, max(0, start - _WIDE), start + _WIDE)
    return Span(*found.span()) if found is not None else None


def _one_phrase(words: Words, span: Span) -> bool:
    """Whether nothing but words that describe stands between the article and the noun."""
    between = list(words.within(span.start, span.end))[1:-1]
    return not any(
        words.lower[n] in folded("function_words") or words.lower[n] in small("preposition") for n in between
    )
