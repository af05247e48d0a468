"""Whether a saying took place."""

from __future__ import annotations

import pytest

from sayso.lexicons import lexicon
from sayso.terms import Act, Determinacy, SpeakerKind


def first(record):
    return record.attributions[0]


@pytest.mark.parametrize(
    "marked",
    [
        "At no point did [Councillor Brandt] {say} <the pier was safe>.",
        "Nor has [the harbour trust] {confirmed} <that a buyer was found>.",
        "Not once in nine hours did [the witness] {mention} <the second key>.",
        "[The auditor] {stopped short of calling} <it fraud>.",
        "[Ms Osei] {did not claim} <that the minutes were forged>.",
        "[The chancellor] {no longer says} <the college will close>.",
        "[The inspector] {failed to mention} <that the beam was cracked>.",
        "[Tolland] {never said} <which of the barges sank>.",
        "[The laundry] has never {admitted} <that the drains were blocked>.",
        "[She] {isn't claiming} <that the dog was drugged>.",
        "[The wardens] {have said} nothing <about the missing boat>.",
        "[The bursar] {swears} <no such thing>.",
        "[Doctors] {do not believe} <that the fever will return>.",
        "[Neither of the twins] {told} the court <that the will was read>.",
        "[Not one of the trustees] {alleged} <that money changed hands>.",
        "[No engineer] {has warned} <that the wall is weak>.",
        "[Nothing in the letter] {suggests} <that he knew>.",
        "“[You] {didn’t tell} me <the ferry was full>.”",
    ],
)
def test_what_was_not_said_is_negated(record, marked):
    assert first(record(marked)).determinacy is Determinacy.NEGATED


@pytest.mark.parametrize(
    "marked",
    [
        "If [Varga] {admits} <that he signed the lease>, the case is over.",
        "Unless [the surveyor] {says} <that the arch is sound>, the road stays shut.",
        "Even if [the board] {denies} <that it set a date>, the players will leave.",
        "Should [the bursar] {admit} <that the fund is empty>, the trust will fall.",
        "Had [Ms Roe] {said} <the pump was broken>, the town would have acted.",
        "[The union] {could argue} <that the rota broke the law>.",
        "[He] {might say} <that the wall was old>.",
        "[Ranger Tove Lind] {was expected to say} <that the trail would reopen>.",
        "[Prosecutors] {will say} <that the yacht was sunk on purpose>.",
        "“[She] {'d have told} us <that it was sold>.”",
        "{Did} [the headteacher] {say} <that the roof was leaking>?",
        "{Would} [he] {repeat} <that story> here?",
        "[Anyone] who {says} <the well is clean> should drink from it.",
        "I wish [Strand] {had said} <that the levy was dead>.",
        "Let [nobody] {tell} you <that the bridge is safe>.",
        "It {would be wrong to say} <that the mill is lost>.",
    ],
)
def test_what_is_only_supposed_is_hypothetical(record, marked):
    assert first(record(marked)).determinacy is Determinacy.HYPOTHETICAL


@pytest.mark.parametrize(
    "marked",
    [
        "[Mara Quill] {said} <that she would not stand>.",
        "[The mill] {not only said} <that it would pay> but paid.",
        "If it rains, [Mara Quill] {said}, <the fair will close>.",
        "Only then did [the captain] {say} <that the hold was open>.",
        "Why did [the mayor] {say} <that the river was clean>?",
        "[Reed] {asked} <whether the lock was open>.",
        "<“Is it shut?”> [Ona Reed] {asked}. Would she wait?",
        "[The cook, who did not vote,] {said} <the hall was cold>.",
        "[The cook], who did not vote, {said} <the hall was cold>.",
        "[Her doctor] {would say} only <that she was resting>.",
        "[Quill] {would not say} <why she left>.",
        "[Pavel Ruiz] {denied ever saying} <that the well was dry>.",
        "[The firm] {has yet to say} <whether the plant will open>.",
        "{According to} [No. 10], <the bridge is safe>.",
        "“<It is shut>,” [he] {couldn't help but add}.",
    ],
)
def test_what_was_said_or_refused_is_actual(record, marked):
    assert first(record(marked)).determinacy is Determinacy.ACTUAL


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("[Ms Quayle] {did not deny} <that she had met the builder>.", Act.DENIAL),
        ("[The carriers] {have not disputed} <the sum>.", Act.DENIAL),
        ("[Strand] {has not ruled out} <a tax rise>.", Act.STATEMENT),
        ("[The bakery] {never admitted} <that the oven had failed>.", Act.STATEMENT),
        ("[The coroner] {didn't say} <that it was murder>.", Act.STATEMENT),
    ],
)
def test_a_negated_saying_keeps_its_act(record, marked, act):
    one = first(record(marked))
    assert (one.act, one.determinacy) == (act, Determinacy.NEGATED)


@pytest.mark.parametrize("source", ["Nobody", "No one at the depot", "None of the pilots", "Nothing in the memo"])
def test_nobody_is_no_speaker(record, source):
    made = record(f"[{source}] {{said}} <that the brakes had failed>.")
    speaker = next(one for one in made.speakers if one.id == first(made).speaker)
    assert (speaker.kind, speaker.name) == (SpeakerKind.UNSTATED, "")
    assert first(made).source[0].of(made.article.text) == source


def test_two_who_both_gave_no_answer_are_no_nobody(record):
    made = record("[Neither Mr Holt nor his agent] {would say} <who paid>.")
    assert (first(made).act, first(made).determinacy) == (Act.NON_RESPONSE, Determinacy.ACTUAL)
    assert first(made).speaker != "unstated"


def test_one_inside_another_has_its_own(record):
    made = record("[1:Ned Rowe] {1:said} <1:that [2:the agency] {2:never warned} them <2:that the river was rising>>.")
    assert [one.determinacy for one in made.attributions] == [Determinacy.ACTUAL, Determinacy.NEGATED]


def test_the_list_holds_values_and_acts_of_ours():
    rows = lexicon("determinacy")
    assert {row["value"] for row in rows} <= set(Determinacy)
    acts = {act for row in rows for act in row["acts"].split(",")}
    assert acts <= {*Act, "all"}
    assert {row["place"] for row in rows} == {"source", "inverted", "before", "governs", "cue", "content"}


@pytest.mark.issue(19)
@pytest.mark.parametrize("cue", ["told the court in May", "said last May", "wrote on 4 May"])
def test_the_month_of_may_supposes_nothing(cue):
    import sayso

    record = sayso.attribute(f"The clerk, Ida Croft, {cue} that the survey was lost.")
    assert {one.determinacy for one in record.attributions} == {"actual"}
