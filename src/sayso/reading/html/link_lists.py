"""The links of a page: which lines lead to another article, and which to a part of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

_PART: Final = re.compile(r"[^\W\d_]+")
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:)[a-z]+:", re.I)
_NUMBERED: Final = re.compile(r"\d{5}|/(?:19|20)\d\d/\d{1,2}/.")
_MARKED: Final = ("/ar-", "/story/", "/article/")
_LEAST: Final = 7
_SLUG_WORDS: Final = 4
_FEWEST_OF_LIST: Final = 3
_SOME_LINK: Final = 0.25
_ABOVE: Final = 7
_DEEP: Final = 5
_ITEM: Final = 6
_TITLE: Final = 5


class Links:
    """The lists of links on a page, teasers and menus, and what stands in one teaser together."""

    def __init__(self, markup: Markup, own: Callable[[str], bool]) -> None:
        """``own`` tells the words of the page's own headline, which is no other article's title."""
        self._markup = markup
        self._own = own
        self._titles: dict[int, bool] = {}
        self._held: dict[_Element, list[int]] = {}
        self._lines: dict[_Element, list[Line]] = {}
        for line in markup.lines:
            above = self._above(line)
            for element in above[:_DEEP]:
                self._lines.setdefault(element, []).append(line)
            if line.linked > _SOME_LINK * len(line.text):
                words = len(line.text.split())
                for element in above:
                    held = self._held.setdefault(element, [0, 0])
                    held[0] += 1
                    held[1] += words

    def _above(self, line: Line) -> tuple[_Element, ...]:
        """The elements that may be the line's list, innermost first."""
        return self._markup.chain(line.element)[:_ABOVE]

    def words(self, line: Line) -> float:
        """The mean number of words of the links beside this one."""
        for element in self._above(line):
            count, words = self._held.get(element, (0, 0))
            if count >= _FEWEST_OF_LIST:
                return words / count
        return float(len(line.text.split()))

    def in_teaser(self, line: Line) -> bool:
        """Whether the line stands with a title that is a link, the two and little else in one container."""
        for element in self._above(line)[:_DEEP]:
            lines = self._lines[element]
            if len(lines) > 1:
                return len(lines) <= _ITEM and sum(map(self._is_title, lines)) == 1
        return False

    def words_of_one(self, line: Line) -> float:
        """The words of the line for each link in it: a line may be a whole menu."""
        return len(line.text.split()) / max(1, line.links)

    def _is_title(self, line: Line) -> bool:
        """Whether the line is the title of another article, and leads there."""
        found = self._titles.get(id(line))
        if found is None:
            wordy = line.linked > _SOME_LINK * len(line.text) and len(line.text.split()) >= _TITLE
            found = wordy and leads_to_article(line) is True and not self._own(line.text)
            self._titles[id(line)] = found
        return found


def leads_to_article(line: Line) -> bool | None:
    """Whether the line's first link has the address of an article; None without a link."""
    return None if line.address is None else _is_article(line.address)


@lru_cache(maxsize=4096)
def _is_article(address: str) -> bool:
    """Whether an address looks like that of an article: many words or a long number in its path."""
    if _OTHER_SCHEME.match(address):
        return False
    path = address.strip().partition("#")[0].partition("?")[0]
    if (host := path.find("//")) >= 0:
        path = path[path.find("/", host + 2) :] if "/" in path[host + 2 :] else ""
    path = path.rstrip("/")
    last = path[path.rfind("/") + 1 :].partition(".")[0]
    if len(last) > _LEAST and len(_PART.findall(last)) >= _SLUG_WORDS:
        return True
    return any(part in path for part in _MARKED) or _NUMBERED.search(path) is not None
