"""Statements of the archive as rows of a result list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from sayso.archive.queries.search import ArchivedStatement
from sayso.web.rendering.escaping import shown
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import doubt_text

_CHANGED: Final = re.compile(r"\{-((?:(?!\{-|-\}).)*)-\}|\{\+((?:(?!\{\+|\+\}).)*)\+\}", re.DOTALL)
_CONTEXT_WORDS: Final = 3  # around a difference


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A statement with its speaker and page; ``href`` is its address in the page."""

    id: str
    href: str
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
    """A page of a result list, and the addresses of the previous and the next page."""

    rows: tuple[SearchHit, ...]
    first: int
    total: int
    before: str | None
    after: str | None

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + len(self.rows) - 1


def search_hit(statement: ArchivedStatement, t: Messages) -> SearchHit:
    """Return the list row of a statement."""
    return SearchHit(
        id=statement.id,
        href=f"/statements/{statement.id}",
        snippet=highlighted(statement.snippet or statement.content or t("site.dropped")),
        content=statement.content or t("site.dropped"),
        who=doubt_text(statement.doubt, t) or statement.speaker or t("kind.unstated_name"),
        entity=statement.entity,
        kind=statement.kind,
        act=statement.act,
        determinacy=statement.determinacy,
        outlet=statement.outlet,
        date=(statement.published or "")[:10],
        headline=statement.headline or statement.url or t("page.untitled"),
        corrected=statement.corrected,
    )


def highlighted(snippet: str) -> Markup:
    """Return a snippet with the matches (``**match**``) in <mark>; unpaired asterisks of the page are kept."""
    pieces = snippet.split("**")
    if len(pieces) % 2 == 0:
        return shown(snippet)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(shown(piece)) if n % 2 else shown(piece) for n, piece in enumerate(pieces)
    )


def diff_html(wording: str, context: int | None = None) -> Markup:
    """Return a wording with {-dropped-} and {+added+} words as HTML with <del> and <ins>.

    ``context`` is the number of unchanged words that are kept around each change; None keeps all.
    """
    pieces, end = [], 0
    for match in _CHANGED.finditer(wording):
        pieces.append(shown(_near(wording[end : match.start()], context, first=end == 0)))
        tag = "del" if match[1] is not None else "ins"
        pieces.append(Markup("<{0}>{1}</{0}>").format(tag, shown(match[1] if match[1] is not None else match[2])))
        end = match.end()
    return Markup("").join([*pieces, shown(_near(wording[end:], context, first=end == 0, last=True))])


def difference_html(wording: str) -> Markup:
    """Return the changed words of a wording with a few words around them; empty if nothing changed."""
    return diff_html(wording, _CONTEXT_WORDS) if _CHANGED.search(wording) else Markup("")


def _near(words: str, context: int | None, *, first: bool, last: bool = False) -> str:
    """Return the words next to a change, with an ellipsis for the others."""
    parts = words.split()
    before, after = (0 if first else context or 0), (0 if last else context or 0)
    if context is None or len(parts) <= before + after + 1:
        return words
    start, end = parts[:before], parts[len(parts) - after :] if after else []
    return f"{' ' if start else ''}{' '.join([*start, '…', *end])}{' ' if end else ''}"
