"""One set of primitives for SVG and HTML."""

from __future__ import annotations

from xml.etree import ElementTree

from markupsafe import escape

from sayso.archive.queries.sourcing import Audit
from sayso.export.charts import chart
from sayso.export.markup import element, joined
from sayso.export.report import report
from sayso.terms import Article, Block, BlockKind, Record, Share, Span


def test_what_is_foreign_is_escaped_and_numbers_are_short() -> None:
    inside = joined([element("title", 'a "b" & <c>'), element("g")])
    assert element("rect", inside, class_="x", stroke_width=2.0, y=1.25, rx=None, data_of="“<”") == (
        '<rect class="x" stroke-width="2" y="1.2" data-of="“&lt;”">'
        "<title>a &quot;b&quot; &amp; &lt;c&gt;</title><g></g></rect>"
    )


def test_templates_take_an_element_as_it_is() -> None:
    assert escape(element("p", "<")) == "<p>&lt;</p>"


def audit(outlet: str) -> Audit:
    some = Share(1, 0.5)
    return Audit({"outlet": outlet}, 1, 2, 9, some, some, some, some, 0, 0, {}, {})


def test_a_chart_of_hostile_names_is_well_formed() -> None:
    drawn = chart([audit("The Wattle\x07 \u202eBay <Bugle> & Son")])
    assert "⟨U+0007⟩" in "".join(ElementTree.fromstring(drawn).itertext())


def test_a_report_shows_what_would_turn_its_text_around() -> None:
    text = "The weir\u202e holds."
    made = report(Record(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))))
    assert "\u202e" not in made
    assert "weir⟨U+202E⟩ holds." in made
