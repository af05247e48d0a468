"""Builds records of fictional pages without the model, from their speakers, sources, cues and contents."""

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
    """Return a record. A statement is a dict with the keys speaker and content, and optionally source, cue, kind,
    role, affiliation, act and relay (the name of an outlet)."""
    blocks = [Block(BlockKind.BODY, Span(0, len(text)))]
    if caption:
        text = f"{text}\n{caption}"
        blocks.append(Block(BlockKind.CAPTION, Span(blocks[0].span.end, len(text))))
    article = Article(text, tuple(blocks), headline=headline, published=published, publisher=outlet, url=url)
    speakers: dict[tuple, Speaker] = {}
    attributions = []
    quoted = QuotedWords(text)
    for number, statement in enumerate(statements, 1):
        key = (statement["speaker"], statement.get("role"), statement.get("affiliation"))
        kinds = {key: statement.get("kind", "person")}
        if relay := statement.get("relay"):
            kinds[relay, None, None] = "outlet"
        for name, kind in kinds.items():
            if name not in speakers:
                speakers[name] = Speaker(
                    f"s{len(speakers) + 1}", name[0], SpeakerKind(kind), name[1], name[2],
                    mentions=spans(text, statement.get("source") if name is key else None),
                )  # fmt: skip
        content = spans(text, statement["content"])
        attributions.append(
            Attribution(
                f"a{number}",
                spans(text, statement.get("source")),
                spans(text, statement.get("cue")),
                content,
                form_of(quoted, content),
                Act(statement.get("act", "statement")),
                speakers[key].id,
                relay=speakers[relay, None, None].id if relay else None,
                confidence=0.9,
            )
        )
    return assemble(Analysis(article), attributions, list(speakers.values()), model)


def spans(text, words):
    """Return the span of the first occurrence of the words, as a tuple; an empty tuple for no words."""
    if not words:
        return ()
    start = text.index(words)
    return (Span(start, start + len(words)),)


def quotation(speaker, content, **fields):
    """Return the text “content,” said speaker, and its statement."""
    source = fields.pop("source", speaker)
    cue = fields.pop("cue", "said")
    text = f"“{content},” {cue} {source}."
    return text, {"speaker": speaker, "source": source, "cue": cue, "content": content, **fields}


def page(speaker, content, *, url=None, outlet="Harrow Echo", published="2026-05-03", **fields):
    """Return a record with one statement."""
    text, statement = quotation(speaker, content, **fields)
    return record(text, statement, url=url, outlet=outlet, published=published)


def before_schema_10(database):
    """Revert a database from the newest schema to schema 9."""
    for index in ("statement_version", "statement_entity", "statement_unsure", "statement_relay"):
        database.run(f"DROP INDEX {index}")
    for column in ("determinacy", "confidence", "speaker_confidence", "relay"):
        database.run(f"ALTER TABLE statement DROP COLUMN {column}")
    database.run("CREATE INDEX statement_version ON statement (version)")
    database.run("CREATE INDEX statement_entity ON statement (entity)")
    database.run("UPDATE meta SET value = '9' WHERE key = 'schema'")
