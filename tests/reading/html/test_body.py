"""The body of an HTML page, as the kinds of its lines."""

import pytest

import sayso
from sayso.terms import BlockKind

PARAGRAPH = (
    "<p>The harbor board met in Wexley on Monday, and its chair, Ada Fairlamb, said that the ferries would sail again "
    "in {i} days, once the engineers have looked at the piers.</p>"
)


def kinds(body):
    return [block.kind for block in sayso.read(f"<!doctype html><html><body>{body}</body></html>").blocks]


@pytest.mark.issue(17)
@pytest.mark.parametrize("count", [100, 500, 1000])
@pytest.mark.parametrize(
    "link",
    [
        '<a href="/2024/05/the-ferry-sails-again-{i}">The ferry sails again from Wexley</a><br>',
        '<p><a href="/news/mill-owner-asks-for-help-{i}">Mill owner asks the council for help, {i} times</a></p>',
        '<div><a href="/story/{i}/bridge">Bridge over the Orrel stays closed until spring</a></div>',
    ],
)
def test_a_long_list_of_articles_is_no_body(link, count):
    assert BlockKind.BODY not in kinds("".join(link.replace("{i}", str(i)) for i in range(count)))


def test_paragraphs_beside_a_long_list_of_articles_are_the_body():
    link = '<li><a href="/2024/05/the-ferry-sails-again-{i}">The ferry sails again from Wexley</a></li>'
    links = "".join(link.replace("{i}", str(i)) for i in range(60))
    paragraphs = "".join(PARAGRAPH.replace("{i}", str(i)) for i in range(12))
    assert kinds(f"<h1>Ferries</h1>{paragraphs}<ul>{links}</ul>").count(BlockKind.BODY) == 12


def test_paragraphs_with_linked_words_stay_body():
    paragraph = PARAGRAPH.replace("ferries", '<a href="/2024/05/the-ferry-sails-again">ferries</a>')
    assert kinds(paragraph * 30).count(BlockKind.BODY) == 30
