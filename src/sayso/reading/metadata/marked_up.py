"""Author and time of an article by its elements: ``rel=author``, classes of bylines, ``<time datetime>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR: Final = frozenset({"author", "author-name", "author__name", "author-link", "byline-author", "byline__name"})
_OTHER: Final = re.compile(
    r"related|comment|sidebar|widget|recommend|popular|trending|teaser|promo|more-from|most-", re.I
)
_PARTS: Final = frozenset({"aside", "nav", "footer"})
_UPDATED: Final = re.compile(r"updat|modif|edited", re.I)
_LONGEST: Final = 80
_LEVELS: Final = 6
"""Elements around the headline in which its author and time are looked for."""
_MOST: Final = 200
_DEEPEST: Final = 60


def authors(root: _Element) -> list[str]:
    """The texts of the elements that are marked as the author of the page's article."""
    marked = [
        one for one in islice(root.iter("a", "span", "div", "p", "address", "cite", "li"), 20_000) if _is_author(one)
    ]
    found = _near_headline(root, marked[:_MOST])
    texts = [" ".join("".join(islice(one.itertext(), 20)).split()) for one in found]
    return list(dict.fromkeys(text for text in texts if 0 < len(text) <= _LONGEST))


def times(root: _Element) -> Iterator[tuple[str, str]]:
    """The times of the article's head as ``published`` or ``modified`` and the value of ``datetime``."""
    marked = [one for one in islice(root.iter("time"), _MOST) if one.get("datetime")]
    for one in _near_headline(root, marked):
        around = f"{one.get('class') or ''} {one.get('itemprop') or ''} {_before(one)}"
        yield "modified" if _UPDATED.search(around) else "published", one.get("datetime") or ""


def _is_author(element: _Element) -> bool:
    """Whether an element is marked as an author."""
    if "author" in (element.get("rel") or "").lower().split():
        return True
    return bool(_AUTHOR & set((element.get("class") or "").lower().split()))


def _near_headline(root: _Element, marked: list[_Element]) -> list[_Element]:
    """Those in the smallest part of the page that holds its headline and one of them; none of another article's."""
    own = [one for one in marked if not _elsewhere(one)]
    if not own:
        return []
    wanted = set(own)
    around = next(root.iter("h1"), None)
    for _ in range(_LEVELS):
        if around is None or around.tag in ("body", "html"):
            break
        inside = [one for one in islice(around.iter(), 20_000) if one in wanted]
        if inside:
            return inside
        around = around.getparent()
    return []


def _elsewhere(element: _Element) -> bool:
    """Whether an element stands in a part of the page that is about other articles."""
    for around in islice(element.iterancestors(), _DEEPEST):
        if around.tag in _PARTS or _OTHER.search(f"{around.get('class') or ''} {around.get('id') or ''}"[:300]):
            return around.tag not in ("body", "html")
    return False


def _before(element: _Element) -> str:
    """The words just before an element, within its parent."""
    before = element.getprevious()
    parent = element.getparent()
    text = (before.tail if before is not None else parent.text if parent is not None else "") or ""
    return text[-40:]
