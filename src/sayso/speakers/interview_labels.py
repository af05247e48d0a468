"""Who the labels of interviews and transcripts are: ``Q:``, ``A.``, initials, ``(voice-over):``, or none at all."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from sayso.linking.interviews import exchanges
from sayso.linking.transcripts import EXAMINER
from sayso.speakers.coreference.decisions import place_of
from sayso.speakers.coreference.state import Interview
from sayso.speakers.entities.registry import Entity
from sayso.speakers.venues import is_own, plain
from sayso.terms import PUBLISHER, Form, Span, SpeakerKind
from sayso.text.vocabulary import small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_INITIALS: Final = 3
_TURNS: Final = 200  # turns before a label in which its bearer spoke
_LETTERS: Final = ("Q", "Question", "A", "Answer")
_SAME: Final = re.compile(r"\((?:voice-over|voiceover|on camera|off camera|continued|continuing)\)", re.IGNORECASE)
_NAMELESS: Final = re.compile(
    r"(?:unidentified|unknown)\b|(?:audience member|speaker|reporter|caller)s?(?: \d+)?\Z", re.I
)


def _interview(state: State) -> Interview:
    """The facts of this page."""
    if state.interview is None:
        text = state.words.text
        labels = {one.source[0].of(text).lower() for one in state.attributions if one.source}
        turns = [one for one in state.attributions if not one.source or _is_turn(state, one.cue)]
        bold = exchanges(state.article)
        state.interview = Interview(
            court=bool(labels & small("court_label")),
            examiners=[(line.start(), line["name"]) for line in _LINE.finditer(text)],
            questions={one.question.start: True for one in bold} | {one.answer[0].start: False for one in bold},
            first=min((place_of(one) for one in turns), default=0),
        )
        state.interview.interviewee = _interviewed(state, state.interview.first)
    return state.interview


def labelled(state: State, source: Source) -> Entity | None:
    """The speaker of a turn whose label is no name; None of any other attribution."""
    attribution, text = source.attribution, state.words.text
    if attribution.inside is not None:
        return None
    if not attribution.source and not attribution.cue and attribution.form is not Form.DIRECT:
        return _unlabelled(state, attribution.content[0]) if attribution.content else None
    if not attribution.source or not attribution.cue or attribution.cue[0].of(text).strip()[:1] not in (":", "."):
        return None
    label = attribution.source[0].of(text).strip()
    if _SAME.fullmatch(label):
        return source.said[-1][1] if source.said else None
    name = label.strip(" .:")
    if name in _LETTERS:
        return _letter(state, source, name)
    if len(name.split()) == 1 and name[:1].isupper() and name.casefold() in state.bearers:
        return _spoke_last(source, name.casefold())
    if name.isupper() and 2 <= len(name) <= _INITIALS:
        return _of_initials(state, name)
    if _NAMELESS.match(name) and len(name.split()) <= _LONGEST:
        return _nameless(state, name, attribution.source[0])
    return None


_LINE: Final = re.compile(rf"(?m)^[ \t]*{EXAMINER.pattern}[ \t]*$")
_LONGEST: Final = 4  # words of a label such as UNIDENTIFIED MALE


def _spoke_last(source: Source, surname: str) -> Entity | None:
    """The one of this surname who spoke last before a label, however many others spoke since."""
    spoke = (one for _, one in reversed(source.said[-_TURNS:]) if one.kind in _PEOPLE and one.key == surname)
    return next(spoke, None)


def _letter(state: State, source: Source, name: str) -> Entity | None:
    """Who asks and who answers: the page's outlet and the one interviewed; in court someone who is not named."""
    facts = _interview(state)
    if name.startswith("A"):
        return facts.interviewee
    number = bisect_right(facts.examiners, (source.place, "")) - 1
    if number >= 0:
        return _examiner(state, source, facts.examiners[number][1])
    return _nameless(state, name, source.mention.span) if facts.court else asking(state)


def _examiner(state: State, source: Source, name: str) -> Entity:
    """Who asks the questions below a line that says so: ``BY MR. LANDT:``."""
    surname = name.split()[-1].casefold()
    spoke = _spoke_last(source, surname)
    known = (one for one in state.entities.all if one.kind in _PEOPLE and one.key.casefold() == surname)
    return spoke or next(known, None) or _nameless(state, name, None)


def _nameless(state: State, name: str, span: Span | None) -> Entity:
    """The one speaker of a label that names nobody."""
    key = f"|label {name.lower()}"
    known = state.entities.by_description.get(key)
    if known is None:
        known = state.entities.by_description[key] = state.entities.make(name, SpeakerKind.UNNAMED, span)
    return known


def _unlabelled(state: State, first: Span) -> Entity | None:
    """The speaker of a question in bold, or of the answer below it."""
    asked = _interview(state).questions.get(first.start)
    return None if asked is None else asking(state) if asked else _interview(state).interviewee


def _of_initials(state: State, name: str) -> Entity | None:
    """The person of these initials; the outlet where they are its own, or those of the page's author."""
    outlet = "".join(word[0] for word in (state.article.publisher or "").split() if word[0].isupper())
    if name in (outlet, *(_initials(one.split()) for one in state.article.byline)):
        return asking(state)
    return next((one for one in state.entities.all if one.kind in _PEOPLE and _initials(one.words) == name), None)


_PEOPLE: Final = (None, SpeakerKind.PERSON)


def _initials(words: list[str] | tuple[str, ...]) -> str:
    """The initials of a name of several words; empty for others."""
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""


def asking(state: State) -> Entity:
    """Who puts the questions of an interview: the page's own outlet, which is no antecedent, as its author is none."""
    facts = _interview(state)
    if facts.asker is None:
        own = plain(state.article.publisher or "")
        outlets = (one for one in state.entities.all if one.kind is SpeakerKind.OUTLET and is_own(one.name, own))
        facts.asker = next(outlets, None) or state.entities.make("the outlet", SpeakerKind.AUTHOR, None)
        facts.asker.key = PUBLISHER
    return facts.asker


def _interviewed(state: State, first: int) -> Entity | None:
    """The one interviewed: the person named most before the first turn, else on the whole page; never the author."""
    authors = {name.casefold() for name in state.article.byline}
    people = [
        entity
        for entity in state.entities.all
        if entity.kind in _PEOPLE and entity.places and entity.name.casefold() not in authors
    ]
    return max(
        people,
        key=lambda entity: (bisect_left(entity.places, first), len(entity.places), -entity.number),
        default=None,
    )


def _is_turn(state: State, cue: tuple[Span, ...]) -> bool:
    return bool(cue) and cue[0].of(state.words.text).strip() in (":", ".")
