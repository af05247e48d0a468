"""The outlet of a page, out of what the page states, its title, its author's box and its copyright line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

_WORKS_FOR: Final = re.compile(
    r"\b(?:writer|reporter|editor|journalist|correspondent|columnist|producer|contributor|writes|reports|"
    r"covers [\w\s]{3,40}?)"
    r"\s+(?:for|at|of|with)\s+(?:the\s+)?((?:The\s+)?[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9][\w&'’-]*|of|and|the)){0,5})"
)
_YEARS: Final = r"(?:19|20)\d\d(?:\s*[-–—]\s*(?:(?:19|20)?\d\d)?)?"
_SIGNS: Final = rf"(?:©|\(c\)|copyright)(?>[\s©,:]|\(c\)|copyright|{_YEARS}\.?|all rights reserved|by\b)*"
_RIGHTS: Final = re.compile(rf"{_SIGNS}((?:[^.,|©\n]|\.(?=\w)){{2,80}})", re.I)
_CLAIM: Final = re.compile(f"{_SIGNS}+", re.I)
_LEGAL: Final = re.compile(
    r"(?:,|(?<![\s,]))\s++(?:(?:private|pvt|pty)\b\.?\s*)?(?:LLC|Ltd|Inc|Limited|L\.L\.C|PLC|Corp|Corporation|Co|Pty|Pvt|GmbH|"
    r"All Rights Reserved)\b\.?(?s:.*)$",
    re.I,
)
# What follows the name in a line: another business, a note on the mark, a number of the serial.
_BESIDE: Final = re.compile(
    rf"(?<!\s)\s++(?:[-–—:;/]\s(?s:.*)|is an?\s(?s:.*)|{_YEARS})$"
    r"|(?:(?<!\s)\s++)?\b(?:designed|powered|hosted|developed|theme)\s+by\b(?s:.*)$",
    re.I,
)
_NO_HOLDER: Final = re.compile(
    r"(?:all rights|policy|notice|and|infringement|law|laws|information|protected|reserved|holders?|owners?)\b",
    re.I,
)
_DOMAIN: Final = re.compile(r"^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|uk|br|in|info|tv|ru|de|fr|ie|au|ca)$", re.I)
_TITLE_END: Final = re.compile(r"\s(?:[|»–—-]|--)\s+([^|»–—]{2,60})$")
_TITLE_BEGIN: Final = re.compile(r"([^|»–—:]{2,60}+)(?:[|»–—:]|\s-)\s")
_SLOGAN: Final = re.compile(r"(?<!\s)\s++[|»–—-]\s(?s:.*)$")
_LOGO: Final = re.compile(r"(?:['’]s)?[\s-]{0,3}(?:\bimage\b)?[\s-]{0,3}\blogo\b", re.I)
_WORD: Final = re.compile(r"[^\W_]+")
_SECOND_LEVEL: Final = frozenset(["ac", "co", "com", "edu", "gov", "net", "org"])


def publisher(
    stated: Sequence[str],
    title: str | None,
    url: str | None,
    notes: Iterable[str],
    rights: Sequence[str],
    logos: Sequence[str] = (),
) -> str | None:
    """The outlet: the best name that fits the page's address, else what is stated, the author's employer, the holder.

    A page states the agency whose report it prints, a section or a slogan as often as a wrong name of its own; its
    address is not to be mistaken. Where nothing fits the address, what the page states first is believed.
    """
    said = [name.lstrip("@") for name in stated]
    held = holders(rights)
    ends = [end[1].strip() for end in [_TITLE_END.search(title or ""), _TITLE_BEGIN.match(title or "")] if end]
    drawn = [name for logo in logos if (name := _LEGAL.sub("", _SLOGAN.sub("", _LOGO.sub("", logo))).strip())]
    for address in _addresses(url):
        fitting = [(_plainness(name), name) for name in [*said, *ends] if fits(name, address)]
        fitting += [(1, name) for name in held if fits(name, address)]
        fitting = fitting or [(2, name) for name in drawn if fits(name, address)]
        if fitting:
            return _short(min(fitting, key=lambda one: one[0])[1], address)
    named = next((name for name in said if not _DOMAIN.match(name)), None) or next(iter(said), None)
    return named or employer(notes) or next(iter(held), None)


def employer(lines: Iterable[str]) -> str | None:
    """The outlet that an author's box says its author writes for."""
    return next((found[1] for line in lines if (found := _WORKS_FOR.search(line))), None)


def holders(lines: Iterable[str]) -> list[str]:
    """The names in copyright lines, without years and legal forms; a whole site's before one picture's."""
    found = [
        (re.search(_YEARS, line) is None and "rights" not in line.casefold(), name)
        for line in lines
        if (match := _claimed(line)) and (name := _holder(match[1]))
    ]
    return [name for _, name in sorted(found, key=lambda one: one[0])]


def _claimed(line: str) -> re.Match[str] | None:
    """The first claim in a line that names somebody. One that names nobody is passed over with all of its signs."""
    return next((found for one in _CLAIM.finditer(line) if (found := _RIGHTS.match(line, one.start()))), None)


def _holder(name: str) -> str | None:
    """The name of a holder alone; None where the words are no name."""
    for pattern in (_LEGAL, _BESIDE, _BESIDE):
        name = pattern.sub("", name).strip(" -–—:;|")
    return name if len(name) > 1 and name[0].isalnum() and not _NO_HOLDER.match(name) else None


def fits(name: str, address: str) -> bool:
    """Whether an address is made of a name: of its words or their beginnings in order, or for half of it of its words.

    "The Northmoor Dispatch" fits northmoordispatch, nmdispatch, dispatch and northmoortoday, not herald.
    """
    words = [word.casefold() for word in _WORD.findall(name)][:12]
    if any(_made_of(address, tuple(words[n:])) for n in range(len(words))):
        return True
    return 2 * sum(len(word) for word in set(words) if len(word) > 2 and word in address) >= len(address)


@lru_cache(maxsize=4096)
def _made_of(rest: str, words: tuple[str, ...]) -> bool:
    """Whether what is left of an address is made of beginnings of words, in order; the first of them must be used."""
    if not rest:
        return True
    if not words:
        return False
    most = next((n for n, pair in enumerate(zip(words[0], rest, strict=False)) if pair[0] != pair[1]), None)
    most = min(len(words[0]), len(rest)) if most is None else most
    return any(
        _made_of(rest[taken:], words[skipped:]) for taken in range(most, 0, -1) for skipped in range(1, len(words) + 1)
    )


def _addresses(url: str | None) -> Iterator[str]:
    """The name in the host of an address, the whole host, what stands before that name; letters and digits alone."""
    try:
        host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        return
    parts = host.split(".")[:-1]
    if len(parts) > 1 and parts[-1] in _SECOND_LEVEL:
        parts.pop()
    for name in dict.fromkeys(["".join(parts[-1:]), "".join(parts), "".join(parts[:-1])]):
        if len(name) > 1 and not name.isdigit():
            yield name.replace("-", "").casefold()


def _plainness(name: str) -> int:
    """0 for a name as people write it, more for an address and for one that is written like an address."""
    return 1 if _DOMAIN.match(name) else 2 if name.islower() and " " not in name else 0


def _short(name: str, address: str) -> str:
    """A name without a slogan behind it, where its beginning alone fits."""
    begin = _SLOGAN.sub("", name.removeprefix("www."))
    return begin if fits(begin, address) else name
