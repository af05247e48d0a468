"""Fill the metadata of an article: headline, byline, dates, publisher and others; missing values are None."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from sayso.lexicons import terms
from sayso.reading.metadata.bylines import authors_of, is_person, people
from sayso.reading.metadata.credits import credits_of
from sayso.reading.metadata.dates import abs_days, iso
from sayso.reading.metadata.origins import origin_of
from sayso.reading.metadata.publishers import publisher
from sayso.reading.metadata.structured_data import Stated
from sayso.terms import Article, BlockKind
from sayso.text.normalization.article import plain

K = BlockKind
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_MIN_ENGLISH_SHARE: Final = 0.28
_MIN_WORDS: Final = 20
_MAX_TIMES: Final = 3
"""Number of times at the start of an article that are considered for its publication."""


def of_kind(article: Article, *kinds: BlockKind) -> list[str]:
    """Return the texts of the blocks of these kinds in order, each as one line of visible characters."""
    return [plain(block.span.of(article.text).strip()) for block in article.blocks if block.kind in kinds]


def from_text(article: Article) -> Article:
    """Return a plain-text article with the metadata in its lines."""
    notes = of_kind(article, K.BYLINE, K.AUTHOR_BOX)
    dates = of_kind(article, K.DATELINE, K.BYLINE)
    result = replace(
        article,
        headline=_first(of_kind(article, K.HEADLINE)),
        dek=_first(of_kind(article, K.DEK)),
        byline=_byline(article),
        published=_first(iso(line) for line in dates if not _is_update(line)),
        modified=_first(iso(line) for line in dates if _is_update(line)),
        publisher=article.publisher or publisher((), None, article.url, notes, of_kind(article, K.COPYRIGHT)),
        language=_language(article),
        credits=tuple(credits_of(article)),
        contact=_contact(article),
    )
    return replace(result, origin=origin_of(result))


def from_markup(article: Article, stated: Stated) -> Article:
    """Return an HTML article with the metadata in its markup, or else in its lines."""
    from_lines = from_text(article)
    url = _first(url for url in stated.url if url.startswith("http")) or article.url
    notes, copyrights = of_kind(article, K.BYLINE, K.AUTHOR_BOX), of_kind(article, K.COPYRIGHT)
    outlet = article.publisher or publisher(stated.publisher, stated.title, url, notes, copyrights, stated.logos)
    result = replace(
        from_lines,
        headline=_headline(from_lines, stated, outlet),
        byline=authors_of(stated.author_groups, of_kind(article, K.BYLINE), stated.persons, outlet)
        or from_lines.byline,
        published=_best_time(stated.published, stated.published_marked, from_lines.published),
        modified=_best_time(stated.modified, stated.modified_marked, from_lines.modified),
        publisher=outlet,
        section=_first(stated.section),
        url=url,
        language=_language_tag(stated.language) or from_lines.language,
    )
    return replace(
        result,
        origin=origin_of(result, [*stated.authors, *stated.meta_authors, *stated.organizations], stated.publisher),
    )


def _first(values: Iterable[str | None]) -> str | None:
    """Return the first value that is not empty."""
    return next((value for value in values if value), None)


def _best_time(stated: Iterable[str], marked: Iterable[str], printed: str | None) -> str | None:
    """Return the stated time, with the hour of an element for the same day, or else the printed time."""
    stated_time = _first(iso(value) for value in stated)
    times = [time for value in marked if (time := iso(value))]
    day = stated_time or (printed if times and printed and abs_days(times[0], printed) > 1 else None)
    if day is not None and "T" in day:
        return day
    same_day = [time for time in times if day is None or abs_days(time, day) == 0]
    return max(same_day[:_MAX_TIMES], key=len, default=None) or day or printed


def _headline(article: Article, stated: Stated, publisher: str | None) -> str | None:
    """Return the printed headline, or the stated one without the site name at its end."""
    if article.headline:
        return article.headline
    title = _first([*stated.headline, stated.title])
    if title and publisher:
        site_name = re.search(r"(?<!\s)\s++[|»–—:-]++\s+([^|»–—]{2,60})$", title)
        if site_name and site_name[1].casefold().replace(" ", "") in publisher.casefold().replace(" ", "") + ".com":
            return title[: site_name.start()]
    return title


def _byline(article: Article) -> tuple[str, ...]:
    """Return the names in the byline, or without a byline in the author box."""
    names = people(of_kind(article, K.BYLINE))
    if names:
        return names
    lines = of_kind(article, K.AUTHOR_BOX)
    return people(line for line in lines if is_person(line)) or people(
        name[1]
        for line in lines
        if (name := re.match(r"((?:[A-Z][\w.'’-]+\s+){1,3}[A-Z][\w'’-]+) (?:is|covers|writes|reports)\b", line))
    )


def _is_update(line: str) -> bool:
    """Return whether the line has the date of an update."""
    return re.search(r"\b(?:updated|modified)\b", line, re.I) is not None and "ublished" not in line


def _language(article: Article) -> str | None:
    """Return ``en`` if the words of the body are English, else None."""
    words = re.findall(r"[^\W\d_]+", " ".join(of_kind(article, K.BODY))[:5000].lower())
    common = terms("prose_words")
    if len(words) < _MIN_WORDS:
        return None
    return "en" if sum(word in common for word in words) > _MIN_ENGLISH_SHARE * len(words) else None


def _language_tag(language: str | None) -> str | None:
    """Return a language tag in standard case, or None if it is invalid."""
    match = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?", (language or "").strip())
    if not match:
        return None
    subtag = match[2] or ""
    return match[1].lower() + ("-" + (subtag.upper() if len(subtag) == 2 else subtag.title()) if subtag else "")


def _contact(article: Article) -> str | None:
    """Return the email address of the author in the author box or byline."""
    for line in of_kind(article, K.AUTHOR_BOX, K.BYLINE):
        if match := _EMAIL.search(line):
            return match[0].rstrip(".")
    return None
