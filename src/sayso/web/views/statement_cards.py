"""The statements and speakers of a page as the screens show them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sayso.record.doubt import Doubt, How, doubt_of, named_considered
from sayso.terms import PUBLISHER, Attribution, Determinacy, Record, Spans, Speaker, SpeakerKind
from sayso.web.forms.statement_filter import StatementChoice, kind_of
from sayso.web.rendering.escaping import short
from sayso.web.rendering.messages import Messages

_WORDS: Final = 120  # characters of a content in its record; the article has the whole


@dataclass(frozen=True, slots=True)
class Hop:
    """A station of a chain."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of the page; ``words`` is the share of the words of the page's statements."""

    id: str
    name: str
    kind: str
    standing: str
    reason: str | None
    perhaps: str
    count: int
    words: float
    statements: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction of a statement: who and when in words, what the machine had read, and the words that it is about."""

    statement: str
    told: str
    was: str
    words: str
    undo: bool = True


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement with all that its record card shows. ``who`` tells the doubt where there is one, ``open`` that none
    of the ``others`` who were considered could be chosen. Confidences are in hundredths.
    """

    id: str
    number: str
    speaker: str | None
    who: str
    kind: str
    standing: str
    reason: str | None
    act: str
    form: str
    determinacy: str
    source: str
    cue: str
    content: str
    places: str
    chain: tuple[Hop, ...]
    inside: str | None
    relay: str | None
    repeats: str | None
    repeated: tuple[str, ...]
    odd: tuple[int, ...]
    confidence: int
    speaker_confidence: int | None
    others: tuple[tuple[str, int], ...]
    open: bool
    chosen: bool
    corrected: Fix | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one speaker that stand together in a block."""

    speaker: str | None
    who: str
    kind: str
    statements: tuple[StatementCard, ...]


def number_of(name: str) -> str:
    """The figure of an id: 7 for a7."""
    return name[1:] if name[:1] == "a" and name[1:].isdecimal() else name


def statements_of(
    record: Record, choice: StatementChoice, t: Messages, fixes: Mapping[str, Fix] = MappingProxyType({})
) -> tuple[StatementCard, ...]:
    """Every statement of a record, in its order; ``fixes`` says which were corrected."""
    speakers = named(record, t)
    repeated: defaultdict[str, list[str]] = defaultdict(list)
    for one in record.attributions:
        if one.repeats is not None:
            repeated[one.repeats].append(one.id)
    odd = _at_odds(record)
    page = _CardContext(record.article.text, speakers, dict(repeated), odd, fixes, t)
    return tuple(_statement(one, page, choice.holds(one, speakers)) for one in record.attributions)


def named(record: Record, t: Messages) -> dict[str, Speaker]:
    """The speakers by id, each with a name to show."""
    from msgspec.structs import replace

    out = {speaker.id: speaker for speaker in record.speakers}
    if record.attributions and PUBLISHER not in out:
        out[PUBLISHER] = Speaker(PUBLISHER, record.article.publisher or "", SpeakerKind.OUTLET)
    for name, speaker in out.items():
        if not speaker.name.strip():
            told = t("kind.unstated_name")
            if name == PUBLISHER:
                told = record.article.publisher or t("page.this_page")
            out[name] = replace(speaker, name=told)
    return out


@dataclass(frozen=True, slots=True)
class _CardContext:
    """What the statements of a page are told with."""

    text: str
    speakers: Mapping[str, Speaker]
    repeated: Mapping[str, list[str]]
    odd: Mapping[str, tuple[int, ...]]
    fixes: Mapping[str, Fix]
    t: Messages


def _statement(one: Attribution, page: _CardContext, chosen: bool) -> StatementCard:
    speakers, text, t = page.speakers, page.text, page.t
    speaker = speakers.get(one.speaker or "")
    relay = speakers.get(one.relay or "")
    doubt = doubt_of(one, speakers)
    return StatementCard(
        id=one.id,
        number=number_of(one.id),
        speaker=one.speaker if speaker else None,
        who=doubtful(doubt, t) or (speaker.name if speaker else t("kind.unstated_name")),
        kind=kind_of(one, speakers),
        standing=standing(speaker, t) if speaker else "",
        reason=speaker.anonymity_reason if speaker else None,
        act=str(one.act),
        form=str(one.form),
        determinacy=str(one.determinacy),
        source=told(text, one.source),
        cue=told(text, one.cue),
        content=short(told(text, one.content), _WORDS),
        places=", ".join(f"{span.start}-{span.end}" for span in one.content),
        chain=tuple(Hop(hop, speakers[hop].name, str(speakers[hop].kind)) for hop in one.chain if hop in speakers),
        inside=one.inside,
        relay=relay.name if relay else None,
        repeats=one.repeats,
        repeated=tuple(page.repeated.get(one.id, ())),
        odd=page.odd.get(one.id, ()),
        confidence=round(100 * one.confidence),
        speaker_confidence=None if one.speaker_confidence is None else round(100 * one.speaker_confidence),
        others=tuple((name, round(100 * probability)) for name, probability in named_considered(one, speakers)),
        open=doubt is not None and doubt.how is How.OPEN,
        chosen=chosen,
        corrected=page.fixes.get(one.id),
    )


def doubtful(told: Doubt | None, t: Messages) -> str:
    """A doubt about a speaker in words; nothing where there is none."""
    if told is None:
        return ""
    others = t("doubt.or").join(told.others)
    if told.how is How.OPEN:
        return t("doubt.open", who=told.name, others=others) if told.name else t("doubt.nobody", others=others)
    if told.how is How.PROBABLY:
        key = "doubt.probably_or" if others else "doubt.probably"
    else:
        key = "doubt.perhaps_or" if others else "doubt.perhaps"
    return t(key, who=told.name, others=others)


def told(text: str, spans: Spans) -> str:
    """The words of spans, with an ellipsis between the parts."""
    return " … ".join(span.of(text) for span in spans)


def _at_odds(record: Record) -> dict[str, tuple[int, ...]]:
    """For each statement the numbers of the inconsistencies that touch its content."""
    out: dict[str, tuple[int, ...]] = {}
    for one in record.attributions if record.inconsistencies else ():
        hit = tuple(
            number
            for number, odd in enumerate(record.inconsistencies, 1)
            if any(part.start < span.end and span.start < part.end for part in odd.spans for span in one.content)
        )
        if hit:
            out[one.id] = hit
    return out


def standing(speaker: Speaker, t: Messages) -> str:
    """Role and affiliation in a line."""
    parts = [speaker.role, speaker.affiliation]
    if speaker.spokesperson and "spokes" not in (speaker.role or ""):
        parts.append(t("speaker.spokesperson"))
    return ", ".join(part for part in parts if part)


def voices_of(record: Record, choice: StatementChoice, t: Messages) -> tuple[Voice, ...]:
    """Who speaks on the page, who says most first; statements that repeat another are left out, and what was not said
    does not count.
    """
    speakers = named(record, t)
    said: defaultdict[str, list[str]] = defaultdict(list)
    count: Counter[str] = Counter()
    perhaps: dict[str, str] = {}
    for one in record.attributions:
        if one.repeats is None and one.speaker in speakers:
            name = one.speaker or ""
            said[name].append(one.id)
            count[name] += one.determinacy is Determinacy.ACTUAL
            if (doubt := doubt_of(one, speakers)) is not None and doubt.how is How.OPEN:
                perhaps.setdefault(name, t("doubt.or").join(doubt.others))
    words = record.sourcing.speakers_by_words
    return tuple(
        Voice(
            name, speaker.name, str(speaker.kind), standing(speaker, t), speaker.anonymity_reason,
            perhaps.get(name, ""), count[name], words[name].share if name in words else 0.0, tuple(said[name]),
            name in choice.speakers,
        )
        for name, speaker in sorted(speakers.items(), key=lambda item: -count[item[0]])
        if said[name]
    )  # fmt: skip


def grouped(statements: Sequence[StatementCard]) -> tuple[Group, ...]:
    """Statements by speaker, in the order in which each first speaks."""
    by: defaultdict[tuple[str | None, str], list[StatementCard]] = defaultdict(list)
    for one in statements:
        by[one.speaker, one.who].append(one)
    return tuple(Group(speaker, who, here[0].kind, tuple(here)) for (speaker, who), here in by.items())


def counted(statements: Sequence[StatementCard]) -> tuple[Counter[str], Counter[str]]:
    """How many statements each kind and each act has."""
    return Counter(one.kind for one in statements), Counter(one.act for one in statements)
