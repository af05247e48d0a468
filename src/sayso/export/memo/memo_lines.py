"""Builds the lines of a sourcing memo from a record. Each part of a line is a verbatim span or a fixed label."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from sayso.export.memo.memo_terms import Memo, MemoLine, MemoPart, MemoSection
from sayso.export.memo.memo_words import joined_words, only_words, sentence_of, shortened
from sayso.lexicons import lexicon
from sayso.record.doubt import DOUBT_BELOW, KEY
from sayso.terms import (
    PUBLISHER,
    Act,
    Attribution,
    BlockKind,
    Determinacy,
    Record,
    Span,
    Speaker,
    SpeakerKind,
)

_OUTSIDE: Final = frozenset((SpeakerKind.UNSTATED, SpeakerKind.AUTHOR))
_CREDITS: Final = frozenset((BlockKind.BYLINE, BlockKind.DATELINE, BlockKind.CREDIT, BlockKind.COPYRIGHT))


class _MemoPage:
    """A record with the lookups that the sections share."""

    def __init__(self, record: Record) -> None:
        self.record, self.text = record, record.article.text
        self.speakers = {speaker.id: speaker for speaker in record.speakers}
        origin = record.article.origin
        self.agency = next((speaker.id for speaker in record.speakers if origin and speaker.name == origin), None)
        self.original = [a for a in record.attributions if a.repeats is None]
        self.statements = [a for a in self.original if a.determinacy is Determinacy.ACTUAL]

    def speaker(self, attribution: Attribution) -> Speaker | None:
        """Return the speaker of a statement."""
        return self.speakers.get(attribution.speaker or "")

    def evidence(self, speaker: Speaker, field: str) -> str:
        """Return the words of the page that support a field of a speaker; empty if there are none."""
        value = getattr(speaker, field)
        return joined_words(self.text, speaker.evidence.get(field, ())) or (
            value if value and value in self.text else ""
        )

    def name(self, speaker: Speaker | None) -> MemoPart:
        """Return the name of a speaker as printed on the page, or a label."""
        if speaker is None or speaker.kind is SpeakerKind.UNSTATED:
            return MemoPart("label", "source not stated")
        if spans := speaker.evidence.get("name"):
            return MemoPart("name", joined_words(self.text, spans))
        return MemoPart("name", speaker.name) if speaker.name else MemoPart("label", "this page")

    def statement(self, attribution: Attribution, *, chain: bool = False) -> MemoLine:
        """Return the line of a statement: speaker, cue and content, and on request the outlets that relay it."""
        parts = [self.name(self.speaker(attribution))]
        if any(char.isalnum() for span in attribution.cue for char in span.of(self.text)):
            parts.append(MemoPart("words", joined_words(self.text, attribution.cue)))
        if attribution.content:
            parts.append(MemoPart("words", shortened(joined_words(self.text, attribution.content))))
        for hop in reversed(attribution.chain[1:] if chain else ()):
            if hop != attribution.speaker and hop in self.speakers:
                parts += [MemoPart("label", "according to"), self.name(self.speakers[hop])]
        return MemoLine((*parts, *_doubts(attribution)), links([attribution]))


def build_memo(record: Record) -> Memo:
    """Build the memo of a record. Negated and hypothetical statements and repeats are not counted as statements."""
    page, article = _MemoPage(record), record.article
    lines = {title: tuple(section(page)) for title, section in _SECTIONS.items()}
    about = (article.publisher, (article.published or "")[:10], ", ".join(article.byline))
    return Memo(
        title=article.headline or article.url or "A page without a headline",
        about=tuple(part for part in about if part),
        url=article.url,
        sections=tuple(MemoSection(title, rows) for title, rows in lines.items() if rows),
        absent=tuple(title for title, rows in lines.items() if not rows),
    )


def links(attributions: Iterable[Attribution]) -> tuple[tuple[str, str], ...]:
    """Return the number and the anchor of each statement."""
    return tuple((attribution.id.removeprefix("a"), attribution.id) for attribution in attributions)


def _who_speaks(page: _MemoPage, *, certain: bool = True) -> Iterable[MemoLine]:
    """Yield the speakers with a certain statement, or those without, those with the most statements first."""
    statements: defaultdict[str, list[Attribution]] = defaultdict(list)
    for attribution in page.statements:
        statements[attribution.speaker or ""].append(attribution)
    for name, theirs in sorted(statements.items(), key=lambda item: -len(item[1])):
        uncertain = sum(bool(_doubts(attribution)) for attribution in theirs)
        if (uncertain < len(theirs)) is not certain:
            continue
        speaker = page.speakers.get(name)
        parts = [page.name(speaker)]
        if speaker is not None and speaker.kind is not SpeakerKind.UNSTATED:
            parts.append(MemoPart("label", _kind(speaker)))
            described = page.name(speaker).text.casefold()
            for field in ("role", "affiliation"):
                words = page.evidence(speaker, field)
                if words and words.casefold() not in described:
                    parts.append(MemoPart("words", words))
        parts.append(MemoPart("label", _counted(len(theirs))))
        if uncertain:
            parts.append(MemoPart("label", f"{uncertain} uncertain"))
        yield MemoLine(tuple(parts), links(theirs))


def _anonymous_sources(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the anonymous sources with the words that state the reason."""
    for speaker in page.speakers.values():
        theirs = [a for a in page.statements if a.speaker == speaker.id]
        if _anonymous(speaker) and theirs:
            reason = page.evidence(speaker, "anonymity_reason")
            stated = [MemoPart("label", "reason"), MemoPart("words", reason)]
            parts = stated if reason else [MemoPart("label", "no reason stated")]
            parts = [MemoPart("label", "spokesperson"), *parts] if speaker.spokesperson else parts
            yield MemoLine((page.name(speaker), *parts), links(theirs))


def _second_hand(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the innermost statements that the page has from another speaker or outlet, without those of the next
    section.
    """
    return (page.statement(a, chain=True) for a in _innermost_relayed(page) if not _is_anonymous_relay(page, a))


def _innermost_relayed(page: _MemoPage) -> list[Attribution]:
    """Return the second-hand statements that contain no other one; who declined to comment has a section."""
    passed_on = [a for a in page.statements if a.act is not Act.NON_RESPONSE and _is_second_hand(page, a)]
    outer = {a.inside for a in passed_on}
    return [a for a in passed_on if a.id not in outer]


def _is_anonymous_relay(page: _MemoPage, attribution: Attribution) -> bool:
    """Return whether the only source of a statement is an anonymous source of another outlet."""
    speaker = page.speaker(attribution)
    return attribution.relay is not None and speaker is not None and _anonymous(speaker)


def _is_second_hand(page: _MemoPage, attribution: Attribution) -> bool:
    """Return whether a statement reached the page through an outlet or another speaker.

    In agency copy, the agency alone makes no statement second-hand: its section says that the text is the agency's. Its
    anonymous sources are those of another outlet all the same.
    """
    if _is_anonymous_relay(page, attribution):
        return True
    between = [hop for hop in attribution.chain[1:] if hop not in (attribution.speaker, page.agency)]
    relayed = attribution.relay is not None and attribution.relay != page.agency
    return relayed or (attribution.inside is not None and bool(between))


def _of_act(act: Act) -> Callable[[_MemoPage], Iterable[MemoLine]]:
    """Return the section of the statements with an act."""
    return lambda page: (page.statement(a) for a in page.statements if a.act is act)


def _contradictions(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the passages that contradict each other, each with its sentence."""
    for number, inconsistency in enumerate(page.record.inconsistencies, 1):
        for place, span in enumerate(inconsistency.spans, 1):
            sentence = shortened(sentence_of(page.text, span).of(page.text))
            parts = (MemoPart("label", f"{number}"), MemoPart("key", span.of(page.text)), MemoPart("words", sentence))
            yield MemoLine(parts, (("⚑", f"odd-{number}-{place}"),))


def _agency_copy(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the agency whose text the page carries, and the outlet that nearly all statements come from."""
    article = page.record.article
    if article.origin:
        credit = _credit(page, article.origin)
        parts = [MemoPart("label", "text of"), MemoPart("name", article.origin)]
        if credit is not None:
            parts.append(MemoPart("words", shortened(credit.of(page.text))))
        yield MemoLine(tuple(parts), () if credit is None else (("¶", f"at-{credit.start}"),))
    outlet = page.speakers.get(page.record.sourcing.rests_on or "")
    if outlet is not None:
        theirs = [a for a in page.statements if a.relay == outlet.id]
        yield MemoLine((MemoPart("label", "nearly all statements come from"), page.name(outlet)), links(theirs))


def _credit(page: _MemoPage, origin: str) -> Span | None:
    """Return the block outside the body that names an agency; else the first block of the body that does."""
    names = {origin.casefold(), *(row["term"].casefold() for row in lexicon("agencies") if row["name"] == origin)}
    blocks = sorted(page.record.article.blocks, key=lambda block: block.kind not in _CREDITS)
    for block in blocks:
        words = block.span.of(page.text)
        if any(f" {name} " in f" {only_words(words)} " for name in map(only_words, names)):
            return block.span
    return None


def _anonymous_relays(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the statements whose only source is an anonymous source of another outlet."""
    return (page.statement(a, chain=True) for a in _innermost_relayed(page) if _is_anonymous_relay(page, a))


def _not_said(page: _MemoPage) -> Iterable[MemoLine]:
    """Yield the negated and hypothetical statements, which no other section counts."""
    for attribution in page.original:
        if attribution.determinacy is not Determinacy.ACTUAL:
            line = page.statement(attribution)
            label = "did not say" if attribution.determinacy is Determinacy.NEGATED else "hypothetical"
            yield MemoLine((MemoPart("label", label), *line.parts), line.links)


_SECTIONS: Final[dict[str, Callable[[_MemoPage], Iterable[MemoLine]]]] = {
    "Who speaks": _who_speaks,
    "Anonymous sources": _anonymous_sources,
    "Second-hand claims": _second_hand,
    "Only an anonymous source of another outlet": _anonymous_relays,
    "Denials": _of_act(Act.DENIAL),
    "Declined to comment": _of_act(Act.NON_RESPONSE),
    "Possible contradictions": _contradictions,
    "Agency copy": _agency_copy,
    "Uncertain speakers, to check": partial(_who_speaks, certain=False),
    "Not said, or hypothetical": _not_said,
}


def _anonymous(speaker: Speaker) -> bool:
    return speaker.kind is SpeakerKind.UNNAMED and speaker.id != PUBLISHER


def _kind(speaker: Speaker) -> str:
    """Return the label of a speaker's kind."""
    if _anonymous(speaker):
        return "anonymous spokesperson" if speaker.spokesperson else "anonymous"
    return str(speaker.kind)


def _doubts(attribution: Attribution) -> list[MemoPart]:
    """Return the labels of an uncertain statement."""
    sure, labels = attribution.speaker_confidence, []
    if 0 < attribution.confidence < KEY:  # 0 is unknown
        labels.append(f"uncertain words, {attribution.confidence:.0%}")
    if sure is not None and sure < DOUBT_BELOW:
        labels.append(f"uncertain speaker, {sure:.0%}")
    return [MemoPart("label", label) for label in labels]


def _counted(number: int) -> str:
    return f"{number} statement" if number == 1 else f"{number} statements"
