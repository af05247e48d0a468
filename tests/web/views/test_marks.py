"""Marks without a browser: spans that nest, break, cross and repeat; foreign text; the messages; the graph."""

from __future__ import annotations

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
from sayso.web.forms.statement_filter import StatementChoice
from sayso.web.rendering.escaping import visible
from sayso.web.rendering.messages import messages
from sayso.web.views.archived_versions import Shelf
from sayso.web.views.article import Row, reading
from sayso.web.views.chain_graph import drawn, graph_of
from sayso.web.views.margin_notes import Notes
from sayso.web.views.months import span_of_months
from sayso.web.views.page_view import page_view
from sayso.web.views.search_hits import marked, wording
from sayso.web.views.statement_cards import statements_of
from tests.web import made

T = messages()
SHELF = Shelf(1, 1, 1, 1, True)
FOLDER = Path(sayso.web.__file__).parent


def html_of(record, choice=None):
    statements = statements_of(record, choice or StatementChoice(), T)
    read = reading(record, statements, Notes(T, "/pages/p1", 1))
    rows = [row for item in (*read.front, *read.body) for row in ([item] if isinstance(item, Row) else item.rows)]
    return "\n".join(row.html for row in rows)


def words_of(html):
    """The text of HTML without the figures and flags that the screens add."""
    import html as entities

    bare = re.sub(r'<a class="(?:ref|flag).*?</a>', "", html)
    return entities.unescape(re.sub(r"<[^>]*>", "", bare))


def one_block(text, *attributions):
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    return Record(article, attributions, (Speaker("s1", "Ivo Marr", SpeakerKind.PERSON),))


def test_a_content_broken_by_its_source_is_marked_in_both_parts() -> None:
    text = "“I,” Marr said, “resign.”"
    html = html_of(one_block(text, Attribution("a1", (Span(5, 9),), (Span(10, 14),), (Span(0, 4), Span(16, 25)))))
    assert html.count('data-t="a1"') == 2
    assert '<span class="m s" data-s="a1">Marr</span> <span class="m c" data-c="a1">said</span>' in html
    assert html.endswith(
        '<a class="ref" href="#a1" id="in-a1" aria-label="Statement 1: Source not stated, statement">1</a>'
    )


def test_a_nested_content_is_marked_deeper_and_names_the_inner_statement_first() -> None:
    text = "Ana said Bo said it rained."
    html = html_of(
        one_block(
            text, Attribution("a1", (Span(0, 3),), (Span(4, 8),), (Span(9, 26),)),
            Attribution("a2", (Span(9, 11),), (Span(12, 16),), (Span(17, 26),), inside="a1"),
        )
    )  # fmt: skip
    assert '<span class="m s t" data-s="a2" data-t="a1">Bo</span>' in html
    assert '<span class="m t d2" data-t="a2 a1">it rained</span>' in html


def test_spans_that_cross_are_cut_where_they_cross() -> None:
    html = html_of(
        one_block("one two three", Attribution("a1", (), (), (Span(0, 7),)), Attribution("a2", (), (), (Span(4, 13),)))
    )
    assert re.findall(r'data-t="([^"]*)">([^<]*)<', html) == [("a1", "one "), ("a2 a1", "two"), ("a2", " three")]


def test_what_was_not_chosen_stands_there_without_a_mark() -> None:
    text = "Ana said Bo said it rained."
    record = one_block(text, Attribution("a1", (Span(0, 3),), (Span(4, 8),), (Span(9, 26),), speaker="s1"))
    html = html_of(record, StatementChoice(speakers=frozenset(["s2"])))
    assert 'class="m" data-t="a1"' in html
    assert 'class="ref off"' in html


def _without(text, gone):
    return "".join(letter for letter in text if letter not in gone)


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
def test_marks_never_change_a_word_of_the_text(told, text, border) -> None:
    attributions = [Attribution(f"a{n}", *spans) for n, spans in enumerate(told, 1)]
    blocks = (Block(BlockKind.BODY, Span(0, border)), Block(BlockKind.CAPTION, Span(border, 41)))
    html = html_of(Record(Article(text, blocks), tuple(attributions)))
    parts = [visible(part) for part in (text[:border], text[border:])]
    gone = "\n" if all(part.strip() for part in parts) else "\n "  # a block of white space may be left out
    assert _without(words_of(html), gone) == _without("".join(parts), gone)
    cut = list(stretches(41, [border], attributions))
    assert [one.start for one in cut] == [0, *(one.end for one in cut[:-1])]
    for one in cut:
        for role in ("source", "cue", "content"):
            here = {
                a.id
                for a in attributions
                for span in getattr(a, role)
                if span.start <= one.start and one.end <= span.end
            }
            assert set(getattr(one, role)) == here


def test_marks_of_a_query_and_of_changes_are_marks_and_the_pages_own_signs_stay() -> None:
    assert marked("the **toll** <b>") == "the <mark>toll</mark> &lt;b&gt;"
    assert marked("five ** stars") == "five ** stars"
    assert wording("a {-b-} {+<c>+} d") == "a <del>b</del> <ins>&lt;c&gt;</ins> d"


def test_months_without_anything_stand_in_the_row() -> None:
    assert span_of_months(["2025-11", "2026-02"]) == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert span_of_months([]) == span_of_months(["soon"]) == []


def test_the_graph_leads_from_the_publisher_to_the_first_hand_sources() -> None:
    graph = graph_of(made.weir(), T)
    column = {node.name: node.column for node in graph.nodes}
    assert column["Tarn Valley Ledger"] == 0
    assert column["Northmoor Dispatch"] == 2  # the mayor says that it had told her
    assert column["Two people"] == 3  # behind it, though the paper has them at first hand too
    at = {node.id: node for node in graph.nodes}
    assert all(at[edge.start].column < at[edge.end].column for edge in graph.edges)
    rows = [(node.column, node.row, 1.0) for node in graph.nodes]
    rows += [(column, row, 0.4) for edge in graph.edges for column, row in edge.lane]
    for here, row, tall in rows:  # no line passes behind a box
        near = [abs(other - row) - (tall + high) / 2 for there, other, high in rows if there == here and other != row]
        assert min(near, default=0) >= -0.05
    assert {node.kind for node in graph.nodes} >= {"outlet", "person", "unnamed", "document"}
    picture = drawn(graph, T)
    assert picture.count("<rect") == len(graph.nodes)
    assert 'style="' not in picture


def test_forty_boxes_do_not_touch_each_other() -> None:
    graph = graph_of(made.crowd(), T)
    assert len(graph.nodes) == 41
    places = [(node.column, node.row) for node in graph.nodes]
    assert len(set(places)) == len(places)
    for column, row in places:
        assert all(other == row or abs(other - row) >= 1 for at, other in places if at == column)


def test_a_crowd_too_large_to_draw_is_counted() -> None:
    assert graph_of(made.crowd(150, 1), T).left_out == 31


def test_a_page_of_two_hundred_statements_weighs_less_than_half_a_megabyte() -> None:
    from sayso.web.rendering.templates import environment

    view = page_view(made.crowd(), SHELF, StatementChoice(), T)
    html = environment().get_template("page.html").render(v=view, here="read", token="x" * 64)
    static = sum(path.stat().st_size for path in (FOLDER / "static").iterdir())
    assert view.counts.statements == 200
    assert len(html.encode()) + static < 500_000


def test_no_page_bears_a_style_a_script_or_a_handler_of_its_own() -> None:
    own = re.compile(r"""\sstyle=|<style|\son[a-z]+=|<script(?! src="/static/)""")
    templates = list(FOLDER.glob("templates/*.html"))
    assert [path.name for path in templates if own.search(path.read_text(encoding="utf-8"))] == []


def test_what_a_page_lacks_is_no_error() -> None:
    bare = replace(made.plain(), article=Article(""))
    assert page_view(bare, SHELF, StatementChoice(), T).title == "A page without a headline"
    odd = assemble(Analysis(Article("Rain.")), [Attribution("a1", (), (), ())], [], "by hand")
    assert "Source not stated" in "".join(str(row) for row in page_view(odd, SHELF, StatementChoice(), T).reading.body)
