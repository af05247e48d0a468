"""The texts of nested elements."""

import time

import pytest
from lxml import html

from sayso.reading.html.tree import parse
from sayso.reading.metadata.element_texts import ElementTexts
from sayso.reading.metadata.structured_data import stated

PAGE = "<div>a<p>b<i>c</i>d</p>e<p id=x>f<br>g</p>h</div>"


def test_texts_are_those_of_lxml():
    texts = ElementTexts()
    root = html.fromstring(PAGE)
    for element in [*root.iter("p"), root, *root.iter()]:
        assert texts.start_of(element, 300) == "".join(element.itertext())
        assert texts.start_of(element, 2) == "".join(element.itertext())[:2]


@pytest.mark.parametrize("first", ["div", "p", "i"])
def test_containment_is_that_of_lxml(first):
    texts = ElementTexts()
    root = html.fromstring(PAGE)
    for element in [next(root.iter(first)), *root.iter()]:
        for other in root.iter():
            assert texts.contains(element, other) == (element in other.iterancestors())


@pytest.mark.issue(17)
def test_time_of_nested_authors_is_linear():
    def seconds(depth):
        root = parse("<!doctype html><html><body>" + "<div itemprop=author>" * depth + "<p>The ferry sails again.")
        start = time.process_time()
        assert stated(root).item_authors == ["The ferry sails again."]
        return time.process_time() - start

    small, large = (min(seconds(depth) for _ in range(3)) for depth in (450, 1800))
    assert large < 8 * small  # 4 is linear, 16 is quadratic
