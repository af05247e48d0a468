"""Block quotations, <q>, embedded posts and pull quotes become quotations of the article, with exact spans."""

import pytest

import sayso
from sayso.terms import QuotationKind as K

PROSE = (
    "<p>The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down and sold, "
    "and the boats have unloaded by hand.</p>"
)


def page(inner):
    return f"<html><body><article><h1>Crane row</h1>{PROSE}{inner}{PROSE}</article></body></html>"


def quotation(inner):
    article = sayso.read(page(inner))
    (result,) = article.quotations
    source = result.source.of(article.text) if result.source is not None else None
    return result, [span.of(article.text) for span in result.content], source


POSTS = {
    "X": (
        '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The crane is <a href="https://t.co/a">here</a>. '
        '<a href="https://t.co/b">pic.twitter.com/b</a></p>&mdash; Nell Otway (@nellotway) '
        '<a href="https://twitter.com/nellotway/status/12?ref_src=twsrc%5Etfw">May 4, 2026</a></blockquote>',
        (["The crane is here."], "Nell Otway", "@nellotway", "2026-05-04", "https://twitter.com/nellotway/status/12"),
    ),
    "Bluesky": (
        '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:z/app.bsky.feed.post/3k">'
        '<p lang="en">Two boats, no crane.<br><br>'
        '<a href="https://bsky.app/profile/did:plc:z/post/3k?ref_src=embed">[image or embed]</a></p>'
        '&mdash; Nell Otway (<a href="https://bsky.app/profile/did:plc:z?ref_src=embed">@otway.bsky.social</a>) '
        '<a href="https://bsky.app/profile/did:plc:z/post/3k?ref_src=embed">May 4, 2026 at 10:15 AM</a></blockquote>',
        (
            ["Two boats, no crane."],
            "Nell Otway",
            "@otway.bsky.social",
            "2026-05-04T10:15:00",
            "https://bsky.app/profile/did:plc:z/post/3k",
        ),
    ),
    "Mastodon": (
        '<blockquote class="mastodon-embed" data-embed-url="https://tide.example/@otway/115/embed">'
        '<a href="https://tide.example/@otway/115"><div>Post by @otway@tide.example</div>'
        "<div>View on Mastodon</div></a>"
        "</blockquote>",
        ([], "@otway@tide.example", "@otway@tide.example", None, "https://tide.example/@otway/115"),
    ),
    "Instagram": (
        '<blockquote class="instagram-media" '
        'data-instgrm-permalink="https://www.instagram.com/p/Q1/?utm_source=ig_embed"><div>'
        '<a href="https://www.instagram.com/p/Q1/"><div>View this post on Instagram</div></a>'
        '<p><a href="https://www.instagram.com/p/Q1/">Last lift of the old crane.</a></p>'
        '<p><a href="https://www.instagram.com/p/Q1/">A post shared by Nell Otway</a> (@nell.otway) on '
        '<time datetime="2026-05-04T10:00:00+00:00">May 4, 2026</time></p></div></blockquote>',
        (
            ["Last lift of the old crane."],
            "Nell Otway",
            "@nell.otway",
            "2026-05-04T10:00:00+00:00",
            "https://www.instagram.com/p/Q1/",
        ),
    ),
    "Facebook": (
        '<div class="fb-post" data-href="https://www.facebook.com/merrow/posts/77">'
        '<blockquote class="fb-xfbml-parse-ignore" cite="https://www.facebook.com/merrow/posts/77">'
        "<p>The quay is shut on Sunday.</p>Posted by "
        '<a href="https://facebook.com/merrow">Merrow Harbour Board</a> on&nbsp;'
        '<a href="https://www.facebook.com/merrow/posts/77">Monday, May 4, 2026</a></blockquote></div>',
        (
            ["The quay is shut on Sunday."],
            "Merrow Harbour Board",
            None,
            "2026-05-04",
            "https://www.facebook.com/merrow/posts/77",
        ),
    ),
    "Threads": (
        '<blockquote class="text-post-media" data-text-post-permalink="https://www.threads.net/@otway/post/C1">'
        '<a href="https://www.threads.net/@otway/post/C1"><div>Post by @otway</div>'
        "<div>View on Threads</div></a></blockquote>",
        ([], "@otway", "@otway", None, "https://www.threads.net/@otway/post/C1"),
    ),
    "Truth Social": (
        '<blockquote class="truthsocial-embed"><p>The crane belongs to Merrow.</p>&mdash; Nell Otway (@otway) '
        '<a href="https://truthsocial.com/@otway/posts/9">May 4, 2026</a></blockquote>',
        (
            ["The crane belongs to Merrow."],
            "Nell Otway",
            "@otway",
            "2026-05-04",
            "https://truthsocial.com/@otway/posts/9",
        ),
    ),
}


@pytest.mark.parametrize("platform", POSTS)
def test_an_embedded_post_has_text_author_handle_date_and_url(platform):
    markup, expected = POSTS[platform]
    result, content, source = quotation(markup)
    assert (result.kind, result.platform) == (K.POST, platform)
    assert (content, source, result.handle, result.published, result.url) == expected


@pytest.mark.parametrize(
    ("markup", "content", "source"),
    [
        ("<blockquote><p>It fell.</p><p>I ran.</p></blockquote>", ["It fell.", "I ran."], None),
        (
            "<blockquote><p>It fell.</p><footer>— Una Pike, crane driver</footer></blockquote>",
            ["It fell."],
            "Una Pike, crane driver",
        ),
        ("<blockquote><p>It fell. <cite>Una Pike</cite></p></blockquote>", ["It fell."], "Una Pike"),
        ("<blockquote>It fell.<br>– Una Pike</blockquote>", ["It fell."], "Una Pike"),
        (
            "<figure><blockquote>It fell.</blockquote><figcaption>Una Pike, driver</figcaption></figure>",
            ["It fell."],
            "Una Pike, driver",
        ),
        ("<blockquote><p>It fell.</p></blockquote><p>— Una Pike, driver</p>", ["It fell."], "Una Pike, driver"),
        (
            '<div class="Quote"><blockquote>It fell.</blockquote><div>Driver Una Pike</div></div>',
            ["It fell."],
            "Driver Una Pike",
        ),
    ],
)
def test_the_name_below_a_block_quotation_is_its_source(markup, content, source):
    result, result_content, result_source = quotation(markup)
    assert (result.kind, result_content, result_source) == (K.BLOCK, content, source)


@pytest.mark.parametrize(
    "markup",
    [
        '<aside class="pull-quote"><p>“It fell”</p><p>Una Pike, driver</p></aside>',
        '<div class="article-pullquote"><p>“It fell”</p><p>Una Pike, driver</p></div>',
        '<blockquote class="pullquote"><p>“It fell”</p><cite>Una Pike, driver</cite></blockquote>',
    ],
)
def test_a_pull_quote_is_recognized_by_its_class(markup):
    result, content, source = quotation(markup)
    assert (result.kind, content, source) == (K.PULL_QUOTE, ["“It fell”"], "Una Pike, driver")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>The  crane,\n Una Pike said, was <q>all   rust</q> by May.</p>", ["all rust"]),
        ("<p><q>It fell,</q> she said. <q>Twice.</q></p>", ["It fell,", "Twice."]),
        ("<p>She wrote <q>he said <q>no</q> to me</q> in May.</p>", ["he said no to me"]),
        ("<p>Plain words<br>and <q>one<br>two</q> more.</p>", ["one", "two"]),
    ],
)
def test_a_q_element_has_the_exact_text_of_the_page(markup, words):
    article = sayso.read(page(markup))
    assert [item.content[0].of(article.text) for item in article.quotations] == words
    assert {item.kind for item in article.quotations} == {K.INLINE}


def test_an_embed_without_a_post_is_not_a_quotation():
    box = (
        '<div class="fb-page"><blockquote class="fb-xfbml-parse-ignore" cite="https://www.facebook.com/m">'
        '<a href="/m">Merrow</a></blockquote></div>'
    )
    assert sayso.read(page(box)).quotations == ()
    assert sayso.read(page('<blockquote class="twitter-tweet"></blockquote>')).quotations == ()


def test_a_post_without_embed_markup_is_recognized_by_its_last_line():
    result, content, source = quotation("<p>No crane yet.</p><p>— Nell Otway (@nellotway) May 4, 2026</p>")
    assert (result.kind, content, source, result.platform) == (K.POST, ["No crane yet."], "Nell Otway", "X")


def test_quotations_and_citations_open_over_several_lines_are_one_of_each_line() -> None:
    page = "<html><body><p>Una said <q>we <cite>sail<br>again <q>now<br>and</q></q> later</cite>.</p></body></html>"
    article = sayso.read(page)
    spans = [[span.of(article.text) for span in one.content] for one in article.quotations]
    assert spans == [["we sail"], ["again now"], ["and"]]
