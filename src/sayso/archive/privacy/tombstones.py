"""Tombstones, which keep forgotten pages and speakers out of an archive, and the redaction of records."""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from functools import cached_property
from secrets import token_hex
from typing import Final

from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.archive.identity.entity_resolver import name_key
from sayso.archive.storage.database import Database
from sayso.archive.storage.rows import Prepared, prepare, record_of
from sayso.record.sourcing import sourcing
from sayso.terms import Attribution, Quotation, Record, Span, Speaker

MASK: Final = "█"
"""The character that replaces each character of redacted words."""


class Tombstones:
    """The tombstones of an archive: keyed hashes of forgotten pages and speakers."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @cached_property
    def _hashes(self) -> set[bytes]:
        return {bytes(value) for (value,) in self.database.run("SELECT hash FROM tombstone")}

    def hash(self, what: str, key: str) -> bytes:
        """Return the hash of a key, keyed by the secret of the archive. ``what`` is url or speaker."""
        rows = self.database.run("SELECT value FROM meta WHERE key = 'secret'")
        if not rows:
            self.database.run("INSERT INTO meta (key, value) VALUES ('secret', ?)", [token_hex(16)])
            return self.hash(what, key)
        return hmac.digest(rows[0][0].encode(), f"{what}:{key}".encode(), "sha256")

    def blocks_url(self, key: str) -> bool:
        """Return whether the page with this key was forgotten."""
        return bool(self._hashes) and self.hash("url", key) in self._hashes

    def blocks_speaker(self, speaker: Speaker) -> bool:
        """Return whether the speaker was forgotten."""
        return self.hash("speaker", name_key(speaker.name, speaker.kind)) in self._hashes

    def redacted(self, page: Prepared) -> Prepared:
        """Return the page without forgotten speakers; the same object if it contains none."""
        if not self._hashes:
            return page
        forgotten = {speaker.id for speaker in page.speakers if self.blocks_speaker(speaker)}
        if not forgotten:
            return page
        prepared = prepare(redact(record_of(page.text, page.body), forgotten))
        return replace(prepared, key=page.key, content_hash=page.content_hash)


def with_corrected_speakers(original: Record, current: Record, forgotten: set[str]) -> Record:
    """Return the original record with the attributions that users corrected to a forgotten speaker.

    ``forgotten`` holds ids of speakers of the current record. Their corrected attributions must be redacted too.
    """
    corrected = {
        attribution.id: attribution for attribution in current.attributions if attribution.speaker in forgotten
    }
    if current == original or not corrected:
        return original
    known = {speaker.id for speaker in original.speakers}
    new_speakers = [speaker for speaker in current.speakers if speaker.id in forgotten and speaker.id not in known]
    attributions = [
        replace(attribution, speaker=corrected[attribution.id].speaker) if attribution.id in corrected else attribution
        for attribution in original.attributions
    ]
    copies = [replace(attribution, id=f"{attribution.id} as corrected") for attribution in corrected.values()]
    return replace(original, attributions=(*attributions, *copies), speakers=(*original.speakers, *new_speakers))


def redact(record: Record, forgotten: set[str]) -> Record:
    """Return the record without some speakers (ids) and their attributions.

    Their names and statements are masked in the text; the offsets of all other spans stay valid.
    """
    text = list(record.article.text)
    names: list[str] = []
    for speaker in record.speakers:
        if speaker.id in forgotten:
            names += [speaker.name, *speaker.name.split()[-1:]]
            for span in (*speaker.mentions, *(span for spans in speaker.evidence.values() for span in spans)):
                _mask(text, span)
    dropped = {attribution.id for attribution in record.attributions if attribution.speaker in forgotten}
    for attribution in record.attributions:
        if attribution.id in dropped:
            for span in (*attribution.source, *attribution.cue, *attribution.content):
                _mask(text, span)
    longest_first = sorted((name for name in names if len(name) > 2), key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest_first) or "(?!)")
    for match in pattern.finditer(record.article.text):
        _mask(text, Span(*match.span()))
    attributions = [
        _without_references(attribution, forgotten, dropped)
        for attribution in record.attributions
        if attribution.id not in dropped
    ]
    speakers = tuple(speaker for speaker in record.speakers if speaker.id not in forgotten)
    headline = record.article.headline
    if headline is not None:
        headline = pattern.sub(lambda match: MASK * len(match.group()), headline)
    quotations = tuple(one for one in record.article.quotations if not _is_redacted(text, one))
    article = replace(record.article, text="".join(text), headline=headline, quotations=quotations)
    relays = {attribution.relay for attribution in attributions}
    return replace(
        record,
        article=article,
        attributions=tuple(attributions),
        speakers=speakers,
        relays=tuple(relay for relay in record.relays if relay.outlet in relays),
        inconsistencies=(),
        sourcing=sourcing(Analysis(article), attributions, speakers),
    )


def _without_references(attribution: Attribution, forgotten: set[str], dropped: set[str]) -> Attribution:
    """Return the attribution without references to forgotten speakers and dropped attributions."""
    return replace(
        attribution,
        inside=None if attribution.inside in dropped else attribution.inside,
        repeats=None if attribution.repeats in dropped else attribution.repeats,
        relay=None if attribution.relay in forgotten else attribution.relay,
        chain=tuple(hop for hop in attribution.chain if hop not in forgotten),
        considered=tuple(other for other in attribution.considered if other.speaker not in forgotten),
    )


def _is_redacted(text: Sequence[str], quotation: Quotation) -> bool:
    """Whether a word of a quotation or of its author's name is masked; its handle and address are removed with it."""
    spans = (*quotation.content, quotation.source) if quotation.source is not None else quotation.content
    return any(MASK in text[span.start : span.end] for span in spans)


def _mask(text: list[str], span: Span) -> None:
    for offset in range(span.start, min(span.end, len(text))):
        if not text[offset].isspace():
            text[offset] = MASK
