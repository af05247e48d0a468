"""Acts of cues."""

from __future__ import annotations

import pytest

from sayso.attributions.acts import act_of
from sayso.lexicons import lexicon
from sayso.terms import Act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "it was late", Act.STATEMENT),
        ("according to", "it was late", Act.STATEMENT),
        ("gurgled", "it was late", Act.STATEMENT),
        ("denied", "that it was late", Act.DENIAL),
        ("has repeatedly denied", "it", Act.DENIAL),
        ("never said", "it was late", Act.STATEMENT),
        ("never answered", "the letter", Act.NON_RESPONSE),
        ("did not say", "that it was late", Act.STATEMENT),
        ("did not say", "why it was late", Act.NON_RESPONSE),
        ("has yet to say", "when it will open", Act.NON_RESPONSE),
        ("is expected to say", "that it was late", Act.STATEMENT),
        ("will say", "that it was late", Act.STATEMENT),
        ("is said to have ordered", "the guards to leave", Act.DECREE),
        ("wanted to know", "who paid", Act.QUESTION),
        ("could not say", "why the eels had left", Act.STATEMENT),
        ("cannot yet say", "how old the wall is", Act.STATEMENT),
        ("said", "she had done nothing of the kind", Act.DENIAL),
        ("snapped", "“I never signed that,”", Act.DENIAL),
        ("asked", "for a recess", Act.DECREE),
        ("asked", "the council to lend a boat", Act.DECREE),
        ("challenged", "his rival to a debate", Act.DECREE),
        ("dismissed", "the claims as nonsense", Act.DENIAL),
        ("dismissed", "his rival as a clown", Act.STATEMENT),
        ("avoided", "direct criticism of the board", Act.STATEMENT),
        ("avoided", "questions about the sale", Act.NON_RESPONSE),
        ("was not available", "for comment", Act.NON_RESPONSE),
        ("allowed", "that the soup was cold", Act.STATEMENT),
        ("allowed", "boats into the dock", Act.DECREE),
        ("agreed", "that the lock was broken", Act.STATEMENT),
        ("rejected", "the claim", Act.DENIAL),
        ("declined to comment", "", Act.NON_RESPONSE),
        ("would not say", "whether it was late", Act.NON_RESPONSE),
        ("did not immediately respond", "to a request", Act.NON_RESPONSE),
        ("refused to answer", "", Act.NON_RESPONSE),
        ("wouldn’t discuss", "the plan", Act.NON_RESPONSE),
        ("asked", "whether it was late", Act.QUESTION),
        ("asked", "to be let in", Act.DECREE),
        ("wondered", "if it was late", Act.QUESTION),
        ("doesn't think", "it was late", Act.BELIEF),
        ("is hoping", "for rain", Act.BELIEF),
        ("sees", "the pier as a danger", Act.BELIEF),
        ("vowed", "to fight", Act.INTENTION),
        ("is planning", "to leave", Act.INTENTION),
        ("urged", "the council to act", Act.DECREE),
        ("called on", "the mayor", Act.DECREE),
        ("found", "that the dam leaks", Act.PERCEPTION),
        ("had heard", "a noise", Act.PERCEPTION),
    ],
)
def test_act(cue, content, act):
    assert act_of(cue, content) is act


def test_findings_of_a_court_are_decrees():
    assert act_of("found", "that the fence was unlawful", "A panel of judges") is Act.DECREE
    assert act_of("found", "that the fence was rotten", "Two walkers") is Act.PERCEPTION
    assert act_of("found", "that the fence was rotten", "A survey of the borders by the trust") is Act.STATEMENT
    assert act_of("found", "that the fence was rotten", "The author of the survey") is Act.PERCEPTION


def test_the_lexicon_contains_only_known_acts():
    assert {row["act"] for row in lexicon("acts")} <= {act.value for act in Act}


@pytest.mark.parametrize(
    ("cue", "content"),
    [("refused to rule out", "further cuts"), ("did not wish", "to react"), ("has yet to respond to", "a letter")],
)
def test_a_refusal_inside_the_cue_is_a_non_response(cue, content):
    assert act_of(cue, content) is Act.NON_RESPONSE


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("declined", "the medal", Act.INTENTION),
        ("declined", "a second slice of cake", Act.INTENTION),
        ("declined", "an interview", Act.NON_RESPONSE),
        ("declined", "requests for comment", Act.NON_RESPONSE),
        ("did not respond to", "the alarm", Act.STATEMENT),
        ("did not answer", "the door", Act.STATEMENT),
        ("did not respond to", "the tonic", Act.STATEMENT),
        ("did not respond to", "a letter from tenants", Act.NON_RESPONSE),
        ("did not respond to", "requests", Act.NON_RESPONSE),
        ("did not say", "anything for a minute", Act.STATEMENT),
        ("did not say", "anything until noon", Act.STATEMENT),
        ("did not say", "anything more", Act.NON_RESPONSE),
        ("said", "that he had no comment to make", Act.NON_RESPONSE),
        ("said", "she could not comment", Act.NON_RESPONSE),
        ("said", "it would not discuss the sale", Act.NON_RESPONSE),
        ("turned down", "a request for an interview", Act.NON_RESPONSE),
        ("turned down", "an offer of two pounds", Act.STATEMENT),
    ],
)
def test_a_refusal_withholds_an_answer(cue, content, act):
    assert act_of(cue, content) is act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("was livid about", "the new gate", Act.BELIEF),
        ("were taken aback", "that the ferry had sailed", Act.BELIEF),
        ("are in two minds about", "the merger", Act.BELIEF),
        ("swore by", "goose fat", Act.BELIEF),
        ("has had no idea", "where the key was", Act.BELIEF),
        ("took it to mean", "that the deal was off", Act.BELIEF),
        ("took", "it to mean that the deal was off", Act.BELIEF),
        ("is opposed to", "the bypass", Act.BELIEF),
        ("are dead set against", "the bypass", Act.BELIEF),
        ("disagree about", "who rang the bell", Act.BELIEF),
    ],
)
def test_attitudes_are_beliefs(cue, content, act):
    assert act_of(cue, content) is act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("is considering", "a run for the harbour board", Act.INTENTION),
        ("is considered", "a hazard to boats", Act.BELIEF),
        ("had dreamt of", "a bakery", Act.INTENTION),
        ("was praying", "for a dry May", Act.INTENTION),
        ("has undertaken", "to repaint the hall", Act.INTENTION),
        ("swore", "she would never row again", Act.INTENTION),
        ("swore", "that the lamp was lit", Act.STATEMENT),
        ("means", "to sell the mill", Act.INTENTION),
        ("means", "a new start for the mill", Act.STATEMENT),
    ],
)
def test_aims_are_intentions(cue, content, act):
    assert act_of(cue, content) is act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("are investigating", "who cut the rope", Act.QUESTION),
        ("is looking into", "the sale", Act.QUESTION),
        ("are trying to establish", "how the fire began", Act.QUESTION),
        ("has opened an inquiry into", "the bid", Act.QUESTION),
        ("looked at", "whether the lift was safe", Act.QUESTION),
    ],
)
def test_inquiries_are_questions(cue, content, act):
    assert act_of(cue, content) is act


@pytest.mark.parametrize(
    ("cue", "content", "source", "act"),
    [
        ("annulled", "the vote", "The synod", Act.DECREE),
        ("fined", "the brewery £900", "Magistrates", Act.DECREE),
        ("awarded", "the tenant six weeks' rent", "The board", Act.DECREE),
        ("gave", "until Friday to clear the yard", "The bailiff", Act.DECREE),
        ("has held", "that the lease was void", "The tribunal", Act.DECREE),
        ("have held", "that the lake is bottomless", "Villagers", Act.BELIEF),
        ("pleaded for", "more time", "The firm", Act.DECREE),
        ("pleaded", "guilty to theft", "The clerk", Act.STATEMENT),
        ("pleaded", "not guilty", "The clerk", Act.DENIAL),
        ("let it be known", "that the post was free", "The bursar", Act.STATEMENT),
        ("took issue with", "the figures", "The union", Act.STATEMENT),
        ("is delighted to announce", "a second hotel", "Marrow Inns", Act.STATEMENT),
        ("regrets to inform", "guests that the pool is shut", "The hotel", Act.STATEMENT),
    ],
)
def test_decisions_are_decrees_and_announcements_statements(cue, content, source, act):
    assert act_of(cue, content, source) is act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("waved away", "talk of a merger", Act.DENIAL),
        ("batted away", "questions about the merger", Act.NON_RESPONSE),
        ("said", "it does not discuss its clients", Act.NON_RESPONSE),
        ("wrote", "“We do not comment on single cases and never have”", Act.NON_RESPONSE),
        ("replied", "that it would not be commenting on the case", Act.NON_RESPONSE),
        ("has yet to be told", "what the price is", Act.STATEMENT),
        ("were not told", "when the lift would open", Act.STATEMENT),
        ("noted", "the reply", Act.STATEMENT),
    ],
)
def test_an_answer_is_withheld_by_the_one_who_was_asked(cue, content, act):
    assert act_of(cue, content) is act
