"""The kinds of an HTML page's lines that are no body, from their markup, the page's metadata and their words."""

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
_SMALL: Final = re.compile(r"\b[a-z]{3}")
_CLAIMS: Final = frozenset({"copyright", "credit"})
_PICTURED: Final = re.compile(r"\s*(?:image|photo|picture|video|media)s? (?:copyright|credit)\b", re.I)
_RIGHTS: Final = re.compile(r"©|\(c\) ?\d{4}|\bcopyright\b|rights? reserved", re.I)
_NOTE: Final = re.compile(
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
_MAY_CLAIM: Final = frozenset({"c", "copyright", "rights", "right"})
_MAY_TELL: Final = frozenset({"is", "him", "her", "them", "about"})
"""Words without which the two slow patterns above need not be tried."""
_MOST_BYLINE: Final = 200
_TITLE_WORDS: Final = 4.5
_MENU_WORDS: Final = 6.5
_SECTIONS: Final = frozenset({K.ADVERTISEMENT, K.COMMENT_PROMPT})
"""Asks that are also names of sections, in a menu."""
_NEAR_TITLE: Final = 2
_NEAR_HEADLINE: Final = 8
_CONSENT: Final = frozenset({"accept", "consent", "necessary", "policy", "site", "use", "uses", "website"})
_OWN_TITLE: Final = 7
_OWN_MENU: Final = 3
_PICTURES: Final = frozenset({"figure", "figcaption"})
_CONTROLS: Final = frozenset({"form", "fieldset", "legend"})
_SITE_PARTS: Final = frozenset({"nav", "footer"})
_NO_NAMES: Final = frozenset({K.RELATED_LINK, K.SHARE_PROMPT})
_DATED: Final = frozenset({"date", "byline"})
_OTHERS: Final = frozenset({"related_link", "subscribe_ask", "newsletter_ask"})
_FOLLOW: Final = re.compile(r"\s*follow\b|\s*@\w+\s*$", re.I)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Roles:
    """The lines of one page with what is needed to say what each is."""

    def __init__(self, markup: Markup, stated: Stated, body: Sequence[bool], rows: Floats) -> None:
        self.markup = markup
        self.lines = markup.lines
        self.body = body
        at = [i for i, one in enumerate(body) if one]
        self.first, self.last = (at[0], at[-1]) if at else (len(body), len(body))
        self.headlines = {key for title in stated.headline if (key := _key(title))}
        self.title = _key(stated.title or "")
        self.deks = {key for dek in stated.description if (key := _key(dek))}
        said = [*stated.authors, *stated.meta_authors, *stated.item_authors]
        self.authors = {key for author in said if (key := _key(author))}
        self.order = signals.groups()
        self.said = features.said(rows)
        self.dated = [bool(one) for one in rows[:, [SHAPE.index("date"), SHAPE.index("time")]].max(axis=1)]
        self.keys = [() if one else _key(line.text) for line, one in zip(self.lines, body, strict=True)]
        self._names: dict[frozenset[int], Names] = {}
        self._above: dict[_Element, Names] = {}
        headlines = self.headlines  # not self: a page that holds itself is freed late
        self._links = Links(markup, lambda text: _key(text) in headlines)

    def kinds(self) -> list[BlockKind | None]:
        """The kind of each line; None where neither markup nor words tell."""
        kinds = [K.BODY if self.body[i] else self._kind(i, line) for i, line in enumerate(self.lines)]
        loose = [i for i, kind in enumerate(kinds) if kind is None or kind is K.NAVIGATION]
        for i in [i for i in loose if self._beside_title(i, kinds)]:
            kinds[i] = K.RELATED_LINK
        return kinds

    def _beside_title(self, i: int, kinds: Sequence[BlockKind | None]) -> bool:
        """Whether a date, a rank or a count that is nothing of itself stands with the title of another article."""
        if not (self.dated[i] or self.lines[i].text.isdigit()):
            return False
        near = range(max(0, i - _NEAR_TITLE), min(len(kinds), i + _NEAR_TITLE + 1))
        text = self.lines[i].text
        return any(kinds[k] is K.RELATED_LINK for k in near) and (text.isdigit() or only_date(text))

    def _kind(self, i: int, line: Line) -> BlockKind | None:
        """The kind of a line that is no body: the surest signs first."""
        chain = self.markup.chain(line.element)
        own = self._named(self.markup.near(line.element, 2))
        near = self._named(self.markup.near(line.element, 5))
        tags = self._tags(chain)
        for rule in (self._article_part, self._reader, self._person, self._picture, self._furniture):
            if (kind := rule(i, line, tags, own, near)) is not None:
                return kind
        return None

    def _tags(self, chain: tuple[_Element, ...]) -> set[str]:
        """The tags of an element and of those around it; what lines share around them is looked up once."""
        if len(chain) < 2:
            return {str(chain[0].tag)}
        above = self._above.get(chain[1])
        if above is None:
            above = self._above[chain[1]] = frozenset([str(element.tag) for element in chain[1:12]])
        return {str(chain[0].tag), *above}

    def _named(self, columns: frozenset[int]) -> Names:
        """The names of some groups, looked up once."""
        found = self._names.get(columns)
        if found is None:
            found = self._names[columns] = frozenset([self.order[i] for i in columns])
        return found

    def _article_part(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Headline and dek."""
        key = self.keys[i]
        before = i < self.first
        if key in self.headlines and not line.linked and "li" not in tags:
            return K.HEADLINE
        if "h1" in tags and len(key) >= 3 and (before or not self._reading) and not line.linked:
            return K.HEADLINE
        if len(key) >= 3 and before and self.title[: len(key)] == key and tags & _HEADINGS and not line.linked:
            return K.HEADLINE
        if (
            before
            and len(key) >= 5
            and not line.linked
            and not (self.dated[i] and only_date(line.text))
            and not tags & _PICTURES
            and (key in self.deks or ("dek" in own and not own & _OTHERS))
        ):
            return K.DEK
        return None

    def _below_headline(self, i: int) -> bool:
        """Whether the page's headline stands a few lines above."""
        return any(key in self.headlines for key in self.keys[max(0, i - _NEAR_HEADLINE) : i])

    @property
    def _reading(self) -> bool:
        """Whether the page has a body at all."""
        return self.first < len(self.lines)

    def _reader(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """What readers write below the article, with their names and dates, and the way to write there."""
        return K.COMMENT_PROMPT if "comment_prompt" in near and i > self.last and self._reading else None

    def _person(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Byline, author box, date."""
        text, key = line.text, self.keys[i]
        short, said = len(text) <= _MOST_BYLINE, self.said[i]
        if self.dated[i] and only_date(text) and not tags & _SITE_PARTS:
            if self._links.in_teaser(line) and not self._below_headline(i):
                return K.RELATED_LINK
            if i <= self.first + 2 and ("time" in tags or near & _DATED) and not line.linked:
                return K.DATELINE
        claims = len(text) < 400 and ("©" in text or _MAY_CLAIM & set(key)) and _RIGHTS.search(text)
        if claims and not tags & _PICTURES and not _PICTURED.match(text):
            return K.COPYRIGHT
        if not tags & (_PICTURES | _SITE_PARTS) and (not line.linked or short):
            named = bool(self.authors & {key, key[1:]}) or any(one.get("rel") == "author" for one in [line.element])
            by = _BY.match(text) is not None and len(key) <= 12
            if short and (named or (by and "byline" in near)) and i <= self.first + 2:
                return K.BYLINE
            if _FOLLOW.match(text) and near & {"byline", "author_box"}:
                return K.AUTHOR_BOX
            if (
                "author_box" in near
                or (named and i > self.last)
                or (len(text) < 800 and _MAY_TELL & set(key) and _BIO.search(text))
            ):
                return (
                    K.AUTHOR_BOX
                    if i > self.first or len(text) > _MOST_BYLINE
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
            if short and "byline" in own and i <= self.first + 2 and "related_link" not in own and not said & _NO_NAMES:
                return None if line.linked > 0.8 * len(text) and len(key) > _TITLE_WORDS and not by else K.BYLINE
        return None

    def _picture(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """Caption and credit."""
        if line.linked <= 0.8 * len(line.text) and _NOTE.match(line.text):
            return K.EDITOR_NOTE
        if self.keys[i][1:2] and self.keys[i][1] in _CLAIMS and _PICTURED.match(line.text) and len(self.keys[i]) <= 12:
            return K.CREDIT
        pictured = bool(tags & _PICTURES) or ("caption" in near and "navigation" not in own)
        if tags & _CONTROLS or K.ADVERTISEMENT in self.said[i]:
            return None
        if not pictured and "credit" in own and _CREDIT.search(line.text):
            return K.CREDIT
        if not pictured or line.linked > 0.8 * len(line.text):
            return None
        few = len(self.keys[i]) <= 10
        credit = _CREDIT.search(line.text) if few else None
        if few and ("credit" in own or (credit and not _SMALL.search(line.text[: credit.start()]))):
            return K.CREDIT
        return K.CAPTION if "caption" in near or tags & {"figcaption"} else None

    def _furniture(self, i: int, line: Line, tags: set[str], own: Names, near: Names) -> BlockKind | None:
        """What asks, sells, links and leads elsewhere."""
        said = self.said[i]
        key = self.keys[i]
        linked = line.linked > 0.5 * len(line.text)
        menu = bool(tags & _SITE_PARTS) or ("navigation" in near and "related_link" not in near)
        if "cookies" in key and _CONSENT & set(key) and not linked:
            return K.NAVIGATION
        title = linked and len(key) >= _OWN_TITLE and leads_to_article(line) is True
        for kind in _ASKS:
            if kind in said and (kind in near or (len(said) <= 2 and not title)) and len(key) <= 60:
                return K.NAVIGATION if kind in _SECTIONS and linked and menu else kind
        if linked:
            return K.RELATED_LINK if title or self._teases(line, key, said, menu) else K.NAVIGATION
        if tags & _SITE_PARTS or (menu and len(key) <= _TITLE_WORDS):
            return K.RELATED_LINK if K.RELATED_LINK in said else K.NAVIGATION
        if "advertisement" in own and len(key) <= 30:
            return K.ADVERTISEMENT
        if "comment_prompt" in near and i > self.last:
            return K.COMMENT_PROMPT
        if ("related_link" in said and len(key) <= 8) or (len(key) <= 8 and self._links.in_teaser(line)):
            return K.RELATED_LINK
        if "related_link" in near and (tags & {"aside"} or i > self.last or i < self.first):
            titles = len(key) >= _TITLE_WORDS or self._links.words(line) >= _TITLE_WORDS
            return K.RELATED_LINK if titles else K.NAVIGATION
        if len(key) <= 3:
            return K.NAVIGATION
        return None

    def _teases(self, line: Line, key: tuple[str, ...], said: set[str], menu: bool) -> bool:
        """Whether a line that is a link belongs to other articles: a title, what stands with one, a heading of them.

        What it leads to tells before its neighbours do: a section's name among titles leads to the section.
        """
        if not menu and self._links.in_teaser(line):
            return True
        if len(key) >= _TITLE_WORDS and self._links.words_of_one(line) < _TITLE_WORDS:
            return K.RELATED_LINK in said
        there = leads_to_article(line)
        if there is not False and len(key) >= (_TITLE_WORDS if there else _OWN_TITLE):
            return True
        if there is False and len(key) <= _OWN_MENU:
            return K.RELATED_LINK in said and len(key) > 1
        return self._links.words(line) >= (_MENU_WORDS if menu else _TITLE_WORDS) or K.RELATED_LINK in said


def _key(text: str) -> tuple[str, ...]:
    """The words of a text, for comparing."""
    return tuple(_WORD.findall(text.lower()))
