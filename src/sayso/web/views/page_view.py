"""The view of the page screen: article, speakers, chains, sourcing, contradictions, downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sayso.analysis import Analysis
from sayso.export import FORMATS
from sayso.export.markup import Fragment
from sayso.record.doubt import Step, counted, doubtful, listed
from sayso.record.selection import kept
from sayso.terms import Attribution, Determinacy, Record
from sayso.web.forms.check_bar import CheckBar
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
    percentages,
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

HUGE: Final = 1_000  # statements above which the browser renders only the visible part
LONG: Final = 60  # statements above which cards are separate screens, which the script shows in place
DOWNLOADS: Final = ("json", *FORMATS)


@dataclass(frozen=True, slots=True)
class PageFigures:
    """The summary counts of a page at a step of certainty.

    ``statements`` is the number that all shares refer to; ``aside`` says in words what it does not include. ``parts``
    are the shares of named, unnamed and other sources, which add up to 100 percent.
    """

    statements: int
    speakers: int
    selected: int
    unsaid: int
    parts: tuple[str, ...]
    relayed: int
    aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What was done, and the statements of a page whose last correction can be undone, separated by commas."""

    text: str
    page: int
    undo: str


@dataclass(frozen=True, slots=True)
class PageView:
    """The data of the page screen. ``query`` selects the version in links."""

    id: str
    version: int
    number: int
    versions: int
    newest: bool
    query: str
    step: Step
    steps: tuple[tuple[Step, str], ...]
    kept: tuple[tuple[str, str], ...]
    article_statements: int
    doubtful: int
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
    notice: Notice | None
    by: str
    check: CheckBar | None
    to_check: tuple[int, str]


def page_view(
    record: Record,
    version: PageVersion,
    statement_filter: StatementFilter,
    t: Messages,
    *,
    corrections: Mapping[str, CorrectionNote] | None = None,
    deleted: tuple[CorrectionNote, ...] = (),
    notice: Notice | None = None,
    by: str = "",
    check: CheckBar | None = None,
    to_check: Sequence[str] = (),
) -> PageView:
    """Return the view of a corrected record; ``corrections`` are the notes of its corrected statements.

    ``to_check`` are the statements to check; the one of the bar is listed at each step.
    """
    article = record.article
    step, query, checked = statement_filter.step, statement_filter.query(), check.statement if check else ""
    analysis = Analysis(article)
    shown = kept(record, {a.id for a in record.attributions if listed(a, step) or a.id == checked}, analysis=analysis)
    sure = kept(record, {a.id for a in record.attributions if counted(a, step)}, analysis=analysis)
    statements = statement_cards(shown, statement_filter, t, corrections or {})
    speakers = speaker_entries(sure, statement_filter, t)
    long = len(statements) > LONG
    path, folded = f"/pages/p{version.page}", step is not Step.ALL
    notes = MarginNotes(t, path, version.version, query, brief=long, folded=folded, checked=checked)
    marked = article_view(shown, statements, notes)
    graph, sure_ids = build_graph(sure, t), {attribution.id for attribution in sure.attributions}
    return PageView(
        id=f"p{version.page}", version=version.version, number=version.number, versions=version.versions,
        newest=version.newest, query=query, step=step,
        steps=tuple((other, statement_filter.query(show=str(other))) for other in Step),
        kept=tuple(pair for pair in statement_filter.kept if pair[1]),
        article_statements=len(statements), doubtful=sum(card.doubtful for card in statements),
        title=title_of(record, t), has_headline=_has_headline(marked), publisher=article.publisher,
        origin=article.origin,
        published=article.published, language=language(article.language), address=web_address(article.url),
        article=marked, counts=_figures(record, sure, speakers, statements, t), speakers=speakers,
        kinds=_by_count(card.kind for card in statements), acts=_by_count(card.act for card in statements),
        filter=statement_filter, contradictions=contradictions_of(record), graph=graph_svg(graph, t),
        left_out=graph.left_out, chains=chain_lines([card for card in statements if card.id in sure_ids]),
        sourcing=sourcing_tables(sure, t),
        did_not_comment=did_not_comment(sure, t), repeats=repeats_of(statements), deleted=deleted,
        downloads=DOWNLOADS, huge=len(statements) > HUGE, notice=notice, by=by, check=check,
        to_check=(len(to_check), to_check[0] if to_check else ""),
    )  # fmt: skip


def _has_headline(article: ArticleView) -> bool:
    return any(isinstance(row, Row) and row.tag == "h1" for row in article.front)


def _figures(
    record: Record, sure: Record, speakers: tuple[SpeakerEntry, ...], statements: tuple[StatementCard, ...], t: Messages
) -> PageFigures:
    sourcing, in_figures = sure.sourcing, {a.id for a in sure.attributions if _counts(a)}
    named, unnamed = sourcing.named.count, sourcing.unnamed.count
    shares = percentages((named, unnamed, sourcing.attributions - named - unnamed))
    parts = zip(("named", "unnamed", "other"), shares, strict=True)
    return PageFigures(
        statements=sourcing.attributions, speakers=sum(entry.kind != "unstated" for entry in speakers),
        selected=sum(card.selected and card.id in in_figures for card in statements),
        unsaid=sum(card.determinacy != Determinacy.ACTUAL for card in statements),
        parts=tuple(t(f"page.{name}", n=share) for name, share in parts if share),
        relayed=round(100 * sourcing.relayed.share),
        aside=tuple(_aside(record, sure, t)),
    )  # fmt: skip


def _counts(attribution: Attribution) -> bool:
    """Return whether the figures of a page include a statement that is sure enough."""
    return attribution.repeats is None and attribution.determinacy is Determinacy.ACTUAL


def _aside(record: Record, sure: Record, t: Messages) -> Iterator[str]:
    """Yield how many statements the figures leave out, by reason; each statement has one reason."""
    ids = {attribution.id for attribution in sure.attributions}
    left_out = [attribution for attribution in record.attributions if attribution.id not in ids]
    reasons = {
        "repeated": sum(a.repeats is not None for a in sure.attributions),
        "unsaid": sum(a.repeats is None and a.determinacy is not Determinacy.ACTUAL for a in sure.attributions),
        "doubtful": sum(map(doubtful, left_out)),
        "more": sum(not doubtful(attribution) for attribution in left_out),
    }
    return (t(f"aside.{reason}", n=n) for reason, n in reasons.items() if n)


def _by_count(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())
