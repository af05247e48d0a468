"""Resolves labels of interviews and transcripts: ``Q:``, ``A.``, initials, ``(voice-over):``, or no label."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from sayso.linking.interviews import exchanges
from sayso.linking.transcripts import EXAMINER
from sayso.speakers.coreference.decisions import place_of
from sayso.speakers.coreference.state import Interview
from sayso.speakers.entities.registry import PERSONS, Entity
from sayso.speakers.venues import is_own, plain
from sayso.terms import PUBLISHER, Form, Span, SpeakerKind
from sayso.text.vocabulary import folded, roles, small

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_MAX_INITIALS: Final = 3
_MAX_TURNS: Final = 200  # turns before a label that are searched for its speaker
_LETTERS: Final = ("Q", "Question", "A", "Answer")
_SAME_SPEAKER: Final = re.compile(
    r"\((?:voice-over|voiceover|on camera|off camera|continued|continuing)\)", re.IGNORECASE
)
_UNNAMED_LABEL: Final = re.compile(
    r"(?:unidentified|unknown)\b|(?:audience member|speaker|reporter|caller)s?(?: \d+)?\Z", re.I
)


def _interview(state: State) -> Interview:
    """The interview facts of this page, computed once."""
    if state.interview is None:
        text = state.words.text
        labels = {attribution.source[0].of(text).lower() for attribution in state.attributions if attribution.source}
        first = min((place_of(a) for a in state.attributions if not a.source or _is_turn(state, a.cue)), default=0)
        bold_exchanges = exchanges(state.article)
        state.interview = Interview(
            court=bool(labels & small("court_label")),
            capital_labels=sum(
                a.source[0].of(text).isupper() for a in state.attributions if a.source and _is_turn(state, a.cue)
            ),
            examiners=[(line.start(), line["name"]) for line in _EXAMINER_LINE.finditer(text)],
            questions={e.question.start: True for e in bold_exchanges}
            | {e.answer[0].start: False for e in bold_exchanges},
            interviewee=_interviewee(state, first),
            witnesses=[(line.start(), line["name"]) for line in _WITNESS.finditer(text)],
        )
    return state.interview


def speaker_of_label(state: State, source: Source) -> Entity | None:
    """The speaker of a turn whose label is no name; None for other attributions."""
    attribution, text = source.attribution, state.words.text
    if attribution.inside is not None:
        return None
    if not attribution.source and not attribution.cue and attribution.form is not Form.DIRECT:
        return _unlabelled(state, attribution.content[0]) if attribution.content else None
    if not attribution.source or not attribution.cue or attribution.cue[0].of(text).strip()[:1] not in (":", "."):
        return None
    label = attribution.source[0].of(text).strip()
    if _SAME_SPEAKER.fullmatch(label):
        return source.said[-1][1] if source.said else None
    name = label.strip(" .:")
    if name in _LETTERS:
        return _by_letter(state, source, name)
    if len(name.split()) == 1 and name[:1].isupper() and name.casefold() in state.bearers:
        bearers = state.bearers[name.casefold()]
        return _last_speaker(source, name.casefold()) or (bearers[0] if name.isupper() and len(bearers) == 1 else None)
    if name.isupper() and 2 <= len(name) <= _MAX_INITIALS:
        return _of_initials(state, name)
    if _is_turn_label(name):
        introduced = _interview(state).introduced
        if label not in introduced:
            introduced[label] = _introduced(state, label)
        if (person := introduced[label]) is not None:
            return person
    if _UNNAMED_LABEL.match(name) and len(name.split()) <= _MAX_LABEL_WORDS:
        return _unnamed(state, name, attribution.source[0])
    return None


def is_label_of_person(state: State, source: Source, word: str) -> bool:
    """Whether a word in capitals labels a turn of a transcript, and no list has it as a body: ``LAU: It fell.``"""
    if not word.isupper() or not _is_turn(state, source.attribution.cue):
        return False
    is_listed = any(word.casefold() in folded(name) for name in ("organizations", "outlets", "places"))
    return not is_listed and _interview(state).capital_labels >= _MIN_TURNS


_MIN_TURNS: Final = 3  # labels in capitals from which a page is a transcript
_EXAMINER_LINE: Final = re.compile(rf"(?m)^[ \t]*{EXAMINER.pattern}[ \t]*$")
_INTRODUCTION: Final = re.compile(
    r"\b(?:I['’]m|I am|[Mm]y name is|[Mm]y name['’]s) (?P<name>[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){0,2} [A-Z][\w'’-]+)"
)
_WITNESS: Final = re.compile(
    r"^[ \t(\[]*(?:The witness, )?(?P<name>(?:[A-Z][\w.'’-]* ){1,3}[A-Z][\w'’-]+),[^.\n]{0,80}?\b(?i:sworn|affirmed)",
    re.MULTILINE,
)
"""A line that swears a witness in: ``(Ona Lisk, sworn.)``, ``ONA LISK, having been duly sworn, testified:``."""
_MAX_LABEL_WORDS: Final = 4  # words of a label such as UNIDENTIFIED MALE


def _last_speaker(source: Source, surname: str) -> Entity | None:
    """The last speaker with this surname before a label."""
    speakers = (e for _, e in reversed(source.said[-_MAX_TURNS:]) if e.kind in PERSONS and e.key == surname)
    return next(speakers, None)


def _by_letter(state: State, source: Source, name: str) -> Entity | None:
    """The speaker of a Q or A label: outlet and interviewee; in court, the examiner or an unnamed person."""
    facts = _interview(state)
    is_answer = name.startswith("A")
    lines = facts.witnesses if is_answer else facts.examiners
    number = bisect_right(lines, (source.place, "")) - 1
    if number >= 0:
        return _of_line(state, source, lines[number][1])
    if is_answer:
        return facts.interviewee
    return _unnamed(state, name, source.mention.span) if facts.court else asking(state)


def _is_turn_label(name: str) -> bool:
    """Whether a label is only a role: ``HOST``, ``Speaker 2``."""
    words = [word.casefold() for word in name.split()]
    return bool(words) and all(word in roles() or word in small("turn_label") or word.isdigit() for word in words)


def _introduced(state: State, label: str) -> Entity | None:
    """The person who gives their own name in a turn with this label: ``HOST: I'm Ida Roe.``"""
    text = state.words.text
    own = (a for a in state.attributions if a.inside is None and a.source and a.source[0].of(text).strip() == label)
    names = (
        match for a in own for span in a.content[:2] if (match := _INTRODUCTION.search(text, span.start, span.end))
    )
    match = next(names, None)
    if match is None:
        return None
    words = match["name"].split()
    person = next((e for e in state.entities.all if e.kind in PERSONS and list(e.words) == words), None)
    return person or state.entities.described(
        f"|introduced {match['name']}", match["name"], SpeakerKind.PERSON, Span(*match.span("name")), False
    )


def _of_line(state: State, source: Source, name: str) -> Entity:
    """The examiner or witness that a line names: ``BY MR. LANDT:``, ``(Ona Lisk, sworn.)``."""
    surname = name.split()[-1].casefold()
    speaker = _last_speaker(source, surname)
    named = (e for e in state.entities.all if e.kind in PERSONS and e.key.casefold() == surname)
    return speaker or next(named, None) or _unnamed(state, name, None)


def _unnamed(state: State, name: str, span: Span | None) -> Entity:
    """The speaker of a label without a name; the same label is the same speaker."""
    return state.entities.described(f"|label {name.lower()}", name, SpeakerKind.UNNAMED, span, False)


def _unlabelled(state: State, first: Span) -> Entity | None:
    """The speaker of a bold question or of its answer."""
    is_question = _interview(state).questions.get(first.start)
    return None if is_question is None else asking(state) if is_question else _interview(state).interviewee


def _of_initials(state: State, name: str) -> Entity | None:
    """The person with these initials; the outlet if they are its own or those of the author of the page."""
    outlet = "".join(word[0] for word in (state.article.publisher or "").split() if word[0].isupper())
    if name in (outlet, *(_initials(author.split()) for author in state.article.byline)):
        return asking(state)
    return next((e for e in state.entities.all if e.kind in PERSONS and _initials(e.words) == name), None)


def _initials(words: list[str] | tuple[str, ...]) -> str:
    """The initials of a name with two or more words; empty for others."""
    return "".join(word[0] for word in words).upper() if len(words) > 1 else ""


def asking(state: State) -> Entity:
    """The interviewer: the page's own outlet, which, like its author, is never an antecedent."""
    facts = _interview(state)
    if facts.asker is None:
        own_name = plain(state.article.publisher or "")
        outlets = (e for e in state.entities.all if e.kind is SpeakerKind.OUTLET and is_own(e.name, own_name))
        facts.asker = next(outlets, None) or state.entities.make("the outlet", SpeakerKind.AUTHOR, None)
        facts.asker.key = PUBLISHER
    return facts.asker


def _interviewee(state: State, first: int) -> Entity | None:
    """The interviewee: the person named most before the first turn, else on the whole page; never the author."""
    authors = {name.casefold() for name in state.article.byline}
    persons = [
        entity
        for entity in state.entities.all
        if entity.kind in PERSONS and entity.places and entity.name.casefold() not in authors
    ]
    return max(
        persons,
        key=lambda entity: (bisect_left(entity.places, first), len(entity.places), -entity.number),
        default=None,
    )


def _is_turn(state: State, cue: tuple[Span, ...]) -> bool:
    return bool(cue) and cue[0].of(state.words.text).strip() in (":", ".")
