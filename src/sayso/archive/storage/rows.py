"""A record as the rows that an archive keeps of it: pure, so that it is ready before a transaction begins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from hashlib import sha256
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from sayso.archive.queries.query_language import words
from sayso.archive.quotations.minhash import signatures
from sayso.archive.storage.database import DAMAGED, stored
from sayso.errors import ArchiveError, RecordError, SaysoError
from sayso.terms import Attribution, Record, Speaker, SpeakerKind

_SENTENCE: Final = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[]*[^\W\da-z_])|\n\s*")
_TRACKING: Final = re.compile(r"utm_|fbclid$|gclid$|mc_[ce]id$")
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
_UNSTATED: Final = SpeakerKind.UNSTATED.value
_HINT: Final = "Read the page anew with sayso read"


class StatementRow(msgspec.Struct, gc=False):
    """An attribution as a row; ``sentence`` and ``signature`` go to the indexes."""

    name: str
    speaker: str | None
    kind: str
    form: str
    act: str
    determinacy: str
    relayed: int
    repeated: int
    words: int
    first: int
    last: int
    content: str
    confidence: float
    speaker_confidence: float | None
    sentence: str
    signature: bytes | None = None


class Prepared(msgspec.Struct, frozen=True):
    """A record as rows. ``body`` is the record as JSON without its text."""

    key: str
    url: str | None
    content_hash: bytes
    text_hash: bytes
    outlet: str | None
    published: str | None
    headline: str | None
    model: str
    text: str
    body: bytes
    speakers: tuple[Speaker, ...]
    statements: list[StatementRow]


def prepare(record: Record) -> Prepared:
    """The rows of a record. Raises RecordError where a span leaves the text or an id names nobody."""
    (made,) = prepare_all([record])
    if isinstance(made, SaysoError):
        raise made
    return made


def prepare_all(records: Iterable[Record | SaysoError]) -> list[Prepared | SaysoError]:
    """The rows of many records, their signatures made together; in the place of a record that is none, the error."""
    out: list[Prepared | SaysoError] = []
    made = iter(signatures(_contents(records, out)))
    for one in out:
        if isinstance(one, Prepared):
            for statement in one.statements:
                statement.signature = next(made)
    return out


def _contents(records: Iterable[Record | SaysoError], out: list[Prepared | SaysoError]) -> Iterator[list[str]]:
    """The words of each statement's content; on the way the rows of each record are put into ``out``."""
    for record in records:
        try:
            if isinstance(record, SaysoError):
                raise record
            found = [words(content_of(record.article.text, one)) for one in record.attributions]
            out.append(_prepared(record, found))
        except SaysoError as error:
            out.append(error)
        else:
            yield from found


def _prepared(record: Record, contents: list[list[str]]) -> Prepared:
    """The rows of a record, without signatures."""
    article = record.article
    text = article.text
    place = article.url or article.headline or "a record"
    if unfit := _UNFIT.search(text):
        raise RecordError(
            "the text holds a character that no database keeps", _HINT, place, f"character {unfit.start()}"
        )
    kinds = {speaker.id: speaker.kind.value for speaker in record.speakers}
    _check(record, kinds, place)
    content_hash = digest(f"{article.headline or ''}\n{text}")
    breaks = [0, *[match.end() for match in _SENTENCE.finditer(text)], len(text)]
    return Prepared(
        key=page_key(article.url) if article.url else f"text:{content_hash.hex()}",
        url=article.url,
        content_hash=content_hash,
        text_hash=digest(text),
        outlet=article.publisher or None,
        published=article.published,
        headline=article.headline,
        model=record.sayso.model,
        text=text,
        body=body_of(record),
        speakers=record.speakers,
        statements=[
            _statement(text, breaks, one, kinds, len(found))
            for one, found in zip(record.attributions, contents, strict=True)
        ],
    )


def body_of(record: Record) -> bytes:
    """The record as JSON without its text."""
    return msgspec.json.encode(
        msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, text=""))
    )


def record_of(text: str, body: bytes) -> Record:
    """The record of a text and its body."""
    if not isinstance(text, str):  # a damaged file may give anything
        raise ArchiveError("a text is not as it was written", DAMAGED)
    record = stored(body, Record)
    return msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, text=text))


def digest(text: str) -> bytes:
    """The SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8")).digest()


def page_key(url: str) -> str:
    """The normal form of an address: no fragment, no tracking parameters, scheme and host in lower case."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").lower()
    if port is not None and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    query = urlencode([(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(k)])
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", query, ""))


def content_of(text: str, attribution: Attribution) -> str:
    """The words of a content, its parts joined by a space."""
    return " ".join([span.of(text) for span in attribution.content])


def _statement(text: str, breaks: list[int], one: Attribution, kinds: dict[str, str], length: int) -> StatementRow:
    first, last = sentence_of(breaks, one)
    return StatementRow(
        one.id,
        one.speaker,
        kinds.get(one.speaker or "", _UNSTATED),
        one.form.value,
        one.act.value,
        one.determinacy.value,
        int(one.relay is not None),
        int(one.repeats is not None),
        length,
        first,
        last,
        msgspec.json.encode(one.content).decode(),
        one.confidence,
        one.speaker_confidence,
        text[first:last],
    )


def sentence_of(breaks: list[int], one: Attribution) -> tuple[int, int]:
    """The sentences that an attribution stands in; for one inside another only its own words."""
    spans = [*one.source, *one.cue, *one.content]
    if not spans:
        return 0, 0
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    if one.inside is not None:
        return first, last
    left = bisect_right(breaks, first) - 1
    right = bisect_right(breaks, last - 1)
    return breaks[left], breaks[min(right, len(breaks) - 1)]


def _check(record: Record, known: Container[str], place: str) -> None:
    """Raise RecordError where a span leaves the text or a speaker is not there."""
    length = len(record.article.text)
    for one in record.attributions:
        for span in chain(one.source, one.cue, one.content):
            if span.end > length:
                raise RecordError(
                    f"span [{span.start}, {span.end}) leaves a text of {length} characters", _HINT, place, one.id
                )
        if one.speaker is not None and one.speaker not in known:
            raise RecordError(f"the speaker {one.speaker} is not there", _HINT, place, one.id)
