"""Elements of SVG and HTML in charts and reports."""

from __future__ import annotations

from xml.etree import ElementTree

from markupsafe import escape

from sayso.archive.queries.sourcing import Audit
from sayso.export.charts import chart
from sayso.export.markup import element, joined
from sayso.export.report import report
from sayso.terms import Article, Block, BlockKind, Record, Share, Span


def test_text_is_escaped_and_numbers_rounded() -> None:
    inside = joined([element("title", 'a "b" & <c>'), element("g")])
    assert element("rect", inside, class_="x", stroke_width=2.0, y=1.25, rx=None, data_of="“<”") == (
        '<rect class="x" stroke-width="2" y="1.2" data-of="“&lt;”">'
        "<title>a &quot;b&quot; &amp; &lt;c&gt;</title><g></g></rect>"
    )


def test_templates_do_not_escape_an_element_again() -> None:
    assert escape(element("p", "<")) == "<p>&lt;</p>"


def audit(outlet: str) -> Audit:
    share = Share(1, 0.5)
    return Audit({"outlet": outlet}, 1, 2, 9, share, share, share, share, 0, 0, {}, {})


def test_chart_with_hostile_names_is_well_formed() -> None:
    svg = chart([audit("The Wattle\x07 \u202eBay <Bugle> & Son")])
    assert "⟨U+0007⟩" in "".join(ElementTree.fromstring(svg).itertext())


def test_report_shows_direction_characters() -> None:
    text = "The weir\u202e holds."
    html = report(Record(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))))
    assert "\u202e" not in html
    assert "weir⟨U+202E⟩ holds." in html
