"""The texts of nested elements."""

import time

import pytest
from lxml import html

from sayso.reading.metadata.element_texts import ElementTexts

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
@pytest.mark.parametrize("names", [0, 1])
def test_time_of_nested_authors_is_linear(names):
    import sayso

    def seconds(depth):
        start = time.process_time()
        name = "<b itemprop=name>Ada Fairlamb</b>" * names
        sayso.read("<!doctype html><html><body>" + "<div itemprop=author>" * depth + name + "<p>The ferry sails again.")
        return time.process_time() - start

    seconds(10)
    assert any(seconds(4000) < max(1.0, 6 * seconds(1000)) for _ in range(3))
