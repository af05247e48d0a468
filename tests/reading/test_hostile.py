"""Pages that could take too much time or memory are read or refused in time."""

import time

import pytest
from lxml import etree

from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.reading import read_page
from sayso.reading.html.tree import parse
from sayso.terms import Article, Page

PARAGRAPH = "The harbor board met on Monday, and its chair, Ada Fairlamb, said that the ferries would sail again. "


def timed(data: str | bytes, options: Options = Options()) -> Article:  # noqa: B008
    start = time.process_time()
    article = read_page(Page(data), options)
    assert time.process_time() - start < 5
    return article


def test_a_tag_with_a_hundred_thousand_attributes_is_read_in_time():
    attributes = "".join(f" a{i}='{i}>'" for i in range(100_000))
    article = timed(f"<html><body><p{attributes}>{PARAGRAPH}</p></body></html>")
    assert PARAGRAPH.strip() in article.text


def test_a_script_full_of_less_than_signs_does_not_hide_the_page():
    script = "for(i=0;i<n;i+=1) " + "a b = c " * 2000
    article = timed(f"<html><body><script>{script}</script><p>{PARAGRAPH}</p></body></html>")
    assert article.text.strip() == PARAGRAPH.strip()


def test_many_open_markdown_brackets_are_read_in_time():
    assert timed("# Ferries\n\n" + "[x" * 300_000).text.startswith("# Ferries")


def test_a_page_over_the_line_limit_is_refused_early():
    start = time.process_time()
    with pytest.raises(LimitError, match="max_lines is 30,000"):
        read_page(Page("<html><body>" + "<i>x</i><br>" * 200_000), Options())
    assert time.process_time() - start < 5


def test_an_email_with_too_many_parts_is_refused():
    head = "From: a@courier.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
    with pytest.raises(InputError, match="more than 1,000 parts"):
        timed(head + "--x\nContent-Type: text/plain\n\nwords\n" * 20_000)


def test_null_bytes_between_letters_are_removed():
    article = timed(f"<html><body><p>{PARAGRAPH}</p></body></html>".replace("e", "e\0").encode())
    assert article.text.strip() == PARAGRAPH.strip()


@pytest.mark.parametrize("many", [3, 1500])
def test_each_xpath_selects_exactly_the_element_of_its_block(many):
    html = "<html><body><o:p>Odd one</o:p>" + "".join(f"<div><p>{i}: {PARAGRAPH}</p></div>" for i in range(many))
    html += "<o:p>Odd two</o:p></body></html>"
    article, root = timed(html), parse(html)
    assert root is not None
    assert len(article.source_map) == len(article.blocks) == many + 2
    for place in article.source_map:
        (element,) = root.getroottree().xpath(place.xpath)
        assert isinstance(element, etree._Element)
        assert "".join(element.itertext()).strip() == article.blocks[place.block].span.of(article.text).strip()
