"""The data model: Page, Article, Span, Attribution, Speaker, Relay and Record as typed, immutable values.

The terms follow PARC 3 (Pareti 2016) and PolNeAR (Newell et al. 2018). JSON, JSON Schema and table columns are derived
from these classes. To change a value, use :func:`msgspec.structs.replace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

import msgspec

from sayso.codec import HINT, decode, encode
from sayso.errors import RecordError
from sayso.record_methods import RecordMethods
from sayso.summary_terms import Provenance as Provenance
from sayso.summary_terms import Share as Share
from sayso.summary_terms import Sourcing as Sourcing

PUBLISHER: Final = "publisher"
"""The id of the speaker that is the page's own outlet."""


class BlockKind(StrEnum):
    """The kind of a block: first the parts of the article, then page furniture such as navigation and prompts."""

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
"""The kinds of blocks that are searched for attributions."""


class Form(StrEnum):
    """How much of the content is in quotation marks: all of its words, some or none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(StrEnum):
    """The kind of act that the cue expresses."""

    STATEMENT = "statement"
    DENIAL = "denial"
    NON_RESPONSE = "non_response"
    QUESTION = "question"
    BELIEF = "belief"
    INTENTION = "intention"
    DECREE = "decree"
    PERCEPTION = "perception"


class Determinacy(StrEnum):
    """Whether the act took place: determinacy and scopal polarity of PDTB 2.0 (Prasad et al. 2007), as in PARC 3."""

    ACTUAL = "actual"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"


class SpeakerKind(StrEnum):
    """The kind of a speaker."""

    PERSON = "person"
    ORGANIZATION = "organization"
    OUTLET = "outlet"
    DOCUMENT = "document"
    UNNAMED = "unnamed"
    GROUP = "group"
    AUTHOR = "author"
    UNSTATED = "unstated"


class QuotationKind(StrEnum):
    """How a page sets words apart as somebody's: a block quotation, ``<q>``, an embedded post, a pull quote."""

    BLOCK = "block"
    INLINE = "inline"
    POST = "post"
    PULL_QUOTE = "pull_quote"


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """``[start, end)`` in Unicode code points of ``Article.text``: ``text[start:end]`` is the span. JSON: a pair."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Raise ValueError unless ``0 <= start < end``."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the words of the span."""
        return text[self.start : self.end]

    def __contains__(self, other: Span) -> bool:
        """Return whether this span contains the other."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


class Page(msgspec.Struct, frozen=True):
    """The input: bytes or text, a name for messages, and the URL if known."""

    data: bytes | str
    name: str = "page"
    url: str | None = None


class Block(msgspec.Struct, frozen=True):
    """A part of the text and its kind. Blocks tile the text: each character belongs to exactly one block."""

    kind: BlockKind
    span: Span


class Element(msgspec.Struct, frozen=True):
    """The origin of a block on an HTML page: the number of the block and the XPath of its element."""

    block: int
    xpath: str


class Quotation(msgspec.Struct, frozen=True):
    """Words that the page's markup sets apart as a quotation, and what the markup says of them.

    ``content`` has one span per paragraph (it is empty for a post whose embed code contains no words); ``source`` is
    the words that name the author. Only posts have the other fields: platform, author's handle, date and address.
    """

    kind: QuotationKind
    content: Spans = ()
    source: Span | None = None
    platform: str | None = None
    handle: str | None = None
    published: str | None = None
    url: str | None = None


class Article(msgspec.Struct, frozen=True):
    """The text and metadata of a page. Dates are in ISO 8601; a value that the page does not give is None.

    ``warnings`` name what limits the analysis: another language than English, a wrong encoding.
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
    quotations: tuple[Quotation, ...] = ()
    origin: str | None = None
    warnings: tuple[str, ...] = ()


class Alternative(msgspec.Struct, frozen=True):
    """Another speaker (an id) that a source may refer to, and the probability of that from 0 to 1."""

    speaker: str
    probability: float


class Attribution(msgspec.Struct, frozen=True):
    """A relation of source, cue and content. Each is a tuple of spans in text order.

    ``speaker`` and ``relay`` are ids of speakers, ``inside`` and ``repeats`` are ids of attributions. ``chain`` holds
    ids of speakers, from the publisher to the first-hand source. ``confidence`` is the calibrated probability that
    source and content are correct; ``speaker_confidence`` is the probability that the source is resolved to the
    correct speaker, or None if it is not computed. ``considered`` lists the other candidates, the most probable first.
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
    """The entity that one or more sources refer to. ``mentions`` are the spans that refer to it.

    ``evidence`` gives the spans that support ``name``, ``role``, ``affiliation``, ``spokesperson`` and
    ``anonymity_reason``, for those of them that are set.
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
    """Another outlet (the id of a speaker) and the attributions that the article takes over from its report."""

    outlet: str
    attributions: tuple[str, ...]


class Inconsistency(msgspec.Struct, frozen=True):
    """Spans that state the same thing with one important difference, and the reason why it matters."""

    why: str
    spans: Spans


class Record(RecordMethods, msgspec.Struct, frozen=True):
    """The full result for one article."""

    article: Article
    attributions: tuple[Attribution, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    relays: tuple[Relay, ...] = ()
    inconsistencies: tuple[Inconsistency, ...] = ()
    sourcing: Sourcing = Sourcing()
    sayso: Provenance = Provenance("", "")

    def to_json(self, indent: int = 0) -> str:
        """Return the record as JSON, with the same bytes for the same record; see :func:`~sayso.codec.encode`."""
        return encode(self, indent)

    @classmethod
    def from_json(cls, data: str | bytes) -> Record:
        """Return the record from the JSON of :meth:`to_json`.

        Raises RecordError if the JSON is not a record, or if a span ends beyond the text.
        """
        record = decode(data, cls)
        length = len(record.article.text)
        for place, span in record.spans():
            if span.end > length:
                what = f"span [{span.start}, {span.end}) ends beyond the text, which has {length} characters"
                raise RecordError(what, HINT, place=place)
        return record

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Iterate over all spans of the record, each with the name of its field."""
        for number, block in enumerate(self.article.blocks):
            yield f"article.blocks[{number}]", block.span
        for number, quotation in enumerate(self.article.quotations):
            named = (quotation.source,) if quotation.source is not None else ()
            yield from ((f"article.quotations[{number}]", span) for span in (*quotation.content, *named))
        for attribution in self.attributions:
            for role in ("source", "cue", "content"):
                yield from ((f"attribution {attribution.id}, {role}", span) for span in getattr(attribution, role))
        for speaker in self.speakers:
            yield from ((f"speaker {speaker.id}", span) for span in speaker.mentions)
            for name, spans in speaker.evidence.items():
                yield from ((f"speaker {speaker.id}, {name}", span) for span in spans)
        for number, inconsistency in enumerate(self.inconsistencies):
            yield from ((f"inconsistencies[{number}]", span) for span in inconsistency.spans)
