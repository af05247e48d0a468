"""Missed refusals and denials."""

from __future__ import annotations

import pytest

from sayso.analysis import Analysis
from sayso.attributions import refusals
from sayso.speakers import identify
from sayso.terms import Act, Article, Attribution, Block, BlockKind, Span


def attributions_with_refusals(text, given=(), kind=BlockKind.BODY):
    article = Article(text, (Block(kind, Span(0, len(text))),))
    attributions, _ = identify(Analysis(article), refusals(Analysis(article), given))
    return [
        (a.act, *(" … ".join(span.of(text) for span in spans) for spans in (a.source, a.cue, a.content)))
        for a in attributions
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Ona Reed could not be reached for comment.", "Ona Reed", "could not be reached", "for comment"),
        ("The mill did not return calls on Friday.", "The mill", "did not return", "calls"),
        (
            "On Monday, a spokesman for the port, Ivo Marr, didn’t respond to a request for comment.",
            "a spokesman for the port, Ivo Marr,",
            "didn’t respond to",
            "a request for comment",
        ),
        ("Reed was at sea, and her office refused comment.", "her office", "refused", "comment"),
        ("Emails to the brewery were not returned.", "the brewery", "were not returned", "Emails"),
        ("Neither Reed nor Marr responded.", "", "", ""),
        ("The bakery had no comment.", "The bakery", "had no comment", ""),
        ("The bakery had no comment on the fire.", "The bakery", "had no comment on", "the fire"),
        ("Ms Adair has not commented.", "Ms Adair", "has not commented", ""),
        ("Ms Adair, who was abroad, did not pick up calls.", "Ms Adair", "did not pick up", "calls"),
        (
            "The mine’s owner could not be contacted on Friday.",
            "The mine’s owner",
            "could not be contacted",
            "on Friday",
        ),
        ("He could neither confirm nor deny the rumour.", "He", "could neither confirm nor deny", "the rumour"),
        ("The premier's office is not commenting on why.", "The premier's office", "is not commenting", "on why"),
        ("Calls to the surveyor went unanswered.", "the surveyor", "went unanswered", "Calls"),
        ("The coach took no questions.", "The coach", "took no questions", ""),
        ("The agent was not reachable for comment.", "The agent", "was not reachable", "for comment"),
        ("Letters to the ministry drew no reply.", "the ministry", "drew no reply", "Letters"),
        ("Lady Brandt neither confirmed nor denied it.", "Lady Brandt", "neither confirmed nor denied", "it"),
        ("The nephew had no answer to that.", "The nephew", "had no answer to", "that"),
        ("Reed would not say whether she will stand.", "Reed", "would not say", "whether she will stand"),
    ],
)
def test_a_refusal_has_source_cue_and_content(text, source, cue, content):
    expected = [(Act.NON_RESPONSE, source, cue, content)] if source else []
    assert attributions_with_refusals(text) == expected


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The ferrymen deny it.", "The ferrymen", "deny", "it"),
        ("Reed denied this and left.", "Reed", "denied", "this"),
        ("The mill shut early, even as its owner rubbished the report.", "its owner", "rubbished", "the report"),
        ("Marr has repeatedly denied taking the boat.", "Marr", "has repeatedly denied", "taking the boat"),
    ],
)
def test_a_missed_denial_is_added(text, source, cue, content):
    assert attributions_with_refusals(text) == [(Act.DENIAL, source, cue, content)]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Asked whether the weir leaks, Reed would not say.", "Reed", "would not say", "whether the weir leaks"),
        ("Questioned on the leak, Mr. Marr declined to answer.", "Mr. Marr", "declined to answer", "on the leak"),
        ("The port did not respond by deadline.", "The port", "did not respond", ""),
        ("The mill did not return calls outside office hours.", "The mill", "did not return", "calls"),
        ("The lab is bound by oath and cannot discuss its findings.", "The lab", "cannot discuss", "its findings"),
        ("Ona Reed confirmed the trip but refused to comment.", "Ona Reed", "refused", "to comment"),
    ],
)
def test_a_refusal_may_share_its_subject_or_follow_its_question(text, source, cue, content):
    assert attributions_with_refusals(text) == [(Act.NON_RESPONSE, source, cue, content)]


def test_the_source_of_another_attribution_may_also_refuse():
    text = "Reed said the weir leaks but would not say how much."
    given = Attribution("a1", (Span(0, 4),), (Span(5, 9),), (Span(10, 24),))
    assert attributions_with_refusals(text, (given,))[1:] == [(Act.NON_RESPONSE, "Reed", "would not say", "how much")]


@pytest.mark.parametrize(
    "text",
    [
        "The goat did not return to the farm.",
        "The patient did not respond to treatment.",
        "“The mill did not return calls,” it was put to him.",
        "You did not answer my questions.",
        "The club denied the players their bonus.",
        "The keeper rejected the goat's food.",
        "The village could not be reached on Tuesday.",
        "The islands cannot be reached by phone.",
        "The mayor avoided direct criticism of the board.",
        "The door did not answer the knock of the farm hand.",
        "The crew did not return to the wharf with letters.",
    ],
)
def test_verb_phrases_that_refuse_no_answer_are_ignored(text):
    assert attributions_with_refusals(text) == []


def test_a_covered_refusal_is_not_added_again():
    text = "The mill did not return calls."
    given = Attribution("a1", (Span(0, 8),), (Span(9, 23),), (Span(24, 29),))
    assert len(attributions_with_refusals(text, (given,))) == 1


def test_refusals_outside_the_running_text_are_ignored():
    assert attributions_with_refusals("The mill did not return calls.", kind=BlockKind.CREDIT) == []


def test_a_request_for_anonymity_is_removed():
    text = "A guard, who asked not to be named because he feared for his job, said the weir leaks."
    request = Attribution("a1", (Span(9, 12),), (Span(13, 18),), (Span(19, 64),))
    statement = Attribution("a2", (Span(0, 7),), (Span(66, 70),), (Span(71, 85),))
    assert attributions_with_refusals(text, (request, statement)) == [
        (Act.STATEMENT, "A guard", "said", "the weir leaks")
    ]


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("who", "did not want", "to be named because she feared for her lease"),
        ("who", "wished", "to remain anonymous"),
        ("who", "declined", "to be identified"),
        ("who", "begged", "that her name not be used"),
        ("She", "insisted on", "anonymity"),
    ],
)
def test_any_wording_of_a_request_for_anonymity_is_removed(source, cue, content):
    text = f"A baker, {source} {cue} {content}, left."
    start, end = text.index(cue), text.index(content)
    spans = (Span(9, 9 + len(source)), Span(start, start + len(cue)), Span(end, end + len(content)))
    assert attributions_with_refusals(text, (Attribution("a1", *((span,) for span in spans)),)) == []


def test_a_content_ends_before_a_coordinated_refusal():
    text = "Weir holds\n\nMara Quill said that the weir held on Monday but refused to say more about it.\n"
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    start = text.index("Mara")
    content_start = text.index("that")
    given = Attribution(
        "a1",
        (Span(start, start + 10),),
        (Span(content_start - 5, content_start - 1),),
        (Span(content_start, len(text) - 2),),
    )
    statement, refusal = refusals(Analysis(article), (given,))
    assert [span.of(text) for span in statement.content] == ["that the weir held on Monday"]
    assert [span.of(text) for span in (*refusal.source, *refusal.cue)] == ["Mara Quill", "refused"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Calls to Philippa Orme and to her agent went unanswered.", "Philippa Orme"),
        ("Emails to the mill and to its owner were not returned.", "the mill"),
        ("Messages for Ivo Marr and for his cook went unanswered.", "Ivo Marr"),
        ("Asked whether he had met the builder, Emeka Vale stayed silent.", "Emeka Vale"),
        ("The minister, Tal Roe, could not immediately be reached.", "The minister, Tal Roe,"),
        ("Asked about the loan, Pia Coll made no reply.", "Pia Coll"),
    ],
)
def test_the_first_person_who_was_asked_is_the_source(text, source):
    assert [(act, asked) for act, asked, _, _ in attributions_with_refusals(text)][-1] == (Act.NON_RESPONSE, source)


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Asked to show the plan, the mill declined.", "the mill", "declined", "to show the plan"),
        ("Pressed to explain the gap, Ona Reed refused.", "Ona Reed", "refused", "to explain the gap"),
        ("Asked for a figure, the brewery declined.", "the brewery", "declined", "for a figure"),
        ("Asked for the accounts, Ona Reed refused.", "Ona Reed", "refused", "for the accounts"),
        ("Pressed for an estimate, the brewery refused.", "the brewery", "refused", "for an estimate"),
        ("Ivo Marr neither answered calls nor wrote back.", "Ivo Marr", "neither answered", "calls nor wrote back"),
        ("When she rang the owner, Ivo Marr, he did not pick up his phone.", "he", "did not pick up", "his phone"),
        ("The bakery did not respond to an e-mail.", "The bakery", "did not respond to", "an e-mail"),
    ],
)
def test_refusals_of_a_request_are_non_responses(text, source, cue, content):
    assert attributions_with_refusals(text) == [(Act.NON_RESPONSE, source, cue, content)]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    "text",
    [
        "Asked to show the plan, the mill declined.",
        "The mill was asked for the plan but declined to share it.",
        "Pressed for a date, the mill refused.",
    ],
)
def test_a_refused_request_without_an_asker_is_no_statement(text):
    verb = "asked" if "asked" in text else text.split()[0]
    start = text.index(verb)
    end = start + len(verb)
    stop = next(text.index(mark) for mark in (" but", ",") if mark in text)
    request = Attribution("a1", (), (Span(start, end),), (Span(end + 1, stop),))
    assert all(source for _, source, _, _ in attributions_with_refusals(text, (request,)))
