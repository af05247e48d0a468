"""Classify the lines of an HTML page outside the body, from markup, metadata and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from sayso.reading.html import markup_features as signals
from sayso.reading.html.link_lists import Links, leads_to_article
from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import Line
from sayso.reading.metadata.dates import only_date
from sayso.reading.metadata.structured_data import Stated
from sayso.reading.text import features
from sayso.reading.text.features import SHAPE, Floats
from sayso.terms import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

K = BlockKind
Names = frozenset[str]
_WORD: Final = re.compile(r"\w+")
_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d{2}\b|\b(?:ago|hours?|minutes?|min read|yesterday|today)\b", re.I
)
_BY: Final = re.compile(r"\s*(?:by|written by|posted by|reported by|story by|words by|from)\b", re.I)
_CREDIT: Final = re.compile(
    r"(?:photos?|images?|picture|credit|courtesy|photograph|illustration)\s*(?:credit|by|courtesy|of|:|/)|\bgetty\b|"
    r"/ap\b|\bap photo|\bvia (?:ap|afp|epa|getty|reuters)\b|\breuters\b|\bafp\b|shutterstock|"
    r"alamy|wikimedia|unsplash|istock",
    re.I,
)
_LOWER_CASE_WORD: Final = re.compile(r"\b[a-z]{3}")
_CLAIM_WORDS: Final = frozenset({"copyright", "credit"})
_IMAGE_CREDIT: Final = re.compile(r"\s*(?:image|photo|picture|video|media)s? (?:copyright|credit)\b", re.I)
_RIGHTS: Final = re.compile(r"©|\(c\) ?\d{4}|\bcopyright\b|rights? reserved", re.I)
_EDITOR_NOTE: Final = re.compile(
    r"\s*(?:editors?['’]?s? note|(?:correction|clarification)s?\s*(?:[:—–-]|$)|"
    r"this (?:story|article|post) (?:has been|was) (?:updated|corrected)|an? (?:earlier|previous) version)",
    re.I,
)
_BIO: Final = re.compile(
    r"\bis an? (?:\w+[ -]){0,4}(?:writer|reporter|editor|journalist|correspondent|columnist|producer|contributor|"
    r"author)\b|\b(?:reach|follow|contact|email) (?:him|her|them)\b|about the author",
    re.I,
)
_ASKS: Final = (
    K.DONATION_ASK,
    K.NEWSLETTER_ASK,
    K.SUBSCRIBE_ASK,
    K.SIGN_IN_PROMPT,
    K.COMMENT_PROMPT,
    K.SHARE_PROMPT,
    K.ADVERTISEMENT,
)
_COPYRIGHT_WORDS: Final = frozenset({"c", "copyright", "rights", "right"})
_BIO_WORDS: Final = frozenset({"is", "him", "her", "them", "about"})
"""Without these words, the two slow patterns above cannot match."""
_MAX_BYLINE_CHARS: Final = 200
_MIN_TITLE_WORDS: Final = 4.5
_MENU_TITLE_WORDS: Final = 6.5
_SECTION_KINDS: Final = frozenset({K.ADVERTISEMENT, K.COMMENT_PROMPT})
"""Kinds whose words are also section names in a menu."""
_TITLE_DISTANCE: Final = 2
_HEADLINE_DISTANCE: Final = 8
_CONSENT_WORDS: Final = frozenset({"accept", "consent", "necessary", "policy", "site", "use", "uses", "website"})
_SURE_TITLE_WORDS: Final = 7
_MAX_SECTION_WORDS: Final = 3
_FIGURE_TAGS: Final = frozenset({"figure", "figcaption"})
_FORM_TAGS: Final = frozenset({"form", "fieldset", "legend"})
_SITE_TAGS: Final = frozenset({"nav", "footer"})
_NOT_BYLINES: Final = frozenset({K.RELATED_LINK, K.SHARE_PROMPT})
_DATE_GROUPS: Final = frozenset({"date", "byline"})
_NOT_DEKS: Final = frozenset({"related_link", "subscribe_ask", "newsletter_ask"})
_FOLLOW: Final = re.compile(r"\s*follow\b|\s*@\w+\s*$", re.I)
_HEADING_TAGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Roles:
    """The lines of a page, with the data to classify them."""

    def __init__(self, markup: Markup, stated: Stated, body: Sequence[bool], rows: Floats) -> None:
        self.markup = markup
        self.lines = markup.lines
        self.body = body
        body_lines = [i for i, is_body in enumerate(body) if is_body]
        self.first, self.last = (body_lines[0], body_lines[-1]) if body_lines else (len(body), len(body))
        self.headlines = {key for title in stated.headline if (key := _key(title))}
        self.title = _key(stated.title or "")
        self.deks = {key for dek in stated.description if (key := _key(dek))}
        authors = [*stated.authors, *stated.meta_authors, *stated.item_authors]
        self.authors = {key for author in authors if (key := _key(author))}
        self.group_order = signals.groups()
        self.phrase_groups = features.said(rows)
        self.dated = [bool(value) for value in rows[:, [SHAPE.index("date"), SHAPE.index("time")]].max(axis=1)]
        self.keys = [() if is_body else _key(line.text) for line, is_body in zip(self.lines, body, strict=True)]
        self._names: dict[frozenset[int], Names] = {}
        self._above: dict[_Element, Names] = {}
        headlines = self.headlines  # without self, which would create a reference cycle
        self._links = Links(markup, lambda text: _key(text) in headlines)

    def kinds(self) -> list[BlockKind | None]:
        """Return the kind of each line, or None if neither markup nor words determine it."""
        kinds = [K.BODY if self.body[i] else self._kind(i, line) for i, line in enumerate(self.lines)]
        unsure = [i for i, kind in enumerate(kinds) if kind is None or kind is K.NAVIGATION]
        for i in [i for i in unsure if self._is_with_title(i, kinds)]:
            kinds[i] = K.RELATED_LINK
        return kinds

    def _is_with_title(self, i: int, kinds: Sequence[BlockKind | None]) -> bool:
        """Return whether a date, rank or count is next to the title of another article."""
        if not (self.dated[i] or self.lines[i].text.isdigit()):
            return False
        near = range(max(0, i - _TITLE_DISTANCE), min(len(kinds), i + _TITLE_DISTANCE + 1))
        text = self.lines[i].text
        return any(kinds[k] is K.RELATED_LINK for k in near) and (text.isdigit() or only_date(text))

    def _kind(self, i: int, line: Line) -> BlockKind | None:
        """Return the kind of a line outside the body; the most reliable rules run first."""
        chain = self.markup.chain(line.element)
        own = self._group_names(self.markup.near(line.element, 2))
        near = self._group_names(self.markup.near(line.element, 5))
        tags = self._tags(chain)
        for rule in (self._article_part, self._comment, self._byline, self._caption, self._furniture):
            if (kind := rule(i, line, tags, own, near)) is not None:
                return kind
        return None

    def _tags(self, chain: tuple[_Element, ...]) -> set[str]:
        """Return the tags of an element and its nearest ancestors; ancestors shared by lines are cached."""
        if len(chain) < 2:
            return {str(chain[0].tag)}
        above = self._above.get(chain[1])
        if above is None:
            above = self._above[chain[1]] = frozenset([str(element.tag) for element in chain[1:12]])
        return {str(chain[0].tag), *above}

    def _group_names(self, columns: frozenset[int]) -> Names:
        """Return the names of the groups, cached."""
        names = self._names.get(columns)
        if names is None:
            names = self._names[columns] = frozenset([self.group_order[i] for i in columns])
        return names

    def _article_part(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Return headline or dek."""
        key = self.keys[i]
        before = i < self.first
        if key in self.headlines and not line.linked and "li" not in tags:
            return K.HEADLINE
        if "h1" in tags and len(key) >= 3 and (before or not self._has_body) and not line.linked:
            return K.HEADLINE
        if len(key) >= 3 and before and self.title[: len(key)] == key and tags & _HEADING_TAGS and not line.linked:
            return K.HEADLINE
        if (
            before
            and len(key) >= 5
            and not line.linked
            and not (self.dated[i] and only_date(line.text))
            and not tags & _FIGURE_TAGS
            and (key in self.deks or ("dek" in own and not own & _NOT_DEKS))
        ):
            return K.DEK
        return None

    def _below_headline(self, i: int) -> bool:
        """Return whether the headline of the page is a few lines above."""
        return any(key in self.headlines for key in self.keys[max(0, i - _HEADLINE_DISTANCE) : i])

    @property
    def _has_body(self) -> bool:
        """Whether the page has a body."""
        return self.first < len(self.lines)

    def _comment(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Return comment prompt for reader comments below the article and their form."""
        return K.COMMENT_PROMPT if "comment_prompt" in near and i > self.last and self._has_body else None

    def _byline(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Return byline, author box, dateline or copyright."""
        text, key = line.text, self.keys[i]
        short, phrases = len(text) <= _MAX_BYLINE_CHARS, self.phrase_groups[i]
        if self.dated[i] and only_date(text) and not tags & _SITE_TAGS:
            if self._links.in_teaser(line) and not self._below_headline(i):
                return K.RELATED_LINK
            if i <= self.first + 2 and ("time" in tags or near & _DATE_GROUPS) and not line.linked:
                return K.DATELINE
        claims = len(text) < 400 and ("©" in text or _COPYRIGHT_WORDS & set(key)) and _RIGHTS.search(text)
        if claims and not tags & _FIGURE_TAGS and not _IMAGE_CREDIT.match(text):
            return K.COPYRIGHT
        if not tags & (_FIGURE_TAGS | _SITE_TAGS) and (not line.linked or short):
            is_author = bool(self.authors & {key, key[1:]}) or line.element.get("rel") == "author"
            by = _BY.match(text) is not None and len(key) <= 12
            if short and (is_author or (by and "byline" in near)) and i <= self.first + 2:
                return K.BYLINE
            if _FOLLOW.match(text) and near & {"byline", "author_box"}:
                return K.AUTHOR_BOX
            if (
                "author_box" in near
                or (is_author and i > self.last)
                or (len(text) < 800 and _BIO_WORDS & set(key) and _BIO.search(text))
            ):
                return (
                    K.AUTHOR_BOX
                    if i > self.first or len(text) > _MAX_BYLINE_CHARS
                    else K.BYLINE
                    if "byline" in near
                    else None
                )
            if (
                short
                and len(key) <= 14
                and (self._below_headline(i) or not self._links.in_teaser(line))
                and ("time" in tags or "date" in own)
                and i <= self.first + 2
                and _DATE.search(text)
            ):
                return K.DATELINE
            named = "byline" in own and "related_link" not in own
            if short and named and i <= self.first + 2 and not phrases & _NOT_BYLINES:
                return None if line.linked > 0.8 * len(text) and len(key) > _MIN_TITLE_WORDS and not by else K.BYLINE
        return None

    def _caption(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Return caption, credit or editor's note."""
        if line.linked <= 0.8 * len(line.text) and _EDITOR_NOTE.match(line.text):
            return K.EDITOR_NOTE
        key = self.keys[i]
        if key[1:2] and key[1] in _CLAIM_WORDS and _IMAGE_CREDIT.match(line.text) and len(key) <= 12:
            return K.CREDIT
        in_figure = bool(tags & _FIGURE_TAGS) or ("caption" in near and "navigation" not in own)
        if tags & _FORM_TAGS or K.ADVERTISEMENT in self.phrase_groups[i]:
            return None
        if not in_figure and "credit" in own and _CREDIT.search(line.text):
            return K.CREDIT
        if not in_figure or line.linked > 0.8 * len(line.text):
            return None
        is_short = len(key) <= 10
        credit = _CREDIT.search(line.text) if is_short else None
        if is_short and ("credit" in own or (credit and not _LOWER_CASE_WORD.search(line.text[: credit.start()]))):
            return K.CREDIT
        return K.CAPTION if "caption" in near or tags & {"figcaption"} else None

    def _furniture(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Return page furniture: asks, advertisements, menus and related links."""
        phrases = self.phrase_groups[i]
        key = self.keys[i]
        linked = line.linked > 0.5 * len(line.text)
        menu = bool(tags & _SITE_TAGS) or ("navigation" in near and "related_link" not in near)
        if "cookies" in key and _CONSENT_WORDS & set(key) and not linked:
            return K.NAVIGATION
        title = linked and len(key) >= _SURE_TITLE_WORDS and leads_to_article(line) is True
        for kind in _ASKS:
            if kind in phrases and (kind in near or (len(phrases) <= 2 and not title)) and len(key) <= 60:
                return K.NAVIGATION if kind in _SECTION_KINDS and linked and menu else kind
        if linked:
            return K.RELATED_LINK if title or self._is_related(line, key, phrases, menu) else K.NAVIGATION
        if tags & _SITE_TAGS or (menu and len(key) <= _MIN_TITLE_WORDS):
            return K.RELATED_LINK if K.RELATED_LINK in phrases else K.NAVIGATION
        if "advertisement" in own and len(key) <= 30:
            return K.ADVERTISEMENT
        if "comment_prompt" in near and i > self.last:
            return K.COMMENT_PROMPT
        if ("related_link" in phrases and len(key) <= 8) or (len(key) <= 8 and self._links.in_teaser(line)):
            return K.RELATED_LINK
        if "related_link" in near and (tags & {"aside"} or i > self.last or i < self.first):
            titles = len(key) >= _MIN_TITLE_WORDS or self._links.words(line) >= _MIN_TITLE_WORDS
            return K.RELATED_LINK if titles else K.NAVIGATION
        if len(key) <= 3:
            return K.NAVIGATION
        return None

    def _is_related(self, line: Line, key: tuple[str, ...], phrases: set[str], menu: bool) -> bool:
        """Return whether a linked line belongs to other articles: a title, its teaser, or a heading of a list.

        The link target counts before the neighbors, because a section name can be in a list of titles.
        """
        if not menu and self._links.in_teaser(line):
            return True
        if len(key) >= _MIN_TITLE_WORDS and self._links.words_of_one(line) < _MIN_TITLE_WORDS:
            return K.RELATED_LINK in phrases
        is_article = leads_to_article(line)
        if is_article is not False and len(key) >= (_MIN_TITLE_WORDS if is_article else _SURE_TITLE_WORDS):
            return True
        if is_article is False and len(key) <= _MAX_SECTION_WORDS:
            return K.RELATED_LINK in phrases and len(key) > 1
        return self._links.words(line) >= (_MENU_TITLE_WORDS if menu else _MIN_TITLE_WORDS) or K.RELATED_LINK in phrases


def _key(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, for comparison."""
    return tuple(_WORD.findall(text.lower()))
