"""Introductions of texts and persons before a definite description: ``a new Harbour Fund report``, ``the report``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from sayso.speakers.mentions.source_mention import Mention
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import folded, small
from sayso.text.words import Words

_MAX_LOOKBACK: Final = 2500  # characters back
_MAX_DISTANCE: Final = 20_000  # characters before and after a mention: bounds the time
_TITLE: Final = r"[A-Z]\w+(?:(?: of| to| the| on| and| for)* [A-Z]\w+)*"
_WORKS: Final = (("book", "memoir", "novel", "autobiography", "biography", "account"), ("film", "documentary"))
_NAMED: Final = r"[A-Z][\w’'-]*(?:[:,]?(?: (?:of|the|and|in|to|a|for|on|with|at|from))* [A-Z][\w’'-]*)*"
_KINDS: Final = (SpeakerKind.DOCUMENT, SpeakerKind.UNNAMED, SpeakerKind.ORGANIZATION)


def introduction_of(words: Words, mention: Mention) -> Span | None:
    """The indefinite phrase with modifiers and the same head before a bare definite description; None without one."""
    if mention.kind not in _KINDS or mention.span is None or mention.plural or not mention.head:
        return None
    start = mention.span.start
    fuller = re.compile(rf"\b[Aa]n? (?:[\w’'-]+ ){{1,4}}{re.escape(mention.head)}\b(?![’'-])")
    spans = [match.span() for match in fuller.finditer(words.text, max(0, start - _MAX_LOOKBACK), start)]
    phrases = [Span(*span) for span in spans if _is_one_phrase(words, Span(*span))]
    return phrases[-1] if phrases else None


def title_of_text(words: Words, mention: Mention) -> Span | None:
    """The title of a text on the page: ``a memoir entitled | The Long Ferry``, ``her book, | X``."""
    if mention.kind is not SpeakerKind.DOCUMENT or mention.span is None or mention.plural or mention.modified:
        return None
    start = mention.span.start
    begin = max(0, start - _MAX_DISTANCE)
    titles = [
        match.span("title")
        for pattern in _title_patterns(mention.head)
        for match in pattern.finditer(words.text, begin, start)
    ]
    return Span(*max(titles)) if titles else None


@lru_cache(maxsize=256)
def _title_patterns(head: str) -> tuple[re.Pattern[str], ...]:
    """Patterns of a noun for a text and its title: after "entitled", in quotation marks, or between commas."""
    nouns = "|".join(map(re.escape, next((kinds for kinds in _WORKS if head in kinds), (head,))))
    title = f"(?P<title>{_NAMED})"
    return (
        re.compile(rf"\b(?:{nouns})\b[^.;:“”\"\n]{{0,60}}? (?:entitled|titled|called),? [“\"‘']?{title}"),
        re.compile(rf"\b(?:{nouns}),? [“\"‘']{title}"),
        re.compile(rf"(?:[’'](?:s )?|\b(?:his|her|their) )(?:\w+ )?(?:{nouns}), {title}[,.]"),
    )


def full_form_of_part(words: Words, mention: Mention) -> Span | None:
    """The full form of a numbered part: ``Section 4 of the Harbour Act``."""
    if (
        mention.core is None
        or not mention.core.of(words.text)[-1:].isdigit()
        or mention.core.of(words.text)[:1].islower()
    ):
        return None
    part, start = re.escape(mention.core.of(words.text)), mention.core.start
    pattern = re.compile(rf"\b{part} of (?:the )?(?:\d{{4}} )?{_TITLE}")
    match = pattern.search(words.text, max(0, start - _MAX_DISTANCE), start + _MAX_DISTANCE)
    return Span(*match.span()) if match is not None else None


def _is_one_phrase(words: Words, span: Span) -> bool:
    """Whether only modifiers separate the article and the noun."""
    between = list(words.within(span.start, span.end))[1:-1]
    return not any(
        words.lower[n] in folded("function_words") or words.lower[n] in small("preposition") for n in between
    )
