"""Marks without a browser: nested, discontinuous, crossing and repeated spans, untrusted text, the chain graph."""

from __future__ import annotations

import html
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import sayso.web
from sayso.analysis import Analysis
from sayso.export.marking import stretches
from sayso.record import assemble
from sayso.terms import Article, Attribution, Block, BlockKind, Record, Span, Speaker, SpeakerKind
from sayso.web.forms.statement_filter import StatementFilter
from sayso.web.rendering.escaping import visible
from sayso.web.rendering.messages import messages
from sayso.web.views.archived_versions import PageVersion
from sayso.web.views.article import Row, article_view
from sayso.web.views.chain_graph import build_graph, graph_svg
from sayso.web.views.margin_notes import MarginNotes
from sayso.web.views.months import month_range
from sayso.web.views.page_view import page_view
from sayso.web.views.search_hits import diff_html, highlighted
from sayso.web.views.statement_cards import statement_cards
from tests.web import examples

T = messages()
VERSION = PageVersion(1, 1, 1, 1, True)
FOLDER = Path(sayso.web.__file__).parent


def html_of(record, statement_filter=None):
    statements = statement_cards(record, statement_filter or StatementFilter(), T)
    article = article_view(record, statements, MarginNotes(T, "/pages/p1", 1))
    rows = [row for item in (*article.front, *article.body) for row in ([item] if isinstance(item, Row) else item.rows)]
    return "\n".join(row.html for row in rows)


def text_of(markup):
    """Return the text of HTML without the statement numbers and flags that the screens add."""
    without_links = re.sub(r'<a class="(?:ref|flag).*?</a>', "", markup)
    return html.unescape(re.sub(r"<[^>]*>", "", without_links))


def one_block(text, *attributions):
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    return Record(article, attributions, (Speaker("s1", "Ivo Marr", SpeakerKind.PERSON),))


def test_both_parts_of_a_discontinuous_content_are_marked() -> None:
    text = "“I,” Marr said, “resign.”"
    markup = html_of(one_block(text, Attribution("a1", (Span(5, 9),), (Span(10, 14),), (Span(0, 4), Span(16, 25)))))
    assert markup.count('data-t="a1"') == 2
    assert '<span class="m s" data-s="a1">Marr</span> <span class="m c" data-c="a1">said</span>' in markup
    assert markup.endswith(
        '<a class="ref" href="#a1" id="in-a1" aria-label="Statement 1: Source not stated, statement">1</a>'
    )


def test_a_nested_content_has_a_deeper_mark_and_lists_the_inner_statement_first() -> None:
    text = "Ana said Bo said it rained."
    markup = html_of(
        one_block(
            text, Attribution("a1", (Span(0, 3),), (Span(4, 8),), (Span(9, 26),)),
            Attribution("a2", (Span(9, 11),), (Span(12, 16),), (Span(17, 26),), inside="a1"),
        )
    )  # fmt: skip
    assert '<span class="m s t" data-s="a2" data-t="a1">Bo</span>' in markup
    assert '<span class="m t d2" data-t="a2 a1">it rained</span>' in markup


def test_crossing_spans_are_split_at_their_borders() -> None:
    markup = html_of(
        one_block("one two three", Attribution("a1", (), (), (Span(0, 7),)), Attribution("a2", (), (), (Span(4, 13),)))
    )
    assert re.findall(r'data-t="([^"]*)">([^<]*)<', markup) == [("a1", "one "), ("a2 a1", "two"), ("a2", " three")]


def test_a_statement_excluded_by_the_filter_has_no_mark() -> None:
    text = "Ana said Bo said it rained."
    record = one_block(text, Attribution("a1", (Span(0, 3),), (Span(4, 8),), (Span(9, 26),), speaker="s1"))
    markup = html_of(record, StatementFilter(speakers=frozenset(["s2"])))
    assert 'class="m" data-t="a1"' in markup
    assert 'class="ref off"' in markup


def _without(text, removed):
    return "".join(letter for letter in text if letter not in removed)


_spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], min(41, pair[0] + pair[1]))),
    max_size=3,
).map(tuple)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(_spans, _spans, _spans), max_size=6),
    st.text('ab<&"\n\u202e\x00é𝒳 ', min_size=41, max_size=41),
    st.integers(1, 40),
)
def test_marks_never_change_the_text(spans_by_role, text, border) -> None:
    attributions = [Attribution(f"a{n}", *spans) for n, spans in enumerate(spans_by_role, 1)]
    blocks = (Block(BlockKind.BODY, Span(0, border)), Block(BlockKind.CAPTION, Span(border, 41)))
    markup = html_of(Record(Article(text, blocks), tuple(attributions)))
    parts = [visible(part) for part in (text[:border], text[border:])]
    ignored = "\n" if all(part.strip() for part in parts) else "\n "  # a block of white space may be omitted
    assert _without(text_of(markup), ignored) == _without("".join(parts), ignored)
    pieces = list(stretches(41, [border], attributions))
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
    for piece in pieces:
        for role in ("source", "cue", "content"):
            covering = {
                attribution.id
                for attribution in attributions
                for span in getattr(attribution, role)
                if span.start <= piece.start and piece.end <= span.end
            }
            assert set(getattr(piece, role)) == covering


def test_matches_and_changes_become_html_elements_and_other_asterisks_are_kept() -> None:
    assert highlighted("the **toll** <b>") == "the <mark>toll</mark> &lt;b&gt;"
    assert highlighted("five ** stars") == "five ** stars"
    assert diff_html("a {-b-} {+<c>+} d") == "a <del>b</del> <ins>&lt;c&gt;</ins> d"


def test_the_month_range_includes_months_without_statements() -> None:
    assert month_range(["2025-11", "2026-02"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert month_range([]) == month_range(["soon"]) == []


def test_the_graph_runs_from_the_publisher_to_the_first_hand_sources() -> None:
    graph = build_graph(examples.weir(), T)
    column = {node.name: node.column for node in graph.nodes}
    assert column["Tarn Valley Ledger"] == 0
    assert column["Northmoor Dispatch"] == 2  # the mayor names it as her source
    assert column["Two people"] == 3  # behind the Dispatch, although the paper also quotes them directly
    at = {node.id: node for node in graph.nodes}
    assert all(at[edge.start].column < at[edge.end].column for edge in graph.edges)
    rows = [(node.column, node.row, 1.0) for node in graph.nodes]
    rows += [(column, row, 0.4) for edge in graph.edges for column, row in edge.lane]
    for column_, row, height in rows:  # no line passes behind a box
        gaps = [
            abs(other - row) - (height + other_height) / 2
            for other_column, other, other_height in rows
            if other_column == column_ and other != row
        ]
        assert min(gaps, default=0) >= -0.05
    assert {node.kind for node in graph.nodes} >= {"outlet", "person", "unnamed", "document"}
    picture = graph_svg(graph, T)
    assert picture.count("<rect") == len(graph.nodes)
    assert 'style="' not in picture


def test_forty_boxes_do_not_overlap() -> None:
    graph = build_graph(examples.crowd(), T)
    assert len(graph.nodes) == 41
    places = [(node.column, node.row) for node in graph.nodes]
    assert len(set(places)) == len(places)
    for column, row in places:
        assert all(other == row or abs(other - row) >= 1 for at, other in places if at == column)


def test_nodes_that_are_not_drawn_are_counted() -> None:
    assert build_graph(examples.crowd(150, 1), T).left_out == 31


def test_a_page_of_two_hundred_statements_is_smaller_than_half_a_megabyte() -> None:
    from sayso.web.rendering.templates import environment

    view = page_view(examples.crowd(), VERSION, StatementFilter(), T)
    markup = environment().get_template("page.html").render(v=view, here="read", token="x" * 64)
    static = sum(path.stat().st_size for path in (FOLDER / "static").iterdir())
    assert view.counts.statements == 200
    assert len(markup.encode()) + static < 500_000


def test_no_template_contains_inline_styles_scripts_or_handlers() -> None:
    inline = re.compile(r"""\sstyle=|<style|\son[a-z]+=|<script(?! src="/static/)""")
    templates = list(FOLDER.glob("templates/*.html"))
    assert [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))] == []


def test_missing_fields_are_no_error() -> None:
    bare = replace(examples.plain(), article=Article(""))
    assert page_view(bare, VERSION, StatementFilter(), T).title == "A page without a headline"
    empty = assemble(Analysis(Article("Rain.")), [Attribution("a1", (), (), ())], [], "by hand")
    view = page_view(empty, VERSION, StatementFilter(), T)
    assert "Source not stated" in "".join(str(row) for row in view.article.body)
