"""Third-person pronouns: the subject after a fronted phrase, else the best candidate of the scorer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sayso.speakers.antecedents.queries import Choice, Query
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.entities.registry import PERSONS, Entities, Entity
from sayso.speakers.kinds import BODIES
from sayso.speakers.mentions.noun_phrases import described
from sayso.speakers.mentions.source_mention import Type
from sayso.terms import Span, SpeakerKind
from sayso.text.vocabulary import common_bodies, folded, small
from sayso.text.words import Words

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State

_MAX_PHRASE_WORDS: Final = 4  # words of a fronted phrase before its pronoun
_MAX_DISTANCE: Final = 160  # characters
_BODY_PROBABILITY: Final = 0.3  # of a body that the scorer does not choose
_MAX_MODIFIERS: Final = 4  # words between a determiner and a noun
_CLAUSE: Final = re.compile(r"[^.;:“”\"(),\n]*,\s(?:[A-Z][\w.]* ){0,3}$")


def cataphoric_subject(words: Words, entities: Entities, start: int) -> Entity | None:
    """The subject after a fronted phrase that contains the pronoun at ``start``; None without such a phrase."""
    begin = words.bounds(words.sentence(start))[0]
    if not _in_fronted_phrase(words, begin, start):
        return None
    for place in entities.following(start, 4):
        if place.span.start > start + _MAX_DISTANCE:
            return None
        if place.named and _CLAUSE.fullmatch(words.text, start, place.span.start):
            return (
                place.entity
                if place.entity.kind in PERSONS and words.text[place.span.end : place.span.end + 1] == " "
                else None
            )
    return None


def _in_fronted_phrase(words: Words, begin: int, start: int) -> bool:
    """Whether a fronted phrase runs from the start of a sentence to a position: ``In a letter to | her``."""
    numbers = words.within(begin, start)
    if not 0 < len(numbers) <= _MAX_PHRASE_WORDS or words.lower[numbers.start] not in small("fronts"):
        return False
    prefix = words.text[begin : words.starts[numbers.start]].strip("“\"'‘")
    is_lowercase = all(words.texts[number].islower() for number in numbers[1:])
    return not prefix and is_lowercase and not re.search(r"[^\w ]", words.text[words.starts[numbers.start] : start])


_PREPOSITION: Final = re.compile(r" (?:in|for|during|over|after|despite) ")


def name_before_possessive(words: Words, entities: Entities, start: int) -> Entity | None:
    """The person named immediately before a possessive: ``criticised Ada Reed for | her words``."""
    place = next(iter(entities.before(start, 1)), None)
    if place is None or not place.named or _PREPOSITION.fullmatch(words.text, place.span.end, start) is None:
        return None
    return place.entity if place.entity.kind in PERSONS else None


def third_person(state: State, source: Source, place: int, pronoun: tuple[str, str, str]) -> Choice:
    """The antecedent of a third-person pronoun at a position, if its probability is high enough."""
    _, number, sex = pronoun
    cue = " ".join(span.of(state.words.text) for span in source.attribution.cue)
    apart = tuple(span for span in source.attribution.content if _is_beside(state.words, span, place))
    own_id = source.attribution.id if source.mention.type is Type.PRONOUN else ""
    query = Query(place, number, sex, source.said, cue=cue, apart=apart, barred=source.barred, id=own_id)
    choice = state.settings.chooser.choose(state, query)
    is_only_they = number == "many" and [entity.kind for entity, _ in choice.considered] == [SpeakerKind.PERSON]
    if choice.probability >= state.settings.least or is_only_they:
        return choice
    return Choice(None, choice.probability, choice.considered)


def _is_beside(words: Words, span: Span, place: int) -> bool:
    """Whether part of a content is direct or in the sentence of its source; other parts may hold its antecedent."""
    is_direct = bool(words.quoted[span.start]) or bool(words.quoted[span.end - 1])
    return is_direct or words.sentence(span.end - 1) >= words.sentence(place)


def pronoun_source(state: State, source: Source) -> Decision:
    """The decision on a source that is a third-person pronoun."""
    mention = source.mention
    assert mention.span is not None
    _, number, sex = mention.pronoun
    start = mention.span.start
    cataphoric = cataphoric_subject(state.words, state.entities, start) if number == "one" else None
    if cataphoric is None and number == "one" and mention.head in ("his", "her"):
        cataphoric = name_before_possessive(state.words, state.entities, start)
    if cataphoric is not None and not state.sexes.contradicts(cataphoric, sex):
        state.sexes.settle(cataphoric, sex)
        return Decision(mention, cataphoric, Way.PRONOUN, 0.95)
    choice = third_person(state, source, start, mention.pronoun)
    if choice.entity is None and number == "thing" and state.settings.least <= _BODY_PROBABILITY:
        body = _body_of_content(state, source) or _described_body(state, start)
        if body is not None:
            return Decision(mention, body, Way.PRONOUN, _BODY_PROBABILITY, choice.considered)
    if choice.entity is not None and number == "one":
        state.sexes.settle(choice.entity, sex)
    decision = Decision(mention, choice.entity, Way.PRONOUN, choice.probability, choice.considered)
    if choice.entity is None and number != "thing":
        kind = SpeakerKind.UNNAMED if number == "one" else SpeakerKind.GROUP
        decision.entity = state.entities.make(mention.span.of(state.words.text).strip(), kind, mention.span)
        decision.open = True
    return decision


def _body_of_content(state: State, source: Source) -> Entity | None:
    """The body that opens the indirect content before its pronoun: ``| Tarn Ferries has no plans, it said``."""
    content = source.attribution.content[:1]
    if not content or content[0].start > source.place or state.words.quoted[content[0].start]:
        return None
    place = next(iter(state.entities.following(content[0].start, 1)), None)
    is_subject = place is not None and place.named and place.span.start - content[0].start <= len("the ")
    return place.entity if place is not None and is_subject and place.entity.kind in BODIES else None


def _described_body(state: State, start: int) -> Entity | None:
    """The last body without a name in this sentence or the previous one: ``wrote to | the brewery. It replied``."""
    words = state.words
    begin = words.bounds(max(0, words.sentence(start) - 1))[0]
    for last in reversed(words.within(begin, start)):
        end = words.tokens[last][1]
        if words.texts[last] not in common_bodies() or words.text[end : end + 1] in ("'", "’", "-"):
            continue
        first = last - 1
        while first >= 0 and last - first <= _MAX_MODIFIERS and words.texts[first].islower():
            if words.lower[first] in small("determiner") or words.lower[first] in folded("function_words"):
                break
            first -= 1
        span = Span(words.tokens[max(first, 0)][0], end)
        if first >= 0 and words.lower[first] in small("determiner") and words.starts[first] >= begin:
            return _body_at(state, span, words.lower[last])
    return None


def _body_at(state: State, span: Span, head: str) -> Entity:
    """The entity of a described body at a position."""
    text = " ".join(span.of(state.words.text).split())
    return state.entities.described(f"|{described(text)}", text, SpeakerKind.ORGANIZATION, span, False, (head,))
