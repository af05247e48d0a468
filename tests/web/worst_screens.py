"""Pages of the five screens that an editor's first trial found worst, and how a browser opens each of them.

The pictures in ``before/`` show the same pages at commit 05f5fde, before the work on the desk (issue 22).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from sayso.archive import Archive
from sayso.terms import Attribution, BlockKind, Span, Speaker, SpeakerKind
from tests.web import examples

BEFORE = Path(__file__).parent / "before"


class Screen(NamedTuple):
    """A screen: its page, its address with page (``p``), version (``v``) and statement (``a``), the first words of this
    statement, and whether a phone shows it.
    """

    page: str
    address: str = "/pages/p{p}"
    words: str = ""
    phone: bool = False


SCREENS = {
    "nested-speaker": Screen("crane"),
    "title-holder": Screen("pier", "/pages/p{p}#{a}", "“We will close"),
    "headline": Screen("pier", phone=True),
    "quotation": Screen("ferry", "/quotations/{v}.{a}", "“No ferry"),
    "crowded": Screen("council"),
}

CRANE = """Harbour board weighs a new crane
Ida Marr, who chairs the harbour board, said on Friday that Owen Falk thinks the old crane is safe.
“It has lifted nothing since the spring,” said Mr Falk.
Priya Dunmore told residents that the town believes that a new crane will pay for itself by the end of the decade.
The Saltby Courier reported that two bidders want the work.
"""
PIER = """Saltby pier may be gone by spring, engineers say
Owen Falk, the harbour master, and Priya Dunmore, who chairs the board, walked the pier on Monday.
“The planks are rotten,” Mr Falk said. “We will close it before the storms,” the chair said.
Ms Dunmore promised to publish the survey in May.
"""
FERRY = """Ferry stays in port
“No ferry will leave the port until the storm has passed, and we think that it will pass by Sunday,” said Ida Marr.
Residents said that they had heard nothing.
“No ferry will leave the port until the storm has passed,” said Ida Marr
"""


def crane():
    """A story in which the nested belief of the town has a wrong speaker, and is a doubtful statement."""
    speakers = [
        Speaker("s1", "Ida Marr", SpeakerKind.PERSON, "chair", "the harbour board"),
        Speaker("s2", "Owen Falk", SpeakerKind.PERSON),
        Speaker("s3", "Priya Dunmore", SpeakerKind.PERSON),
        Speaker("s4", "The Saltby Courier", SpeakerKind.OUTLET),
    ]
    statements = [
        ("s1", "Ida Marr, who chairs the harbour board", "said", "that Owen Falk thinks the old crane is safe"),
        ("s2", "Owen Falk", "thinks", "the old crane is safe", {"inside": "a1", "act": "belief", "confidence": 0.7}),
        ("s2", "Mr Falk", "said", "“It has lifted nothing since the spring,”"),
        ("s3", "Priya Dunmore", "told",
         "that the town believes that a new crane will pay for itself by the end of the decade"),
        ("s2", "the town", "believes", "that a new crane will pay for itself by the end of the decade",
         {"inside": "a4", "act": "belief", "confidence": 0.5}),
        ("s4", "The Saltby Courier", "reported", "that two bidders want the work"),
    ]  # fmt: skip
    return story(CRANE, statements, speakers, "crane")


def pier():
    """A story in which the statement of the chair has the harbour master as its speaker."""
    speakers = [
        Speaker("s1", "Owen Falk", SpeakerKind.PERSON, "harbour master"),
        Speaker("s2", "Priya Dunmore", SpeakerKind.PERSON, "chair", "the board"),
        Speaker("s3", "engineers", SpeakerKind.GROUP),
    ]
    statements = [
        ("s3", "engineers", "say", "Saltby pier may be gone by spring"),
        ("s1", "Mr Falk", "said", "“The planks are rotten,”"),
        ("s1", "the chair", "said", "“We will close it before the storms,”",
         {"sure": 0.56, "considered": [("s2", 0.41)]}),
        ("s2", "Ms Dunmore", "promised", "to publish the survey in May", {"act": "intention"}),
    ]  # fmt: skip
    return story(PIER, statements, speakers, "pier")


def ferry():
    """A story with a quotation, a belief inside it, and a part of it below the text."""
    speakers = [Speaker("s1", "Ida Marr", SpeakerKind.PERSON), Speaker("s2", "Residents", SpeakerKind.GROUP)]
    words = "“No ferry will leave the port until the storm has passed, and we think that it will pass by Sunday,”"
    statements = [
        ("s1", "Ida Marr", "said", words),
        ("s1", "we", "think", "that it will pass by Sunday", {"inside": "a1", "act": "belief", "confidence": 0.7}),
        ("s2", "Residents", "said", "that they had heard nothing"),
    ]
    return with_part(story(FERRY, statements, speakers, "ferry"))


def with_part(page):
    """Add a last statement with the beginning of the first."""
    start = page.article.text.rindex("“No ferry")
    part = Span(start, start + len("“No ferry will leave the port until the storm has passed,”"))
    last = Attribution("a9", (), (), (part,), speaker="s1", chain=page.attributions[0].chain, confidence=0.9)
    return replace(page, attributions=(*page.attributions, last))


def story(text, statements, speakers, name):
    headline = text.partition("\n")[0]
    return examples.record(
        text, statements, speakers, kinds={headline: BlockKind.HEADLINE}, headline=headline, published="2026-05-08",
        publisher="Harrow Echo", url=f"https://echo.example/{name}", language="en",
    )  # fmt: skip


def addresses(url, archive):
    """Add the pages to an archive; returns the address of each screen at the server with this URL."""
    makers = {"crane": crane, "pier": pier, "ferry": ferry, "council": lambda: examples.council(63)}
    records = {name: make() for name, make in makers.items()}
    with Archive(archive) as opened:
        pages = {name: opened.add(page).page for name, page in records.items()}
        versions = {name: max(opened.versions(f"p{page}").values()) for name, page in pages.items()}
    return {
        name: url + address.format(p=pages[page], v=versions[page], a=statement(records[page], words))
        for name, (page, address, words, _) in SCREENS.items()
    }


def statement(page, words):
    """Return the id of the statement that begins with some words."""
    contents = ((one.id, one.content[0].of(page.article.text)) for one in page.attributions if one.content)
    return next(name for name, content in contents if content.startswith(words))
