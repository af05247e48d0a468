"""Headline, byline, dates, publisher and the rest of what an article says of itself; what it does not say is None."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from sayso.lexicons import terms
from sayso.reading.credits import credits_of
from sayso.reading.dates import iso
from sayso.reading.names import is_person, people
from sayso.reading.stated import Stated
from sayso.terms import Article, BlockKind

K = BlockKind
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
_WORKS_FOR: Final = re.compile(
    r"\b(?:writer|reporter|editor|journalist|correspondent|columnist|producer|contributor|writes|reports|"
    r"covers [\w\s]{3,40}?)"
    r"\s+(?:for|at|of|with)\s+(?:the\s+)?((?:The\s+)?[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9][\w&'’-]*|of|and|the)){0,5})"
)
_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|copyright)[\s©,]*((?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)?,?\s*(?:by\s+)?([^.,|©\n]{2,80})", re.I
)
_LEGAL: Final = re.compile(
    r",?\s+(?:LLC|Ltd|Inc|Limited|L\.L\.C|PLC|Corp|Corporation|Co|All Rights Reserved|GmbH)\b\.?.*$", re.I
)
_DOMAIN: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|uk|br|in|info|tv)$", re.I)
_ENGLISH: Final = 0.28
_FEWEST: Final = 20


def of_kind(article: Article, *kinds: BlockKind) -> list[str]:
    """The texts of the blocks of some kinds, in order, without the space around them."""
    return [block.span.of(article.text).strip() for block in article.blocks if block.kind in kinds]


def from_text(article: Article) -> Article:
    """A plain text with what its own lines say of it."""
    notes = of_kind(article, K.BYLINE, K.AUTHOR_BOX)
    dates = of_kind(article, K.DATELINE, K.BYLINE)
    return replace(
        article,
        headline=_first(of_kind(article, K.HEADLINE)),
        dek=_first(of_kind(article, K.DEK)),
        byline=_byline(article),
        published=_first(iso(line) for line in dates if not _is_update(line)),
        modified=_first(iso(line) for line in dates if _is_update(line)),
        publisher=article.publisher or _employer(notes) or _holder(of_kind(article, K.COPYRIGHT)),
        language=_language(article),
        credits=tuple(credits_of(article)),
        contact=_contact(article),
    )


def from_markup(article: Article, said: Stated) -> Article:
    """An HTML page's article with what the page states for machines, and else what its lines say."""
    seen = from_text(article)
    publisher = next((name for name in said.publisher if not _DOMAIN.match(name)), None) or _first(said.publisher)
    publisher = article.publisher or publisher or seen.publisher
    return replace(
        seen,
        headline=_headline(seen, said, publisher),
        byline=people(said.authors) or seen.byline,
        published=_first(iso(one) for one in said.published) or seen.published,
        modified=_first(iso(one) for one in said.modified) or seen.modified,
        publisher=publisher,
        section=_first(said.section),
        url=_first(url for url in said.url if url.startswith("http")) or article.url,
        language=_tag(said.language) or seen.language,
    )


def _first(values: Iterable[str | None]) -> str | None:
    """The first value that is one."""
    return next((value for value in values if value), None)


def _headline(article: Article, said: Stated, publisher: str | None) -> str | None:
    """The headline as the page prints it, or as it states it, without the name of the site at its end."""
    if article.headline:
        return article.headline
    title = _first([*said.headline, said.title])
    if title and publisher:
        end = re.search(r"\s+[|»–—:-]+\s+([^|»–—]{2,60})$", title)
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


def _employer(lines: Iterable[str]) -> str | None:
    """The outlet that an author's box says its author writes for."""
    return _first(found[1] for line in lines if (found := _WORKS_FOR.search(line)))


def _holder(lines: Iterable[str]) -> str | None:
    """The name in a copyright line, without its legal form."""
    for line in lines:
        found = _RIGHTS.search(line)
        name = _LEGAL.sub("", found[2]).strip(" -–—:;|") if found else ""
        if len(name) > 1 and name[0].isalpha() and not name.casefold().startswith("all rights"):
            return name
    return None


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
