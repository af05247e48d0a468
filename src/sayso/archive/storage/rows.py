"""Converts a record to the rows of an archive. Pure functions, so that they run before a transaction begins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from hashlib import sha256
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec

from sayso.archive.quotations.minhash import signatures
from sayso.archive.storage.database import DAMAGED, decode_column
from sayso.errors import ArchiveError, RecordError, SaysoError
from sayso.terms import Attribution, Record, Speaker, SpeakerKind
from sayso.text.searchable import words

_SENTENCE: Final = re.compile(r"[.!?][”\"’')\]]*\s+(?=[“\"‘'(\[]*[^\W\da-z_])|\n\s*")
_TRACKING: Final = re.compile(r"utm_|fbclid$|gclid$|mc_[ce]id$")
_INVALID: Final = re.compile("[\x00\ud800-\udfff]")
_UNSTATED: Final = SpeakerKind.UNSTATED.value
_HINT: Final = "Read the page again with sayso read"


class StatementRow(msgspec.Struct, gc=False):
    """The row of an attribution. ``sentence`` and ``signature`` are for the indexes, ``relay`` is a speaker's id."""

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
    relay: str | None = None


class Prepared(msgspec.Struct, frozen=True):
    """The rows of a record. ``body`` is the record as JSON without its text."""

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
    """Return the rows of a record. Raises RecordError if a span ends beyond the text or a speaker does not exist."""
    (prepared,) = prepare_all([record])
    if isinstance(prepared, SaysoError):
        raise prepared
    return prepared


def prepare_all(records: Iterable[Record | SaysoError]) -> list[Prepared | SaysoError]:
    """Return the rows of several records, in order. An error is kept; an inconsistent record gives a RecordError."""
    results: list[Prepared | SaysoError] = []
    statement_signatures = iter(signatures(_contents(records, results)))
    for result in results:
        if isinstance(result, Prepared):
            for statement in result.statements:
                statement.signature = next(statement_signatures)
    return results


def _contents(records: Iterable[Record | SaysoError], results: list[Prepared | SaysoError]) -> Iterator[list[str]]:
    """Yield the words of each content, and append the rows of each record to ``results``."""
    for record in records:
        try:
            if isinstance(record, SaysoError):
                raise record
            contents = [words(content_of(record.article.text, attribution)) for attribution in record.attributions]
            results.append(_prepare(record, contents))
        except SaysoError as error:
            results.append(error)
        else:
            yield from contents


def _prepare(record: Record, contents: list[list[str]]) -> Prepared:
    """Return the rows of a record without signatures. ``contents`` holds the words of each content."""
    article = record.article
    text = article.text
    name = article.url or article.headline or "a record"
    if invalid := _INVALID.search(text):
        raise RecordError(
            "the text contains a character that a database cannot store", _HINT, name, f"character {invalid.start()}"
        )
    kinds = {speaker.id: speaker.kind.value for speaker in record.speakers}
    _check(record, kinds, name)
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
            _statement(text, breaks, attribution, kinds, len(content))
            for attribution, content in zip(record.attributions, contents, strict=True)
        ],
    )


def body_of(record: Record) -> bytes:
    """Return the record as JSON without its text."""
    return msgspec.json.encode(
        msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, text=""))
    )


def record_of(text: str, body: bytes) -> Record:
    """Return the record of a text and a body. Raises ArchiveError if one of them is damaged."""
    if not isinstance(text, str):  # a damaged file can yield a value of any type
        raise ArchiveError("a text is damaged", DAMAGED)
    record = decode_column(body, Record)
    return msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, text=text))


def digest(text: str) -> bytes:
    """Return the SHA-256 hash of a text in UTF-8."""
    return sha256(text.encode("utf-8")).digest()


def page_key(url: str) -> str:
    """Return a URL in normal form: without fragment and tracking parameters, with scheme and host in lower case."""
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
    """Return the content of an attribution, its spans joined by a space."""
    return " ".join([span.of(text) for span in attribution.content])


def _statement(
    text: str, breaks: list[int], attribution: Attribution, kinds: dict[str, str], word_count: int
) -> StatementRow:
    first, last = sentence_of(breaks, attribution)
    return StatementRow(
        attribution.id,
        attribution.speaker,
        kinds.get(attribution.speaker or "", _UNSTATED),
        attribution.form.value,
        attribution.act.value,
        attribution.determinacy.value,
        int(attribution.relay is not None),
        int(attribution.repeats is not None),
        word_count,
        first,
        last,
        msgspec.json.encode(attribution.content).decode(),
        attribution.confidence,
        attribution.speaker_confidence,
        text[first:last],
        relay=attribution.relay,
    )


def sentence_of(breaks: list[int], attribution: Attribution) -> tuple[int, int]:
    """Return start and end of the sentences around an attribution; for a nested one, those of its own spans.

    ``breaks`` holds the offsets at which sentences begin, and the length of the text.
    """
    spans = [*attribution.source, *attribution.cue, *attribution.content]
    if not spans:
        return 0, 0
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    if attribution.inside is not None:
        return first, last
    left = bisect_right(breaks, first) - 1
    right = bisect_right(breaks, last - 1)
    return breaks[left], breaks[min(right, len(breaks) - 1)]


def _check(record: Record, speakers: Container[str], name: str) -> None:
    """Raise RecordError if a span ends beyond the text or a speaker does not exist."""
    length = len(record.article.text)
    for attribution in record.attributions:
        for span in chain(attribution.source, attribution.cue, attribution.content):
            if span.end > length:
                what = f"span [{span.start}, {span.end}) ends beyond the text, which has {length} characters"
                raise RecordError(what, _HINT, name, attribution.id)
        if attribution.speaker is not None and attribution.speaker not in speakers:
            raise RecordError(f"there is no speaker {attribution.speaker}", _HINT, name, attribution.id)
