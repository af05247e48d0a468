"""Statements of the archive as the lists show them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from sayso.archive.queries.search import ArchivedStatement
from sayso.web.rendering.escaping import shown
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import doubtful

_CHANGED: Final = re.compile(r"\{-((?:(?!\{-|-\}).)*+)-\}|\{\+((?:(?!\{\+|\+\}).)*+)\+\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A statement with its speaker and page; ``href`` leads to it in its page."""

    id: str
    href: str
    page_href: str
    snippet: Markup
    content: str
    who: str
    entity: str | None
    kind: str
    act: str
    determinacy: str
    outlet: str | None
    date: str
    headline: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a list, and the addresses of those before and after them."""

    rows: tuple[SearchHit, ...]
    first: int
    total: int
    before: str | None
    after: str | None

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


def hit(one: ArchivedStatement, t: Messages) -> SearchHit:
    """A statement for a list."""
    return SearchHit(
        id=one.id,
        href=f"/statements/{one.id}",
        page_href=f"/pages/p{one.page}",
        snippet=marked(one.snippet or one.content or t("site.dropped")),
        content=one.content or t("site.dropped"),
        who=doubtful(one.doubt, t) or one.speaker or t("kind.unstated_name"),
        entity=one.entity,
        kind=one.kind,
        act=one.act,
        determinacy=one.determinacy,
        outlet=one.outlet,
        date=(one.published or "")[:10],
        headline=one.headline or one.url or t("page.untitled"),
        corrected=one.corrected,
    )


def marked(snippet: str) -> Markup:
    """The snippet with the words that the query met as marks; stars that come from the page stay stars."""
    pieces = snippet.split("**")
    if len(pieces) % 2 == 0:
        return shown(snippet)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(shown(piece)) if n % 2 else shown(piece) for n, piece in enumerate(pieces)
    )


def wording(told: str) -> Markup:
    """Two wordings in one, {-dropped-} and {+added+}, as <del> and <ins>."""
    out, at = [], 0
    for found in _CHANGED.finditer(told):
        out.append(shown(told[at : found.start()]))
        tag = "del" if found[1] is not None else "ins"
        out.append(Markup("<{0}>{1}</{0}>").format(tag, shown(found[1] if found[1] is not None else found[2])))
        at = found.end()
    return Markup("").join([*out, shown(told[at:])])
