"""The statements and speakers of a page, as the screens show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sayso.record.doubt import Doubt, How, doubt_of, doubtful, named_considered
from sayso.terms import PUBLISHER, Attribution, Determinacy, Record, Spans, Speaker, SpeakerKind
from sayso.web.forms.statement_filter import StatementFilter, kind_of
from sayso.web.rendering.escaping import short
from sayso.web.rendering.messages import Messages

_MAX_CONTENT: Final = 120  # characters of a content in its card; the article shows all of it


@dataclass(frozen=True, slots=True)
class Hop:
    """A hop of a chain."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """A speaker in the list of a page; ``words`` is the speaker's share of the words of all statements."""

    id: str
    name: str
    kind: str
    role: str
    reason: str | None
    perhaps: str
    count: int
    words: float
    statements: tuple[str, ...]
    selected: bool


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """The corrections of a statement: author and date as text, the original values, and the words of the statement.

    ``accepted`` means that a reviewer confirmed it unchanged; ``dispute`` says what each reviewer decided if
    they differ.
    """

    statement: str
    text: str
    original: str
    words: str
    undo: bool = True
    accepted: bool = False
    dispute: str = ""


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement with the fields of its card. ``who`` includes the doubt about the speaker; ``undecided`` means that
    the model chose none of the candidates in ``others``, ``doubtful`` that the words may be no statement. Confidences
    are percentages.
    """

    id: str
    number: str
    speaker: str | None
    who: str
    kind: str
    role: str
    reason: str | None
    act: str
    form: str
    determinacy: str
    source: str
    cue: str
    content: str
    offsets: str
    chain: tuple[Hop, ...]
    inside: str | None
    relay: str | None
    repeats: str | None
    repeated: tuple[str, ...]
    contradictions: tuple[int, ...]
    confidence: int
    speaker_confidence: int | None
    others: tuple[tuple[str, int], ...]
    undecided: bool
    selected: bool
    doubtful: bool = False
    correction: CorrectionNote | None = None


@dataclass(frozen=True, slots=True)
class SpeakerGroup:
    """The statements of one speaker in a block."""

    speaker: str | None
    who: str
    kind: str
    statements: tuple[StatementCard, ...]


def number_of(name: str) -> str:
    """Return the number in an id: 7 for a7."""
    return name[1:] if name[:1] == "a" and name[1:].isdecimal() else name


def statement_cards(
    record: Record,
    statement_filter: StatementFilter,
    t: Messages,
    corrections: Mapping[str, CorrectionNote] = MappingProxyType({}),
) -> tuple[StatementCard, ...]:
    """Return the card of every statement of a record, in order."""
    speakers = named_speakers(record, t)
    repeated: defaultdict[str, list[str]] = defaultdict(list)
    for attribution in record.attributions:
        if attribution.repeats is not None:
            repeated[attribution.repeats].append(attribution.id)
    context = _CardContext(record.article.text, speakers, dict(repeated), _contradictions(record), corrections, t)
    return tuple(
        _card(attribution, context, statement_filter.matches(attribution, speakers))
        for attribution in record.attributions
    )


def named_speakers(record: Record, t: Messages) -> dict[str, Speaker]:
    """Return the speakers by id, each with a name for display."""
    from msgspec.structs import replace

    speakers = {speaker.id: speaker for speaker in record.speakers}
    if record.attributions and PUBLISHER not in speakers:
        speakers[PUBLISHER] = Speaker(PUBLISHER, record.article.publisher or "", SpeakerKind.OUTLET)
    for id_, speaker in speakers.items():
        if not speaker.name.strip():
            name = t("kind.unstated_name")
            if id_ == PUBLISHER:
                name = record.article.publisher or t("page.this_page")
            speakers[id_] = replace(speaker, name=name)
    return speakers


@dataclass(frozen=True, slots=True)
class _CardContext:
    """The data of a page that its statement cards share."""

    text: str
    speakers: Mapping[str, Speaker]
    repeated: Mapping[str, list[str]]
    contradictions: Mapping[str, tuple[int, ...]]
    corrections: Mapping[str, CorrectionNote]
    t: Messages


def _card(attribution: Attribution, page: _CardContext, selected: bool) -> StatementCard:
    speakers, text, t = page.speakers, page.text, page.t
    speaker = speakers.get(attribution.speaker or "")
    relay = speakers.get(attribution.relay or "")
    doubt = doubt_of(attribution, speakers)
    sure = attribution.speaker_confidence
    return StatementCard(
        id=attribution.id,
        number=number_of(attribution.id),
        speaker=attribution.speaker if speaker else None,
        who=doubt_text(doubt, t) or (speaker.name if speaker else t("kind.unstated_name")),
        kind=kind_of(attribution, speakers),
        role=role_text(speaker, t) if speaker else "",
        reason=speaker.anonymity_reason if speaker else None,
        act=str(attribution.act),
        form=str(attribution.form),
        determinacy=str(attribution.determinacy),
        source=words_of(text, attribution.source),
        cue=words_of(text, attribution.cue),
        content=short(words_of(text, attribution.content), _MAX_CONTENT),
        offsets=", ".join(f"{span.start}-{span.end}" for span in attribution.content),
        chain=tuple(
            Hop(hop, speakers[hop].name, str(speakers[hop].kind)) for hop in attribution.chain if hop in speakers
        ),
        inside=attribution.inside,
        relay=relay.name if relay else None,
        repeats=attribution.repeats,
        repeated=tuple(page.repeated.get(attribution.id, ())),
        contradictions=page.contradictions.get(attribution.id, ()),
        confidence=round(100 * attribution.confidence),
        speaker_confidence=None if sure is None else round(100 * sure),
        others=tuple((name, round(100 * probability)) for name, probability in named_considered(attribution, speakers)),
        undecided=doubt is not None and doubt.how is How.OPEN,
        selected=selected,
        doubtful=doubtful(attribution),
        correction=page.corrections.get(attribution.id),
    )


def doubt_text(doubt: Doubt | None, t: Messages) -> str:
    """Return the doubt about a speaker as text; empty without doubt."""
    if doubt is None:
        return ""
    others = t("doubt.or").join(doubt.others)
    if doubt.how is How.OPEN:
        return t("doubt.open", who=doubt.name, others=others) if doubt.name else t("doubt.nobody", others=others)
    if doubt.how is How.PROBABLY:
        key = "doubt.probably_or" if others else "doubt.probably"
    else:
        key = "doubt.perhaps_or" if others else "doubt.perhaps"
    return t(key, who=doubt.name, others=others)


def words_of(text: str, spans: Spans) -> str:
    """Return the words of some spans, with an ellipsis between them."""
    return " … ".join(span.of(text) for span in spans)


def _contradictions(record: Record) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the contradictions that overlap the content of each statement."""
    by_statement: dict[str, tuple[int, ...]] = {}
    for attribution in record.attributions if record.inconsistencies else ():
        numbers = tuple(
            number
            for number, inconsistency in enumerate(record.inconsistencies, 1)
            if any(
                part.start < span.end and span.start < part.end
                for part in inconsistency.spans
                for span in attribution.content
            )
        )
        if numbers:
            by_statement[attribution.id] = numbers
    return by_statement


def role_text(speaker: Speaker, t: Messages) -> str:
    """Return role and affiliation of a speaker on one line."""
    parts = [speaker.role, speaker.affiliation]
    if speaker.spokesperson and "spokes" not in (speaker.role or ""):
        parts.append(t("speaker.spokesperson"))
    return ", ".join(part for part in parts if part)


def speaker_entries(record: Record, statement_filter: StatementFilter, t: Messages) -> tuple[SpeakerEntry, ...]:
    """Return the speakers of a page, most statements first. Repeats are left out; negated and hypothetical statements
    are not counted.
    """
    speakers = named_speakers(record, t)
    statements: defaultdict[str, list[str]] = defaultdict(list)
    count: Counter[str] = Counter()
    perhaps: dict[str, str] = {}
    for attribution in record.attributions:
        if attribution.repeats is None and attribution.speaker in speakers:
            name = attribution.speaker or ""
            statements[name].append(attribution.id)
            count[name] += attribution.determinacy is Determinacy.ACTUAL
            if (doubt := doubt_of(attribution, speakers)) is not None and doubt.how is How.OPEN:
                perhaps.setdefault(name, t("doubt.or").join(doubt.others))
    words = record.sourcing.speakers_by_words
    return tuple(
        SpeakerEntry(
            name, speaker.name, str(speaker.kind), role_text(speaker, t), speaker.anonymity_reason,
            perhaps.get(name, ""), count[name], words[name].share if name in words else 0.0, tuple(statements[name]),
            name in statement_filter.speakers,
        )
        for name, speaker in sorted(speakers.items(), key=lambda item: -count[item[0]])
        if statements[name]
    )  # fmt: skip


def by_speaker(statements: Sequence[StatementCard]) -> tuple[SpeakerGroup, ...]:
    """Group statements by speaker, in the order of the first statement of each."""
    groups: defaultdict[tuple[str | None, str], list[StatementCard]] = defaultdict(list)
    for card in statements:
        groups[card.speaker, card.who].append(card)
    return tuple(SpeakerGroup(speaker, who, cards[0].kind, tuple(cards)) for (speaker, who), cards in groups.items())
