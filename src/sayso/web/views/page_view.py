"""The screen of one page: the article with its marks, who speaks, the chain, the sourcing, the downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sayso.export import FORMATS
from sayso.export.markup import Fragment
from sayso.terms import Determinacy, Record
from sayso.web.forms.statement_filter import StatementChoice
from sayso.web.rendering.escaping import language, web_address
from sayso.web.rendering.messages import Messages
from sayso.web.views.archived_versions import Shelf
from sayso.web.views.article import ArticleView, Row, reading, title_of
from sayso.web.views.chain_graph import drawn, graph_of
from sayso.web.views.margin_notes import Notes
from sayso.web.views.panels import (
    Alarm,
    ChainLine,
    ShareTable,
    chains_of,
    no_answer,
    odds_of,
    repeats_of,
    sourcing_of,
)
from sayso.web.views.statement_cards import Fix, StatementCard, Voice, counted, statements_of, voices_of

HUGE = 1_000  # statements from which on cards are screens of their own
LONG = 60  # statements from which on the browser draws only what is in sight
DOWNLOADS = ("json", *FORMATS)


@dataclass(frozen=True, slots=True)
class PageFigures:
    """The figures at a glance; the last two in hundredths."""

    statements: int
    speakers: int
    chosen: int
    unsaid: int
    unnamed: int
    relayed: int


@dataclass(frozen=True, slots=True)
class PageView:
    """All that the screen of a page shows. ``query`` names the version in links to what is done with it."""

    id: str
    version: int
    number: int
    versions: int
    newest: bool
    version_asked: str
    query: str
    title: str
    titled: bool
    publisher: str | None
    published: str | None
    language: str
    address: str | None
    reading: ArticleView
    counts: PageFigures
    voices: tuple[Voice, ...]
    kinds: Mapping[str, int]
    acts: Mapping[str, int]
    choice: StatementChoice
    odds: tuple[Alarm, ...]
    graph: Fragment
    left_out: int
    chains: tuple[ChainLine, ...]
    sourcing: tuple[ShareTable, ...]
    no_answer: tuple[str, ...]
    repeats: tuple[StatementCard, ...]
    deleted: tuple[Fix, ...]
    downloads: tuple[str, ...]
    huge: bool
    long: bool
    said: str


def page_view(
    record: Record,
    shelf: Shelf,
    choice: StatementChoice,
    t: Messages,
    *,
    fixes: Mapping[str, Fix] | None = None,
    deleted: tuple[Fix, ...] = (),
    said: str = "",
) -> PageView:
    """The view of a record, its corrections applied already; ``fixes`` says what was corrected."""
    article = record.article
    statements = statements_of(record, choice, t, fixes or {})
    voices = voices_of(record, choice, t)
    kinds, acts = counted(statements)
    huge = len(statements) > HUGE
    read = reading(record, statements, Notes(t, f"/pages/p{shelf.page}", shelf.version, shelf.query, brief=huge))
    graph = graph_of(record, t)
    asked = "" if shelf.newest else str(shelf.number)
    return PageView(
        id=f"p{shelf.page}", version=shelf.version, number=shelf.number, versions=shelf.versions, newest=shelf.newest,
        version_asked=asked, query=shelf.query,
        title=title_of(record, t), titled=_titled(read), publisher=article.publisher, published=article.published,
        language=language(article.language), address=web_address(article.url), reading=read,
        counts=_counts(record, voices, statements), voices=voices, kinds=_ordered(kinds), acts=_ordered(acts),
        choice=choice, odds=odds_of(record), graph=drawn(graph, t), left_out=graph.left_out,
        chains=chains_of(statements), sourcing=sourcing_of(record, t), no_answer=no_answer(record, t),
        repeats=repeats_of(statements), deleted=deleted, downloads=DOWNLOADS, huge=huge,
        long=LONG < len(statements) <= HUGE, said=said,
    )  # fmt: skip


def _titled(read: ArticleView) -> bool:
    return any(isinstance(row, Row) and row.tag == "h1" for row in read.front)


def _counts(record: Record, voices: tuple[Voice, ...], statements: tuple[StatementCard, ...]) -> PageFigures:
    told = record.sourcing
    return PageFigures(
        statements=len(statements), speakers=len([one for one in voices if one.kind != "unstated"]),
        chosen=sum(one.chosen for one in statements),
        unsaid=sum(one.determinacy != Determinacy.ACTUAL for one in statements),
        unnamed=round(100 * told.unnamed.share),
        relayed=round(100 * told.relayed.share),
    )  # fmt: skip


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(counts.most_common())
