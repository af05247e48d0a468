"""Records by hand: pages of our own fiction with their statements marked as (speaker, source, cue, content)."""

from __future__ import annotations

from sayso.analysis import Analysis
from sayso.linking import form_of
from sayso.record import assemble
from sayso.terms import Act, Article, Attribution, Block, BlockKind, Span, Speaker, SpeakerKind
from sayso.text.quoted_words import QuotedWords

TOLL = "We will not double the toll on the old bridge, and we never planned to do so"


def record(
    text,
    *statements,
    url=None,
    outlet="Harrow Echo",
    published="2026-05-03",
    headline=None,
    model="by hand",
    caption=None,
):
    """A record. A statement is a dict of speaker, source, cue, content and perhaps kind, role, affiliation, act,
    relay."""
    blocks = [Block(BlockKind.BODY, Span(0, len(text)))]
    if caption:
        text = f"{text}\n{caption}"
        blocks.append(Block(BlockKind.CAPTION, Span(blocks[0].span.end, len(text))))
    article = Article(text, tuple(blocks), headline=headline, published=published, publisher=outlet, url=url)
    speakers: dict[tuple, Speaker] = {}
    attributions = []
    quoted = QuotedWords(text)
    for number, told in enumerate(statements, 1):
        key = (told["speaker"], told.get("role"), told.get("affiliation"))
        relay = told.get("relay")
        for name, kind in ((key, told.get("kind", "person")), *((((relay, None, None), "outlet"),) if relay else ())):
            if name not in speakers:
                speakers[name] = Speaker(
                    f"s{len(speakers) + 1}", name[0], SpeakerKind(kind), name[1], name[2],
                    mentions=spans(text, told.get("source") if name is key else None),
                )  # fmt: skip
        content = spans(text, told["content"])
        attributions.append(
            Attribution(
                f"a{number}",
                spans(text, told.get("source")),
                spans(text, told.get("cue")),
                content,
                form_of(quoted, content),
                Act(told.get("act", "statement")),
                speakers[key].id,
                relay=speakers[relay, None, None].id if relay else None,
                confidence=0.9,
            )
        )
    return assemble(Analysis(article), attributions, list(speakers.values()), model)


def spans(text, words):
    """The span of words at their first place."""
    if not words:
        return ()
    start = text.index(words)
    return (Span(start, start + len(words)),)


def said(who, content, **more):
    """A text and its statement: “content,” said who."""
    source = more.pop("source", who)
    cue = more.pop("cue", "said")
    text = f"“{content},” {cue} {source}."
    return text, {"speaker": who, "source": source, "cue": cue, "content": content, **more}


def page(who, content, *, url=None, outlet="Harrow Echo", published="2026-05-03", **more):
    """A record with one statement."""
    text, statement = said(who, content, **more)
    return record(text, statement, url=url, outlet=outlet, published=published)


def before_schema_10(database):
    """Take out of an archive what schema 10 added, as if it had been written before."""
    for index in ("statement_version", "statement_entity"):
        database.run(f"DROP INDEX {index}")
    for column in ("determinacy", "confidence", "speaker_confidence"):
        database.run(f"ALTER TABLE statement DROP COLUMN {column}")
    database.run("CREATE INDEX statement_version ON statement (version)")
    database.run("CREATE INDEX statement_entity ON statement (entity)")
    database.run("UPDATE meta SET value = '9' WHERE key = 'schema'")
