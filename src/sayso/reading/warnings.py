"""What of a page can be read only in part, said on the article: another language, a wrong encoding."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sayso.reading.metadata.language import SAMPLE, language_of
from sayso.terms import READ_KINDS, Article
from sayso.text.normalization.article import plain
from sayso.text.normalization.mojibake import edits

_ENGLISH: Final = "en"
_SHORT: Final = 60  # characters of a body that hardly tells its language; then all of the page is looked at


def with_warnings(article: Article) -> Article:
    """The article with its language, where that is not English, and with what a reader of its record must know."""
    language = _foreign(article)
    warnings = list(_encoding(article.text))
    if language is not None:
        warnings.insert(0, f"language: {language}; attributions are searched in English only")
    if not warnings:
        return article
    return replace(article, language=language or article.language, warnings=(*article.warnings, *warnings))


def _foreign(article: Article) -> str | None:
    """The language of a page that is not English: as its text shows or, where that does not tell, as it states."""
    text = " ".join(block.span.of(article.text)[:SAMPLE] for block in article.blocks if block.kind in READ_KINDS)
    if len(text.strip()) < _SHORT:
        text = article.text
    seen, stated = language_of(plain(text[:SAMPLE])), article.language
    if seen == _ENGLISH or (seen is None and (stated is None or _primary(stated) == _ENGLISH)):
        return None
    return stated if stated is not None and (seen is None or _primary(stated) == seen) else seen


def _primary(tag: str) -> str:
    """The language of a tag, without its region and script."""
    return tag.split("-", 1)[0]


def _encoding(text: str) -> list[str]:
    """A warning where UTF-8 was decoded as another encoding, with an example."""
    wrong = list(edits(text))
    if not wrong:
        return []
    example = text[wrong[0].start : wrong[0].end]
    places = "1 place" if len(wrong) == 1 else f"{len(wrong)} places"
    return [
        f"encoding: UTF-8 was decoded as another encoding in {places}, such as {example} for {wrong[0].replacement}"
    ]
