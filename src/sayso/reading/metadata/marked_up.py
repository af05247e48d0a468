"""Find author and time of an article in its elements: ``rel=author``, byline classes, ``<time datetime>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from sayso.reading.metadata.dates import only_date

if TYPE_CHECKING:
    from lxml.etree import _Element

_AUTHOR_CLASSES: Final = frozenset(
    {"author", "author-name", "author__name", "author-link", "byline-author", "byline__name", "writer", "writer-name"}
)
_OTHER_ARTICLES: Final = re.compile(
    r"related|comment|sidebar|widget|recommend|popular|trending|teaser|promo|more-from|most-", re.I
)
_OTHER_TAGS: Final = frozenset({"aside", "nav", "footer"})
_UPDATED: Final = re.compile(r"updat|modif|edited", re.I)
_MAX_AUTHOR_CHARS: Final = 80
_HEADLINE_LEVELS: Final = 6
"""Number of ancestors of the headline that are searched for author and time."""
_MAX_DATE_ELEMENTS: Final = 5_000
_MAX_DATE_CHARS: Final = 80
_MAX_MARKED_ELEMENTS: Final = 200
_MAX_ANCESTORS: Final = 60


def authors(root: _Element) -> list[str]:
    """Return the texts of the elements that are marked as author of the article."""
    marked = [
        element
        for element in islice(root.iter("a", "span", "div", "p", "address", "cite", "li"), 20_000)
        if _is_author(element)
    ]
    nearby = _near_headline(root, marked[:_MAX_MARKED_ELEMENTS])
    texts = [" ".join("".join(islice(element.itertext(), 20)).split()) for element in nearby]
    return list(dict.fromkeys(text for text in texts if 0 < len(text) <= _MAX_AUTHOR_CHARS))


def times(root: _Element) -> Iterator[tuple[str, str]]:
    """Yield ``published`` or ``modified`` and the ``datetime`` value of each time near the headline."""
    marked = [element for element in islice(root.iter("time"), _MAX_MARKED_ELEMENTS) if element.get("datetime")]
    for element in _near_headline(root, marked):
        context = f"{element.get('class') or ''} {element.get('itemprop') or ''} {_text_before(element)}"
        yield "modified" if _UPDATED.search(context) else "published", element.get("datetime") or ""
    written = islice(root.iter("span", "div", "p", "li", "small", "time"), _MAX_DATE_ELEMENTS)
    dated = [element for element in written if _is_date(element)]
    for element in _near_headline(root, dated[:_MAX_MARKED_ELEMENTS]):
        text = " ".join((element.text or "").split())
        yield "modified" if _UPDATED.search(text) and "ublished" not in text else "published", text


def _is_date(element: _Element) -> bool:
    """Return whether an element contains only a written date."""
    text = element.text or ""
    return not len(element) and len(text) <= _MAX_DATE_CHARS and any(map(str.isdigit, text)) and only_date(text)


def _is_author(element: _Element) -> bool:
    """Return whether an element is marked as author."""
    if "author" in (element.get("rel") or "").lower().split():
        return True
    return bool(_AUTHOR_CLASSES & set((element.get("class") or "").lower().split()))


def _near_headline(root: _Element, marked: list[_Element]) -> list[_Element]:
    """Return the marked elements in the smallest container with the headline, without elements of other articles."""
    own = [element for element in marked if not _is_in_other_article(element)]
    if not own:
        return []
    candidates = set(own)
    container = next(root.iter("h1"), None)
    for _ in range(_HEADLINE_LEVELS):
        if container is None or container.tag in ("body", "html"):
            break
        inside = [element for element in islice(container.iter(), 20_000) if element in candidates]
        if inside:
            return inside
        container = container.getparent()
    return []


def _is_in_other_article(element: _Element) -> bool:
    """Return whether an element is in a part of the page about other articles."""
    for ancestor in islice(element.iterancestors(), _MAX_ANCESTORS):
        if ancestor.tag in _OTHER_TAGS or _OTHER_ARTICLES.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"[:300]
        ):
            return ancestor.tag not in ("body", "html")
    return False


def _text_before(element: _Element) -> str:
    """Return the text directly before an element, within its parent."""
    previous = element.getprevious()
    parent = element.getparent()
    text = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    return text[-40:]
