"""Styles and scripts are cached for as long as their address names their content."""

from __future__ import annotations

import re

import httpx

from sayso.web.rendering.escaping import esc


def test_a_stamped_style_or_script_is_cached_and_an_unstamped_one_is_revalidated(client: httpx.Client) -> None:
    stamped = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get("/").text)
    assert len(stamped) >= 4
    for address in stamped:
        assert client.get(address).headers["cache-control"] == "private, max-age=31536000, immutable"
    for address in ("/static/sayso.css", "/static/sayso.css?12345678"):
        assert client.get(address).headers["cache-control"] == "no-cache, private"
    answer = client.get(stamped[0])
    unchanged = client.get(stamped[0], headers={"if-none-match": answer.headers["etag"]})
    assert unchanged.status_code == 304


def test_screens_of_the_archive_are_not_cached(client: httpx.Client) -> None:
    assert client.get("/").headers["cache-control"] == "no-cache, private"


def test_plain_words_and_words_to_escape_become_safe_text() -> None:
    assert esc("Ida Marr, 3 per cent") == "Ida Marr, 3 per cent"
    assert esc("a < b & \"c\" 'd' \u202e") == "a &lt; b &amp; &#34;c&#34; &#39;d&#39; ⟨U+202E⟩"
    assert type(esc("plain")) is str
