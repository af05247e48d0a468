"""Short sentences between links are body."""

import pytest

import sayso


def kind(line):
    article = sayso.read(
        '<html><body><nav><a href="/">Home</a> <a href="/n">News</a></nav><article><h1>Bank replies</h1>'
        '<p class="byline">By <a rel="author" href="/a">Olive Tarn</a></p><p>Merrow Bank said in a statement:</p>'
        f"<blockquote><p>We are sorry.</p><p>No one will lose money.</p></blockquote><p>{line}</p></article>"
        "<footer><p>© Merrow Echo 2026</p></footer></body></html>"
    )
    return next(block.kind.value for block in article.blocks if block.span.of(article.text).strip() == line)


@pytest.mark.parametrize(
    "line", ["Customers were not convinced.", "Nobody came.", "It was over by noon.", "“No,” he said."]
)
def test_a_sentence_after_a_short_quotation_is_body(line):
    assert kind(line) == "body"


@pytest.mark.parametrize("line", ["Share this story with a friend!", "Print this page"])
def test_a_call_to_readers_is_not_body(line):
    assert kind(line) != "body"
