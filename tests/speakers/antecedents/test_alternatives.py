"""Alternatives of a decision and their probabilities."""

from sayso.speakers.antecedents.confidence import alternatives
from sayso.speakers.coreference.decisions import Decision, Way
from sayso.speakers.entities.registry import Entity
from sayso.speakers.mentions.source_mention import Mention, Type
from sayso.terms import SpeakerKind


def decision(open_=False):
    ada, tom = (Entity(name, SpeakerKind.PERSON, number) for number, name in enumerate(("Ada Roe", "Tom Quill")))
    considered = ((ada, 0.55), (tom, 0.4))
    return Decision(Mention(Type.PRONOUN, None), None if open_ else ada, Way.PRONOUN, 0.55, considered, open_)


def test_no_alternative_is_more_probable_than_the_choice():
    assert [chance for _, chance in alternatives(decision(), 0.2)] == [0.2]


def test_alternatives_share_the_remaining_probability():
    ((entity, chance),) = alternatives(decision(), 0.91)
    assert entity.name == "Tom Quill"
    assert chance == 0.08


def test_an_unresolved_source_keeps_the_probabilities_of_the_scorer():
    assert [chance for _, chance in alternatives(decision(open_=True), 0.1)] == [0.55, 0.4]
