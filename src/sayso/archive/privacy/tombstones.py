"""What was forgotten on request stays forgotten: tombstones of hashes, and records with someone taken out."""

from __future__ import annotations

import hmac
import re
from functools import cached_property
from secrets import token_hex
from typing import Final

import msgspec

from sayso.analysis import Analysis
from sayso.archive.identity.entity_resolver import key_of
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import Prepared, prepare, record_of
from sayso.record.sourcing import sourcing
from sayso.terms import Attribution, Record, Span, Speaker

MARK: Final = "█"


class Forgotten:
    """The tombstones of an archive."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def _hashes(self) -> set[bytes]:
        return {bytes(made) for (made,) in self.database.run("SELECT hash FROM tombstone")}

    def hash(self, what: str, key: str) -> bytes:
        """The hash of an address or a name, keyed by the archive's own secret."""
        found = self.database.run("SELECT value FROM meta WHERE key = 'secret'")
        if not found:
            self.database.run("INSERT INTO meta (key, value) VALUES ('secret', ?)", [token_hex(16)])
            return self.hash(what, key)
        return hmac.digest(found[0][0].encode(), f"{what}:{key}".encode(), "sha256")

    def url(self, key: str) -> bool:
        """Whether a page was forgotten."""
        return bool(self._hashes) and self.hash("url", key) in self._hashes

    def speaker(self, speaker: Speaker) -> bool:
        """Whether a speaker was forgotten."""
        return self.hash("speaker", key_of(speaker.name, speaker.kind)) in self._hashes

    def redacted(self, one: Prepared) -> Prepared:
        """The page without the speakers that were forgotten; the same object where none of them is in it."""
        if not self._hashes:
            return one
        gone = {speaker.id for speaker in one.speakers if self.speaker(speaker)}
        if not gone:
            return one
        made = prepare(without(record_of(one.text, one.body), gone))
        return msgspec.structs.replace(made, key=one.key, content_hash=one.content_hash)


def given_to(gone: set[str], standing: Record, machine: Record) -> Record:
    """The machine's record with what users gave to some speakers of the one that stands, so that it goes with them."""
    given = {one.id: one for one in standing.attributions if one.speaker in gone}
    if standing == machine or not given:
        return machine
    known = {speaker.id for speaker in machine.speakers}
    speakers = [speaker for speaker in standing.speakers if speaker.id in gone and speaker.id not in known]
    own = [
        msgspec.structs.replace(one, speaker=given[one.id].speaker) if one.id in given else one
        for one in machine.attributions
    ]
    more = [msgspec.structs.replace(one, id=f"{one.id} as corrected") for one in given.values()]
    return msgspec.structs.replace(machine, attributions=(*own, *more), speakers=(*machine.speakers, *speakers))


def without(record: Record, gone: set[str]) -> Record:
    """The record without some speakers: their statements and names are blacked out, and all other spans still hold."""
    text = list(record.article.text)
    names: list[str] = []
    for speaker in record.speakers:
        if speaker.id in gone:
            names += [speaker.name, *speaker.name.split()[-1:]]
            for span in (*speaker.mentions, *(span for spans in speaker.evidence.values() for span in spans)):
                _black(text, span)
    dropped = {one.id for one in record.attributions if one.speaker in gone}
    for one in record.attributions:
        if one.id in dropped:
            for span in (*one.source, *one.cue, *one.content):
                _black(text, span)
    wanted = sorted((name for name in names if len(name) > 2), key=len, reverse=True)
    found = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in wanted) or "(?!)")
    for match in found.finditer(record.article.text):
        _black(text, Span(*match.span()))
    kept = [_loosened(one, gone, dropped) for one in record.attributions if one.id not in dropped]
    speakers = tuple(speaker for speaker in record.speakers if speaker.id not in gone)
    headline = record.article.headline
    if headline is not None:
        headline = found.sub(lambda match: MARK * len(match.group()), headline)
    article = msgspec.structs.replace(record.article, text="".join(text), headline=headline)
    standing = {one.relay for one in kept}
    return msgspec.structs.replace(
        record,
        article=article,
        attributions=tuple(kept),
        speakers=speakers,
        relays=tuple(relay for relay in record.relays if relay.outlet in standing),
        inconsistencies=(),
        sourcing=sourcing(Analysis(article), kept, speakers),
    )


def _loosened(one: Attribution, gone: set[str], dropped: set[str]) -> Attribution:
    """An attribution without links to what is gone."""
    return msgspec.structs.replace(
        one,
        inside=None if one.inside in dropped else one.inside,
        repeats=None if one.repeats in dropped else one.repeats,
        relay=None if one.relay in gone else one.relay,
        chain=tuple(hop for hop in one.chain if hop not in gone),
        considered=tuple(other for other in one.considered if other.speaker not in gone),
    )


def _black(text: list[str], span: Span) -> None:
    for place in range(span.start, min(span.end, len(text))):
        if not text[place].isspace():
            text[place] = MARK
