"""Add warnings to an article that sayso can analyze only in part: another language, a wrong charset."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sayso.reading.metadata.language import SAMPLE, language_of
from sayso.terms import READ_KINDS, Article
from sayso.text.normalization.article import plain
from sayso.text.normalization.mojibake import edits

_ENGLISH: Final = "en"
_MIN_BODY_CHARS: Final = 60  # in a shorter body, the language is detected from the whole page


def with_warnings(article: Article) -> Article:
    """Return the article with warnings, and with its language if it is not English."""
    language = _foreign_language(article)
    warnings = list(_encoding_warnings(article.text))
    if language is not None:
        warnings.insert(0, f"language: {language}; attributions are searched in English only")
    if not warnings:
        return article
    return replace(article, language=language or article.language, warnings=(*article.warnings, *warnings))


def _foreign_language(article: Article) -> str | None:
    """Return the language of a page that is not English: detected from its text, or else stated by the page."""
    text = " ".join(block.span.of(article.text)[:SAMPLE] for block in article.blocks if block.kind in READ_KINDS)
    if len(text.strip()) < _MIN_BODY_CHARS:
        text = article.text
    detected, stated = language_of(plain(text[:SAMPLE])), article.language
    if detected == _ENGLISH or (detected is None and (stated is None or _primary_language(stated) == _ENGLISH)):
        return None
    return stated if stated is not None and (detected is None or _primary_language(stated) == detected) else detected


def _primary_language(tag: str) -> str:
    """Return the language of a tag, without its region and script."""
    return tag.split("-", 1)[0]


def _encoding_warnings(text: str) -> list[str]:
    """Return a warning with an example if UTF-8 was decoded with another charset."""
    fixes = list(edits(text))
    if not fixes:
        return []
    example = text[fixes[0].start : fixes[0].end]
    places = "1 place" if len(fixes) == 1 else f"{len(fixes)} places"
    return [
        f"encoding: UTF-8 was decoded as another encoding in {places}, such as {example} for {fixes[0].replacement}"
    ]
