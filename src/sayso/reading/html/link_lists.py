"""Classify the links of a page as links to articles or to sections of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line

if TYPE_CHECKING:
    from lxml.etree import _Element

_SLUG_PART: Final = re.compile(r"[^\W\d_]+")
_OTHER_SCHEME: Final = re.compile(r"\s*(?!https?:)[a-z]+:", re.I)
_NUMBER_OR_DATE: Final = re.compile(r"\d{5}|/(?:19|20)\d\d/\d{1,2}/.")
_ARTICLE_MARKERS: Final = ("/ar-", "/story/", "/article/")
_MIN_SLUG_CHARS: Final = 7
_MIN_SLUG_WORDS: Final = 4
_MIN_LIST_LINKS: Final = 3
_MIN_LINKED_SHARE: Final = 0.25
_LIST_LEVELS: Final = 7
_TEASER_LEVELS: Final = 5
_MAX_TEASER_LINES: Final = 6
_MIN_TITLE_WORDS: Final = 5


class Links:
    """The link lists of a page: teasers and menus."""

    def __init__(self, markup: Markup, is_own_headline: Callable[[str], bool]) -> None:
        """``is_own_headline`` recognizes the text of the page's own headline, which does not title another article."""
        self._markup = markup
        self._is_own_headline = is_own_headline
        self._titles: dict[int, bool] = {}
        self._link_counts: dict[_Element, list[int]] = {}
        self._lines_in: dict[_Element, list[Line]] = {}
        for line in markup.lines:
            containers = self._containers(line)
            for element in containers[:_TEASER_LEVELS]:
                self._lines_in.setdefault(element, []).append(line)
            if line.linked > _MIN_LINKED_SHARE * len(line.text):
                words = len(line.text.split())
                for element in containers:
                    counts = self._link_counts.setdefault(element, [0, 0])
                    counts[0] += 1
                    counts[1] += words

    def _containers(self, line: Line) -> tuple[_Element, ...]:
        """Return the elements that may be the link list of the line, innermost first."""
        return self._markup.chain(line.element)[:_LIST_LEVELS]

    def words(self, line: Line) -> float:
        """Return the mean number of words of the links in the same list."""
        for element in self._containers(line):
            count, words = self._link_counts.get(element, (0, 0))
            if count >= _MIN_LIST_LINKS:
                return words / count
        return float(len(line.text.split()))

    def in_teaser(self, line: Line) -> bool:
        """Return whether the line shares a small container with exactly one linked title."""
        for element in self._containers(line)[:_TEASER_LEVELS]:
            lines = self._lines_in[element]
            if len(lines) > 1:
                return len(lines) <= _MAX_TEASER_LINES and sum(map(self._is_title, lines)) == 1
        return False

    def words_of_one(self, line: Line) -> float:
        """Return the words per link of the line, because a whole menu can be one line."""
        return len(line.text.split()) / max(1, line.links)

    def _is_title(self, line: Line) -> bool:
        """Return whether the line is the title of another article and links to it."""
        is_title = self._titles.get(id(line))
        if is_title is None:
            wordy = line.linked > _MIN_LINKED_SHARE * len(line.text) and len(line.text.split()) >= _MIN_TITLE_WORDS
            is_title = wordy and leads_to_article(line) is True and not self._is_own_headline(line.text)
            self._titles[id(line)] = is_title
        return is_title


def leads_to_article(line: Line) -> bool | None:
    """Return whether the first link of the line has the URL of an article; None without a link."""
    return None if line.address is None else _is_article(line.address)


@lru_cache(maxsize=4096)
def _is_article(url: str) -> bool:
    """Return whether a URL looks like an article: many words, a long number or a date in its path."""
    if _OTHER_SCHEME.match(url):
        return False
    path = url.strip().partition("#")[0].partition("?")[0]
    if (host := path.find("//")) >= 0:
        path = path[path.find("/", host + 2) :] if "/" in path[host + 2 :] else ""
    path = path.rstrip("/")
    last = path[path.rfind("/") + 1 :].partition(".")[0]
    if len(last) > _MIN_SLUG_CHARS and len(_SLUG_PART.findall(last)) >= _MIN_SLUG_WORDS:
        return True
    return any(part in path for part in _ARTICLE_MARKERS) or _NUMBER_OR_DATE.search(path) is not None
