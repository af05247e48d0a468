"""The view of the page screen: article, speakers, chains, sourcing, contradictions, downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sayso.export import FORMATS
from sayso.export.markup import Fragment
from sayso.terms import Determinacy, Record
from sayso.web.forms.statement_filter import StatementFilter
from sayso.web.rendering.escaping import language, web_address
from sayso.web.rendering.messages import Messages
from sayso.web.views.archived_versions import PageVersion
from sayso.web.views.article import ArticleView, Row, article_view, title_of
from sayso.web.views.chain_graph import build_graph, graph_svg
from sayso.web.views.margin_notes import MarginNotes
from sayso.web.views.panels import (
    ChainLine,
    Contradiction,
    ShareTable,
    chain_lines,
    contradictions_of,
    did_not_comment,
    repeats_of,
    sourcing_tables,
)
from sayso.web.views.statement_cards import (
    CorrectionNote,
    SpeakerEntry,
    StatementCard,
    speaker_entries,
    statement_cards,
)

HUGE: Final = 1_000  # statements above which cards are separate screens
LONG: Final = 60  # statements above which the browser renders only the visible part
DOWNLOADS: Final = ("json", *FORMATS)


@dataclass(frozen=True, slots=True)
class PageFigures:
    """The summary counts of a page; ``unnamed`` and ``relayed`` are percentages."""

    statements: int
    speakers: int
    selected: int
    unsaid: int
    unnamed: int
    relayed: int


@dataclass(frozen=True, slots=True)
class PageView:
    """The data of the page screen. ``query`` selects the version in links."""

    id: str
    version: int
    number: int
    versions: int
    newest: bool
    version_parameter: str
    query: str
    title: str
    has_headline: bool
    publisher: str | None
    origin: str | None
    published: str | None
    language: str
    address: str | None
    article: ArticleView
    counts: PageFigures
    speakers: tuple[SpeakerEntry, ...]
    kinds: Mapping[str, int]
    acts: Mapping[str, int]
    filter: StatementFilter
    contradictions: tuple[Contradiction, ...]
    graph: Fragment
    left_out: int
    chains: tuple[ChainLine, ...]
    sourcing: tuple[ShareTable, ...]
    did_not_comment: tuple[str, ...]
    repeats: tuple[StatementCard, ...]
    deleted: tuple[CorrectionNote, ...]
    downloads: tuple[str, ...]
    huge: bool
    long: bool
    notice: str


def page_view(
    record: Record,
    version: PageVersion,
    statement_filter: StatementFilter,
    t: Messages,
    *,
    corrections: Mapping[str, CorrectionNote] | None = None,
    deleted: tuple[CorrectionNote, ...] = (),
    notice: str = "",
) -> PageView:
    """Return the view of a corrected record; ``corrections`` are the notes of its corrected statements."""
    article = record.article
    statements = statement_cards(record, statement_filter, t, corrections or {})
    speakers = speaker_entries(record, statement_filter, t)
    huge = len(statements) > HUGE
    notes = MarginNotes(t, f"/pages/p{version.page}", version.version, version.query, brief=huge)
    marked = article_view(record, statements, notes)
    graph = build_graph(record, t)
    return PageView(
        id=f"p{version.page}", version=version.version, number=version.number, versions=version.versions,
        newest=version.newest, version_parameter="" if version.newest else str(version.number), query=version.query,
        title=title_of(record, t), has_headline=_has_headline(marked), publisher=article.publisher,
        origin=article.origin,
        published=article.published, language=language(article.language), address=web_address(article.url),
        article=marked, counts=_figures(record, speakers, statements), speakers=speakers,
        kinds=_by_count(card.kind for card in statements), acts=_by_count(card.act for card in statements),
        filter=statement_filter, contradictions=contradictions_of(record), graph=graph_svg(graph, t),
        left_out=graph.left_out, chains=chain_lines(statements), sourcing=sourcing_tables(record, t),
        did_not_comment=did_not_comment(record, t), repeats=repeats_of(statements), deleted=deleted,
        downloads=DOWNLOADS, huge=huge, long=LONG < len(statements) <= HUGE, notice=notice,
    )  # fmt: skip


def _has_headline(article: ArticleView) -> bool:
    return any(isinstance(row, Row) and row.tag == "h1" for row in article.front)


def _figures(record: Record, speakers: tuple[SpeakerEntry, ...], statements: tuple[StatementCard, ...]) -> PageFigures:
    return PageFigures(
        statements=len(statements), speakers=sum(entry.kind != "unstated" for entry in speakers),
        selected=sum(card.selected for card in statements),
        unsaid=sum(card.determinacy != Determinacy.ACTUAL for card in statements),
        unnamed=round(100 * record.sourcing.unnamed.share), relayed=round(100 * record.sourcing.relayed.share),
    )  # fmt: skip


def _by_count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
