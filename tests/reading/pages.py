"""Fictional pages for the tests of reading."""

STORY = """<!doctype html>
<html lang="en-us"><head><meta charset="utf-8"><title>Ferry strike ends after nine days | The Wexley Courier</title>
<meta property="og:title" content="Ferry strike ends after nine days">
<meta property="og:site_name" content="The Wexley Courier">
<link rel="canonical" href="https://courier.example/ferry-strike">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Ferry strike ends after nine days", "datePublished": "2024-03-05T08:30:00+01:00",
 "dateModified": "2024-03-05T11:00:00+01:00", "articleSection": "Local",
 "author": [{"@type": "Person", "name": "Celia Brackwell"}, {"@type": "Person", "name": "Hugo Lindqvar"}],
 "publisher": {"@type": "Organization", "name": "The Wexley Courier"}}</script></head>
<body><nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/sports">Sports</a></li></ul></nav>
<main><article class="story"><h1>Ferry strike ends after nine days</h1>
<p class="byline">By <a rel="author" href="/celia">Celia Brackwell</a> and Hugo Lindqvar</p>
<time datetime="2024-03-05">March 5, 2024</time>
<figure><img src="a.jpg" alt=""><figcaption>The ferry Ada leaves Port Calder on Tuesday morning after the crews went
back to work. <span class="credit">Photo: Nils Eskola / Harbor Press</span></figcaption></figure>
<div class="article-body">
<p>The crews of the three ferries of Port Calder went back to work on Tuesday, nine days after they had walked out over
pay, and the first boat left the harbor at six in the morning with four passengers on board.</p>
<p>"We did not get all that we wanted, but we got enough," said Mirela Thorne, who speaks for the union. She added that
the members had voted by a narrow margin and that talks about the night shifts would go on in April.</p>
<p>The harbor board said in a statement that it was glad about the result. Its chairman, Uri Quillon, declined to say
what the agreement will cost the town, and the council has asked for an account of it by the end of the month.</p>
<p>According to the board, some 2,300 people take the ferries on a working day. Many of them had to drive around the
bay, which takes about an hour and a half, or stay at home while the boats lay at the pier.</p>
</div></article></main>
<aside class="related"><h3>Related stories</h3><ul>
<li><a href="/1">Council puts off the vote on a new ferry terminal</a></li>
<li><a href="/2">What the strike has cost the shops on the waterfront</a></li></ul></aside>
<footer><p>© 2024 The Wexley Courier. All rights reserved.</p></footer></body></html>"""

TEXT = """© 2024 The Wexley Courier LLC. All rights reserved.
Ferry strike ends after nine days
By Celia Brackwell

The crews of the three ferries of Port Calder went back to work on Tuesday, nine days after they walked out over pay.

"We did not get all that we wanted, but we got enough," said Mirela Thorne, who speaks for the union.

The harbor board said in a statement that it was glad about the result, and that talks about night shifts would go on.

Already a subscriber? Log in.
Join the discussion
Celia Brackwell
Staff Writer
Celia Brackwell is a staff writer for The Wexley Courier. You can reach her at celia@courier.example.
"""
