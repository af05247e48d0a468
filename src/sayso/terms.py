"""The terms of the field as typed, immutable values: Page, Article, Span, Attribution, Speaker, Relay, Record.

They follow PARC 3 (Pareti 2016) and PolNeAR (Newell et al. 2018). JSON, JSON Schema and table columns are derived
from these classes, never written twice. Change a value with :func:`msgspec.structs.replace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

from sayso.codec import HINT, decode, encode
from sayso.errors import RecordError

PUBLISHER: Final = "publisher"
"""The id of the speaker that is the page's own outlet."""


class BlockKind(StrEnum):
    """What a block of a page is: the article's own parts first, then the furniture."""

    HEADLINE = "headline"
    DEK = "dek"
    BYLINE = "byline"
    DATELINE = "dateline"
    BODY = "body"
    CAPTION = "caption"
    CREDIT = "credit"
    COPYRIGHT = "copyright"
    DONATION_ASK = "donation_ask"
    SUBSCRIBE_ASK = "subscribe_ask"
    SIGN_IN_PROMPT = "sign_in_prompt"
    COMMENT_PROMPT = "comment_prompt"
    NEWSLETTER_ASK = "newsletter_ask"
    SHARE_PROMPT = "share_prompt"
    RELATED_LINK = "related_link"
    NAVIGATION = "navigation"
    ADVERTISEMENT = "advertisement"
    AUTHOR_BOX = "author_box"
    EDITOR_NOTE = "editor_note"


READ_KINDS: Final = frozenset({BlockKind.HEADLINE, BlockKind.DEK, BlockKind.CAPTION, BlockKind.BODY})
"""Blocks in which attributions are looked for."""


class Form(StrEnum):
    """How much of the content stands in quotation marks: all of its words, some, none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """What the speaker does."""

    STATEMENT = "statement"
    DENIAL = "denial"
    NON_RESPONSE = "non_response"
    QUESTION = "question"
    BELIEF = "belief"
    INTENTION = "intention"
    DECREE = "decree"
    PERCEPTION = "perception"


class Determinacy(StrEnum):
    """Whether the saying took place: PDTB 2.0's determinacy and scopal polarity (Prasad et al. 2007), as in PARC 3."""

    ACTUAL = "actual"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"


class SpeakerKind(StrEnum):
    """What kind of source a speaker is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    OUTLET = "outlet"
    DOCUMENT = "document"
    UNNAMED = "unnamed"
    GROUP = "group"
    AUTHOR = "author"
    UNSTATED = "unstated"


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """``[start, end)`` in Unicode code points of ``Article.text``: ``text[start:end]`` is the span. JSON: a pair."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse anything but ``0 <= start < end``."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span wants 0 <= start < end, not [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def __contains__(self, other: Span) -> bool:
        """Whether the other span lies within this one."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


class Page(msgspec.Struct, frozen=True):
    """What came in: bytes or text, a name for messages, and the URL if it has one."""

    data: bytes | str
    name: str = "page"
    url: str | None = None


class Block(msgspec.Struct, frozen=True):
    """A stretch of the text and its kind. Blocks tile the text: each character belongs to exactly one."""

    kind: BlockKind
    span: Span


class Element(msgspec.Struct, frozen=True):
    """Where on an HTML page a block came from: the block's number and the XPath of its element."""

    block: int
    xpath: str


class Article(msgspec.Struct, frozen=True):
    """What a page holds once it is read. Dates are ISO 8601; what is not on the page is None.

    ``warnings`` say what of the page can be read only in part: another language than English, a wrong encoding.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    headline: str | None = None
    dek: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    language: str | None = None
    credits: tuple[str, ...] = ()
    contact: str | None = None
    source_map: tuple[Element, ...] = ()
    warnings: tuple[str, ...] = ()


class Alternative(msgspec.Struct, frozen=True):
    """A speaker (its id) that a source could also refer to, and how probable that is, 0 to 1."""

    speaker: str
    probability: float


class Attribution(msgspec.Struct, frozen=True):
    """One relation of source, cue and content, each a tuple of spans in order of the text.

    ``speaker`` and ``relay`` are ids of speakers, ``inside`` and ``repeats`` of attributions; ``chain`` is ids of
    speakers, publisher first, first-hand source last; ``confidence`` is the calibrated probability that source
    and content are right, ``speaker_confidence`` that the source was resolved to the right speaker (None: not
    computed); ``considered`` lists the other candidates of that resolution, the most probable first.
    """

    id: str
    source: Spans
    cue: Spans
    content: Spans
    form: Form = Form.INDIRECT
    act: Act = Act.STATEMENT
    speaker: str | None = None
    inside: str | None = None
    relay: str | None = None
    chain: tuple[str, ...] = ()
    repeats: str | None = None
    confidence: float = 0.0
    determinacy: Determinacy = Determinacy.ACTUAL
    speaker_confidence: float | None = None
    considered: tuple[Alternative, ...] = ()


class Speaker(msgspec.Struct, frozen=True):
    """The entity behind one or more source spans. ``mentions`` are the spans that mean it.

    ``evidence`` gives, for each of ``name``, ``role``, ``affiliation``, ``spokesperson``, ``anonymity_reason`` that is
    set, the spans that it stands on.
    """

    id: str
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    spokesperson: bool = False
    anonymity_reason: str | None = None
    mentions: Spans = ()
    evidence: dict[str, Spans] = {}


class Relay(msgspec.Struct, frozen=True):
    """Another outlet (a speaker's id) and the attributions that the article passes on from it."""

    outlet: str
    attributions: tuple[str, ...]


class Inconsistency(msgspec.Struct, frozen=True):
    """Places that say the same thing with a word that differs, and why that matters."""

    why: str
    spans: Spans


class Share(msgspec.Struct, frozen=True):
    """A count and its share of the whole, 0 to 1."""

    count: int
    share: float


class Sourcing(msgspec.Struct, frozen=True):
    """Who carries the article: counts and shares over its attributions, repeats left out.

    Only what was said counts; ``not_actual`` is how many attributions are negated or hypothetical.
    """

    attributions: int = 0
    by_kind: dict[str, Share] = {}
    by_form: dict[str, Share] = {}
    by_act: dict[str, Share] = {}
    named: Share = Share(0, 0.0)
    unnamed: Share = Share(0, 0.0)
    first_hand: Share = Share(0, 0.0)
    relayed: Share = Share(0, 0.0)
    words: int = 0
    quoted_words: Share = Share(0, 0.0)
    speakers_by_words: dict[str, Share] = {}
    no_answer: tuple[str, ...] = ()
    not_actual: int = 0


class Provenance(msgspec.Struct, frozen=True):
    """Which package and which model made a record."""

    version: str
    model: str


class Record(msgspec.Struct, frozen=True):
    """Everything sayso says of one article."""

    article: Article
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    relays: tuple[Relay, ...] = ()
    inconsistencies: tuple[Inconsistency, ...] = ()
    sourcing: Sourcing = Sourcing()
    sayso: Provenance = Provenance("", "")

    def to_json(self, indent: int = 0) -> str:
        """The record as JSON, the same bytes for the same record; ``indent`` spaces a level, 0 for one line."""
        return encode(self, indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Record:
        """The record that :meth:`to_json` wrote. Raises RecordError where it is none, or its spans leave the text."""
        record = decode(data, cls)
        length = len(record.article.text)
        for place, span in record.spans():
            if span.end > length:
                what = f"span [{span.start}, {span.end}) leaves a text of {length} characters"
                raise RecordError(what, HINT, place=place)
        return record

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span of the record, with the name of the field that holds it."""
        for number, block in enumerate(self.article.blocks):
            yield f"article.blocks[{number}]", block.span
        for attribution in self.attributions:
            for role in ("source", "cue", "content"):
                yield from ((f"attribution {attribution.id}, {role}", span) for span in getattr(attribution, role))
        for speaker in self.speakers:
            yield from ((f"speaker {speaker.id}", span) for span in speaker.mentions)
            for name, spans in speaker.evidence.items():
                yield from ((f"speaker {speaker.id}, {name}", span) for span in spans)
        for number, inconsistency in enumerate(self.inconsistencies):
            yield from ((f"inconsistencies[{number}]", span) for span in inconsistency.spans)
