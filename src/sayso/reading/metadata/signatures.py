"""Parse signatures: ``— Ada Kells, mayor``, ``— Ada Kells (@akells) May 4, 2026``, ``Posted by Ada``."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from sayso.lexicons import lexicon
from sayso.reading.metadata.dates import iso

_DASH: Final = re.compile(r"[ \t]*(?:—|―|–|--?|~)[ \t]*(?=\S)")
_LAST_DASH: Final = re.compile(r"(?:—|―|–|--)[ \t]*(?=\S)")
_NAME_AND_HANDLE: Final = re.compile(r"(?P<name>[^()\n]{1,80}?) ?\( ?(?P<handle>@[\w.@-]{1,80}) ?\)")
_HANDLE: Final = re.compile(r"@[\w.-]{1,80}(?:@[\w.-]{1,80})?")
_NAME_AND_DATE: Final = re.compile(r"(?P<name>[^\n]{1,80}?)[ \u00a0](?:on|am|le|el)[ \u00a0]{1,3}(?=[\w,])")
_MAX_NAME_CHARS: Final = 120
_MAX_MEDIA_CHARS: Final = 80
_END_MARKS: Final = " \t\r\n\u00a0.;:"


class PostAuthor(NamedTuple):
    """The author line of a post: its start in the line, the position of the name, the handle, the date."""

    start: int
    name: tuple[int, int]
    handle: str | None
    published: str | None


def signature(line: str, start: int = 0) -> tuple[int, int] | None:
    """Return the position of the name in a line with a dash and a name, from ``start`` on; None for other lines."""
    dash = _DASH.match(line, start)
    return None if dash is None else named(line, dash.end())


def named(line: str, start: int) -> tuple[int, int] | None:
    """Return the position of the rest of a line, without end marks, if it is short enough for a name."""
    while start < len(line) and (line[start].isspace() or line[start] in "—–―-~(["):
        start += 1
    end = max(start, len(line.rstrip(_END_MARKS)))
    if end - start < 2 or end - start > _MAX_NAME_CHARS or not any(map(str.isalpha, line[start:end])):
        return None
    return start, end


def post_author(line: str) -> PostAuthor | None:
    """Return the author of a post if the line or its end has the form that embed codes use."""
    dashes = [dash.span() for dash in _LAST_DASH.finditer(line[-2 * _MAX_NAME_CHARS :])]
    offset = max(0, len(line) - 2 * _MAX_NAME_CHARS)
    for start, end in dashes[::-1]:
        match = _NAME_AND_HANDLE.match(line, offset + end)
        if match is not None:
            return _post_author(line, offset + start, match)
    prefix = _author_prefix().match(line)
    if prefix is None:
        return None
    handle = _HANDLE.match(line, prefix.end())
    if handle is not None:
        return PostAuthor(0, handle.span(), handle[0], iso(line[handle.end() :]))
    match = _NAME_AND_HANDLE.match(line, prefix.end())
    if match is not None:
        return _post_author(line, 0, match)
    dated = _NAME_AND_DATE.match(line, prefix.end())
    if dated is not None and iso(line[dated.end() :]) is not None:
        return PostAuthor(0, dated.span("name"), None, iso(line[dated.end() :]))
    return None


def _post_author(line: str, start: int, match: re.Match[str]) -> PostAuthor:
    return PostAuthor(start, match.span("name"), match["handle"], iso(line[match.end() :]))


@cache
def _author_prefix() -> re.Pattern[str]:
    """Return the pattern of phrases before the author name."""
    phrases = sorted(map(re.escape, platforms("by")), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(phrases)})\b:?[ \u00a0]+(?=\S)", re.IGNORECASE)


@cache
def _media() -> re.Pattern[str]:
    """Return the pattern of the URL or placeholder of a picture at the end of a text."""
    hosts, placeholders = ("|".join(map(re.escape, platforms(use))) for use in ("media", "placeholder"))
    return re.compile(rf"(?:(?:https?://)?(?:{hosts})/\w{{1,40}}|{placeholders})\Z")


def without_media(line: str) -> int:
    """Return the end of the text in a line of a post, before the URLs of its pictures."""
    end = len(line.rstrip())
    while match := _media().search(line, max(0, end - _MAX_MEDIA_CHARS), end):
        end = match.start()
        while end and line[end - 1].isspace():
            end -= 1
    return end


@cache
def platforms(use: str) -> dict[str, str]:
    """Return the signs of embedded posts with this use, each with its platform."""
    return {row["term"]: row["platform"] for row in lexicon("posts") if row["use"] == use}


def platform_of(url: str | None, handle: str | None) -> str | None:
    """Return the platform of a URL, or else the platform that a handle's form shows."""
    host = re.sub(r"\A(?:https?:)?//(?:www\.|m\.|mobile\.)?", "", url or "", flags=re.IGNORECASE)[:100]
    platform = platforms("host").get(host.split("/")[0].lower())
    if platform is None and handle is not None:
        platform = "Mastodon" if "@" in handle[1:] else platforms("host").get(handle.partition(".")[2])
    return platform
