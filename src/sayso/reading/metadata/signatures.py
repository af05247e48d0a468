"""Who signs a quotation or a post: ``— Ada Kells, mayor``, ``— Ada Kells (@akells) May 4, 2026``, ``Posted by Ada``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.reading.metadata.dates import iso

_DASH: Final = re.compile(r"[ \t]*(?:—|―|–|--?|~)[ \t]*(?=\S)")
_LAST_DASH: Final = re.compile(r"(?:—|―|–|--)[ \t]*(?=\S)")
_HANDLED: Final = re.compile(r"(?P<name>[^()\n]{1,80}?) ?\( ?(?P<handle>@[\w.@-]{1,80}) ?\)")
_HANDLE: Final = re.compile(r"@[\w.-]{1,80}(?:@[\w.-]{1,80})?")
_DATED: Final = re.compile(r"(?P<name>[^\n]{1,80}?)[ \u00a0](?:on|am|le|el)[ \u00a0]{1,3}(?=[\w,])")
_LONGEST: Final = 120
_ENDS: Final = " \t\r\n\u00a0.;:"


class PostAuthor(NamedTuple):
    """The author line of a post: where it begins in the line, where the name stands, the handle, the date."""

    start: int
    name: tuple[int, int]
    handle: str | None
    published: str | None


def signature(line: str, start: int = 0) -> tuple[int, int] | None:
    """Where the name stands in a line that is a dash and a name, from ``start`` on; None in any other line."""
    dash = _DASH.match(line, start)
    return None if dash is None else named(line, dash.end())


def named(line: str, start: int) -> tuple[int, int] | None:
    """The rest of a line without the marks at its end, where it is short enough for a name."""
    while start < len(line) and (line[start].isspace() or line[start] in "—–―-~(["):
        start += 1
    end = max(start, len(line.rstrip(_ENDS)))
    if end - start < 2 or end - start > _LONGEST or not any(map(str.isalpha, line[start:end])):
        return None
    return start, end


def post_author(line: str) -> PostAuthor | None:
    """The author of a post, where the line (or its end) names one as embed codes do."""
    dashes = [dash.span() for dash in _LAST_DASH.finditer(line[-2 * _LONGEST :])]
    offset = max(0, len(line) - 2 * _LONGEST)
    for start, end in dashes[::-1]:
        found = _HANDLED.match(line, offset + end)
        if found is not None:
            return _author(line, offset + start, found)
    lead = _leads().match(line)
    if lead is None:
        return None
    handle = _HANDLE.match(line, lead.end())
    if handle is not None:
        return PostAuthor(0, handle.span(), handle[0], iso(line[handle.end() :]))
    found = _HANDLED.match(line, lead.end())
    if found is not None:
        return _author(line, 0, found)
    dated = _DATED.match(line, lead.end())
    if dated is not None and iso(line[dated.end() :]) is not None:
        return PostAuthor(0, dated.span("name"), None, iso(line[dated.end() :]))
    return None


def _author(line: str, start: int, found: re.Match[str]) -> PostAuthor:
    return PostAuthor(start, found.span("name"), found["handle"], iso(line[found.end() :]))


@cache
def _leads() -> re.Pattern[str]:
    """What stands before the author's name."""
    phrases = sorted((re.escape(row["term"]) for row in lexicon("posts") if row["use"] == "by"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(phrases)})\b:?[ \u00a0]+(?=\S)", re.IGNORECASE)


@cache
def frames() -> frozenset[str]:
    """Lines of a post's box that are no words of its author, in small letters."""
    return frozenset(row["term"] for row in lexicon("posts") if row["use"] == "frame")


@cache
def _media() -> re.Pattern[str]:
    hosts = "|".join(re.escape(row["term"]) for row in lexicon("posts") if row["use"] == "media")
    return re.compile(rf"(?:https?://)?(?:{hosts})/\w{{1,40}}\Z")


def without_media(line: str) -> int:
    """Where the words of a post's line end, before the addresses of its pictures."""
    end = len(line.rstrip())
    while end:
        found = _media().search(line, max(0, end - _ADDRESS), end)
        cut = found.start() if found is not None else end
        if line.endswith(_PICTURE, 0, end):
            cut = end - len(_PICTURE)
        if cut == end:
            break
        end = len(line[:cut].rstrip())
    return end


_PICTURE: Final = "[image or embed]"
_ADDRESS: Final = 80


@cache
def platforms(use: str) -> dict[str, str]:
    """The platform of each class, or host, of an embedded post."""
    return {row["term"]: row["platform"] for row in lexicon("posts") if row["use"] == use}


def platform_of(url: str | None, handle: str | None) -> str | None:
    """The platform that an address is of, else the one that a handle's form is of."""
    host = re.sub(r"\A(?:https?:)?//(?:www\.|m\.|mobile\.)?", "", url or "", flags=re.IGNORECASE)[:100]
    known = platforms("host").get(host.split("/")[0].lower())
    if known is None and handle is not None:
        known = "Mastodon" if "@" in handle[1:] else "Bluesky" if handle.endswith(".bsky.social") else None
    return known
