"""Third-person pronouns: the subject after a fronted phrase, else the candidate that the scorer prefers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.speakers.antecedents.queries import Choice, Query
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.coreference.named_ahead import named_ahead, named_beside
from sayso.speakers.mentions.source_mention import Type
from sayso.terms import SpeakerKind

if TYPE_CHECKING:
    from sayso.speakers.coreference.state import Source, State


def third_person(state: State, source: Source, place: int, pronoun: tuple[str, str, str]) -> Choice:
    """Whom a third-person pronoun at a place means, as far as the scorer is sure enough."""
    _, number, sex = pronoun
    cue = " ".join(span.of(state.words.text) for span in source.attribution.cue)
    apart = source.attribution.content
    own = source.attribution.id if source.mention.type is Type.PRONOUN else ""
    query = Query(place, number, sex, source.said, cue=cue, apart=apart, barred=source.barred, id=own)
    choice = state.settings.chooser.choose(state, query)
    return choice if choice.probability >= state.settings.least else Choice(None, choice.probability, choice.considered)


def pronoun_source(state: State, source: Source) -> Decision:
    """The decision on a source that is "he", "she", "they" or "it"."""
    said = source.mention
    assert said.span is not None
    _, number, sex = said.pronoun
    start = said.span.start
    ahead = named_ahead(state.words, state.entities, start) if number == "one" else None
    if ahead is None and number == "one" and said.head in ("his", "her"):
        ahead = named_beside(state.words, state.entities, start)
    if ahead is not None and not state.sexes.contradicts(ahead, sex):
        state.sexes.settle(ahead, sex)
        return Decision(said, ahead, Way.PRONOUN, 0.95)
    choice = third_person(state, source, start, said.pronoun)
    if choice.entity is not None and number == "one":
        state.sexes.settle(choice.entity, sex)
    decision = Decision(said, choice.entity, Way.PRONOUN, choice.probability, choice.considered)
    if choice.entity is None and number != "thing":
        kind = SpeakerKind.UNNAMED if number == "one" else SpeakerKind.GROUP
        decision.entity = state.entities.make(said.span.of(state.words.text).strip(), kind, said.span)
        decision.open = True
    return decision
