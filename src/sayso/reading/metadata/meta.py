"""Headline, byline, dates, publisher and the rest of what an article says of itself; what it does not say is None."""

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
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_ENGLISH: Final = 0.28
_FEWEST: Final = 20
_TIMES: Final = 3
"""Times in the head of an article, the first of which is that of its publication."""


def of_kind(article: Article, *kinds: BlockKind) -> list[str]:
    """The texts of the blocks of some kinds, in order, each as one line of visible characters."""
    return [plain(block.span.of(article.text).strip()) for block in article.blocks if block.kind in kinds]


def from_text(article: Article) -> Article:
    """A plain text with what its own lines say of it."""
    notes = of_kind(article, K.BYLINE, K.AUTHOR_BOX)
    dates = of_kind(article, K.DATELINE, K.BYLINE)
    seen = replace(
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
    return replace(seen, origin=origin_of(seen))


def from_markup(article: Article, said: Stated) -> Article:
    """An HTML page's article with what the page states for machines, and else what its lines say."""
    seen = from_text(article)
    url = _first(url for url in said.url if url.startswith("http")) or article.url
    notes, rights = of_kind(article, K.BYLINE, K.AUTHOR_BOX), of_kind(article, K.COPYRIGHT)
    outlet = article.publisher or publisher(said.publisher, said.title, url, notes, rights, said.logos)
    told = replace(
        seen,
        headline=_headline(seen, said, outlet),
        byline=authors_of(said.author_groups, of_kind(article, K.BYLINE), said.persons, outlet) or seen.byline,
        published=_moment(said.published, said.published_marked, seen.published),
        modified=_moment(said.modified, said.modified_marked, seen.modified),
        publisher=outlet,
        section=_first(said.section),
        url=url,
        language=_tag(said.language) or seen.language,
    )
    return replace(
        told, origin=origin_of(told, [*said.authors, *said.meta_authors, *said.organizations], said.publisher)
    )


def _first(values: Iterable[str | None]) -> str | None:
    """The first value that is one."""
    return next((value for value in values if value), None)


def _moment(stated: Iterable[str], marked: Iterable[str], printed: str | None) -> str | None:
    """The time that the page states, with the hour that its elements give for the same day; else what it prints."""
    said = _first(iso(one) for one in stated)
    times = [time for one in marked if (time := iso(one))]
    day = said or (printed if times and printed and abs_days(times[0], printed) > 1 else None)
    if day is not None and "T" in day:
        return day
    same = [time for time in times if day is None or abs_days(time, day) == 0]
    return max(same[:_TIMES], key=len, default=None) or day or printed


def _headline(article: Article, said: Stated, publisher: str | None) -> str | None:
    """The headline as the page prints it, or as it states it, without the name of the site at its end."""
    if article.headline:
        return article.headline
    title = _first([*said.headline, said.title])
    if title and publisher:
        end = re.search(r"(?<!\s)\s++[|»–—:-]++\s+([^|»–—]{2,60})$", title)
        if end and end[1].casefold().replace(" ", "") in publisher.casefold().replace(" ", "") + ".com":
            return title[: end.start()]
    return title


def _byline(article: Article) -> tuple[str, ...]:
    """The names of the byline, or of the author's box where there is no byline."""
    found = people(of_kind(article, K.BYLINE))
    if found:
        return found
    lines = of_kind(article, K.AUTHOR_BOX)
    return people(line for line in lines if is_person(line)) or people(
        name[1]
        for line in lines
        if (name := re.match(r"((?:[A-Z][\w.'’-]+\s+){1,3}[A-Z][\w'’-]+) (?:is|covers|writes|reports)\b", line))
    )


def _is_update(line: str) -> bool:
    """Whether the line gives the date of a change."""
    return re.search(r"\b(?:updated|modified)\b", line, re.I) is not None and "ublished" not in line


def _language(article: Article) -> str | None:
    """``en`` where the body's words are those of English; None where they do not tell."""
    words = re.findall(r"[^\W\d_]+", " ".join(of_kind(article, K.BODY))[:5000].lower())
    common = terms("prose_words")
    if len(words) < _FEWEST:
        return None
    return "en" if sum(word in common for word in words) > _ENGLISH * len(words) else None


def _tag(language: str | None) -> str | None:
    """A language tag in the usual case; None for what is none."""
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?", (language or "").strip())
    if not found:
        return None
    rest = found[2] or ""
    return found[1].lower() + ("-" + (rest.upper() if len(rest) == 2 else rest.title()) if rest else "")


def _contact(article: Article) -> str | None:
    """The address of the author: in the author's box or the byline."""
    for line in of_kind(article, K.AUTHOR_BOX, K.BYLINE):
        if found := _MAIL.search(line):
            return found[0].rstrip(".")
    return None
