"""Select the publisher of a page from its metadata, title, author box and copyright line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from sayso.text.vocabulary import folded, small

_WORKS_FOR: Final = re.compile(
    r"\b(?:writer|reporter|editor|journalist|correspondent|columnist|producer|contributor|writes|reports|"
    r"covers [\w\s]{3,40}?)"
    r"\s+(?:for|at|of|with)\s+(?:the\s+)?((?:The\s+)?[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9][\w&'’-]*|of|and|the)){0,5})"
)
_YEARS: Final = r"(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)?\d\d)?)?"
_COPYRIGHT_SIGNS: Final = rf"(?:©|\(c\)|copyright)(?>[\s©,:]|\(c\)|copyright|{_YEARS}\.?|all rights reserved|by\b)*"
_COPYRIGHT_LINE: Final = re.compile(rf"{_COPYRIGHT_SIGNS}((?:[^.,|©\n]|\.(?=\w)){{2,80}})", re.I)
_COPYRIGHT_START: Final = re.compile(f"{_COPYRIGHT_SIGNS}+", re.I)
_LEGAL_FORM: Final = re.compile(
    r"(?:,|(?<![\s,]))\s++(?:(?:private|pvt|pty)\b\.?\s*)?(?:LLC|Ltd|Inc|Limited|L\.L\.C|PLC|Corp|Corporation|Co|Pty|Pvt|GmbH|"
    r"All Rights Reserved)\b\.?(?s:.*)$",
    re.I,
)
# Text after the name: another business, a trademark note, a serial number.
_TEXT_AFTER_NAME: Final = re.compile(
    rf"(?<!\s)\s++(?:[-–—:;/]\s(?s:.*)|is an?\s(?s:.*)|{_YEARS})$"
    r"|(?:(?<!\s)\s++)?\b(?:designed|powered|hosted|developed|theme)\s+by\b(?s:.*)$",
    re.I,
)
_NOT_A_HOLDER: Final = re.compile(
    r"(?:all rights|policy|notice|and|infringement|law|laws|information|protected|reserved|holders?|owners?)\b",
    re.I,
)
_DOMAIN: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|uk|br|in|info|tv|ru|de|fr|ie|au|ca)$", re.I)
_TITLE_END: Final = re.compile(r"\s(?:[|»–—·•-]|--)\s+([^|»–—·•]{2,60})$")
_TITLE_BEGIN: Final = re.compile(r"([^|»–—:]{2,60}+)(?:[|»–—:]|\s-)\s")
_SLOGAN: Final = re.compile(r"(?<!\s)\s++[|»–—-]\s(?s:.*)$")
_LOGO: Final = re.compile(r"(?:['’]s)?[\s-]{0,3}(?:\bimage\b)?[\s-]{0,3}\blogo\b", re.I)
_WORD: Final = re.compile(r"[^\W_]+")
_CAPITAL_WORDS: Final = re.compile(
    r"[A-Z0-9][\w.'’&-]*(?: (?:(?:of|and|the|on|in|for|&) ){0,2}[A-Z0-9][\w.'’&-]*){0,6}"
)
_SECOND_LEVEL: Final = frozenset(["ac", "co", "com", "edu", "gov", "net", "org"])


def publisher(
    stated: Sequence[str],
    title: str | None,
    url: str | None,
    notes: Iterable[str],
    copyrights: Sequence[str],
    logos: Sequence[str] = (),
) -> str | None:
    """Return the name that best fits the domain, else the stated name, the employer of the author or the holder.

    Many pages state an agency, a section or a slogan as publisher; the domain is reliable. If no name fits the domain,
    the first stated name is returned.
    """
    stated_names = [name.lstrip("@") for name in stated]
    copyright_holders = holders(copyrights)
    title_parts = list(_title_parts(title or ""))
    logo_names = [name for logo in logos if (name := _LEGAL_FORM.sub("", _SLOGAN.sub("", _LOGO.sub("", logo))).strip())]
    for domain in _domain_names(url):
        candidates = [(_domain_likeness(name), name) for name in [*stated_names, *title_parts] if fits(name, domain)]
        candidates += [(1, name) for name in copyright_holders if fits(name, domain)]
        candidates = candidates or [(2, name) for name in logo_names if fits(name, domain)]
        if candidates:
            return _without_slogan(min(candidates, key=lambda candidate: candidate[0])[1], domain)
    named = next((name for name in stated_names if not _DOMAIN.match(name)), None) or next(iter(stated_names), None)
    if named is None:
        known = {_key(name) for name in (*logo_names, *copyright_holders)}
        named = next((name for name in title_parts if _key(name) in known or is_outlet(name)), None)
    return named or employer(notes) or next(iter(copyright_holders), None)


def _title_parts(title: str) -> Iterator[str]:
    """Yield the parts of a title that can be the name of the site: the last one, and the first one."""
    if end := _TITLE_END.search(title):
        yield from dict.fromkeys((end[1].rpartition(" - ")[2].strip(), end[1].strip()))
    if begin := _TITLE_BEGIN.match(title):
        yield begin[1].strip()


def is_outlet(name: str) -> bool:
    """Return whether a part of a title is the name of an outlet: a listed one, or one with a noun of media at its end.

    "Vale of Tessen Post" is, "Sport", "World News" and "Album Review" are not.
    """
    if not _CAPITAL_WORDS.fullmatch(name):
        return False
    words = name.casefold().split()
    if _key(name) in folded("outlets"):
        return True
    if len(words) < 2 or words[0] in small("indefinite"):
        return False
    nouns = (folded("outlet_nouns") | small("paper_end")) - (
        small("section_noun") if words[0] != "the" else frozenset()
    )
    return words[-1] in nouns or name.split()[0] in small("outlet_opens")


def _key(name: str) -> str:
    """Return a name for comparison, without "the" and letter case."""
    return name.casefold().removeprefix("the ")


def employer(lines: Iterable[str]) -> str | None:
    """Return the outlet that the author writes for according to the author box."""
    return next((match[1] for line in lines if (match := _WORKS_FOR.search(line))), None)


def holders(lines: Iterable[str]) -> list[str]:
    """Return the names in copyright lines, without years and legal forms; those of the site come first."""
    names = [
        (re.search(_YEARS, line) is None and "rights" not in line.casefold(), name)
        for line in lines
        if (match := _copyright_match(line)) and (name := _holder_name(match[1]))
    ]
    return [name for _, name in sorted(names, key=lambda row: row[0])]


def _copyright_match(line: str) -> re.Match[str] | None:
    """Return the first copyright claim with a name in a line."""
    return next(
        (match for start in _COPYRIGHT_START.finditer(line) if (match := _COPYRIGHT_LINE.match(line, start.start()))),
        None,
    )


def _holder_name(name: str) -> str | None:
    """Return the name of a copyright holder, or None if the words are not a name."""
    for pattern in (_LEGAL_FORM, _TEXT_AFTER_NAME, _TEXT_AFTER_NAME):
        name = pattern.sub("", name).strip(" -–—:;|")
    return name if len(name) > 1 and name[0].isalnum() and not _NOT_A_HOLDER.match(name) else None


def fits(name: str, domain: str) -> bool:
    """Return whether a domain consists of the words of a name or their beginnings in order, or half of it of its words.

    "The Northmoor Dispatch" fits northmoordispatch, nmdispatch, dispatch and northmoortoday, not herald.
    """
    words = [word.casefold() for word in _WORD.findall(name)][:12]
    if any(_is_abbreviation(domain, tuple(words[n:])) for n in range(len(words))):
        return True
    return 2 * sum(len(word) for word in set(words) if len(word) > 2 and word in domain) >= len(domain)


@lru_cache(maxsize=4096)
def _is_abbreviation(rest: str, words: tuple[str, ...]) -> bool:
    """Return whether the rest of a domain consists of beginnings of words in order, with the first word included."""
    if not rest:
        return True
    if not words:
        return False
    common_chars = next((n for n, pair in enumerate(zip(words[0], rest, strict=False)) if pair[0] != pair[1]), None)
    common_chars = min(len(words[0]), len(rest)) if common_chars is None else common_chars
    return any(
        _is_abbreviation(rest[taken:], words[skipped:])
        for taken in range(common_chars, 0, -1)
        for skipped in range(1, len(words) + 1)
    )


def _domain_names(url: str | None) -> Iterator[str]:
    """Yield the main label of the host, the whole host, and the labels before it; letters and digits only."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # an invalid URL
        return
    parts = host.split(".")[:-1]
    if len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    for name in dict.fromkeys(["".join(parts[-1:]), "".join(parts), "".join(parts[:-1])]):
        if len(name) > 1 and not name.isdigit():
            yield name.replace("-", "").casefold()


def _domain_likeness(name: str) -> int:
    """Return 0 for an ordinary name, 1 for a domain, 2 for a name written like a domain label."""
    return 1 if _DOMAIN.match(name) else 2 if name.islower() and " " not in name else 0


def _without_slogan(name: str, domain: str) -> str:
    """Return a name without the slogan after it, if the name alone fits the domain."""
    beginning = _SLOGAN.sub("", name.removeprefix("www."))
    return beginning if fits(beginning, domain) else name
