"""Determinacy of attributions."""

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
def test_negated_attributions(record, marked):
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
def test_hypothetical_attributions(record, marked):
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
        "[The depot] did not dispute the bill but {noted} <that it came late>.",
        "[Its founder] would not confirm the date and {hinted} <that it may slip>.",
        "[The letter] names no culprit but {mentions} <a blue van>.",
        "<“Soon,”> was all [the vicar] {would say}.",
        "What [the purser] {will say} is <that the boat floats>.",
        "[The baker] {has nothing against} <rye>.",
        "[Her uncle] {could not hide} <his delight at the sale>.",
        "[I] {would argue} <that the spire is ugly>.",
        "[Your critic] {would have us believe} <that the play is short>.",
        "[The glaziers] {would welcome} <a second storm>.",
    ],
)
def test_actual_attributions(record, marked):
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
def test_a_negated_attribution_keeps_its_act(record, marked, act):
    attribution = first(record(marked))
    assert (attribution.act, attribution.determinacy) == (act, Determinacy.NEGATED)


@pytest.mark.parametrize("source", ["Nobody", "No one at the depot", "None of the pilots", "Nothing in the memo"])
def test_negative_sources_have_no_speaker(record, source):
    result = record(f"[{source}] {{said}} <that the brakes had failed>.")
    speaker = next(speaker for speaker in result.speakers if speaker.id == first(result).speaker)
    assert (speaker.kind, speaker.name) == (SpeakerKind.UNSTATED, "")
    assert first(result).source[0].of(result.article.text) == source


def test_neither_of_two_names_is_a_speaker_of_a_non_response(record):
    result = record("[Neither Mr Holt nor his agent] {would say} <who paid>.")
    assert (first(result).act, first(result).determinacy) == (Act.NON_RESPONSE, Determinacy.ACTUAL)
    assert first(result).speaker != "unstated"


def test_a_nested_attribution_has_its_own_determinacy(record):
    result = record(
        "[1:Ned Rowe] {1:said} <1:that [2:the agency] {2:never warned} them <2:that the river was rising>>."
    )
    assert [attribution.determinacy for attribution in result.attributions] == [Determinacy.ACTUAL, Determinacy.NEGATED]


def test_the_lexicon_contains_only_known_values_and_acts():
    rows = lexicon("determinacy")
    assert {row["value"] for row in rows} <= set(Determinacy)
    acts = {act for row in rows for act in row["acts"].split(",")}
    assert acts <= {*Act, "all"}
    assert {row["place"] for row in rows} == {"source", "inverted", "before", "governs", "cue", "content"}


@pytest.mark.issue(19)
@pytest.mark.parametrize("cue", ["told the court in May", "said last May", "wrote on 4 May"])
def test_the_month_may_is_not_hypothetical(cue):
    import sayso

    record = sayso.attribute(f"The clerk, Ida Croft, {cue} that the survey was lost.")
    assert {attribution.determinacy for attribution in record.attributions} == {"actual"}


@pytest.mark.parametrize(
    "marked",
    [
        "[Roe] {never tires of saying} <that soup is a right>.",
        "[The warden] {never failed to mention} <the broken lock>.",
        "[Coll] {made no secret of saying} <that the weir leaked>.",
    ],
)
def test_a_negation_that_stresses_a_saying_is_actual(record, marked):
    assert first(record(marked)).determinacy is Determinacy.ACTUAL


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("An official who asked not to be named said that the pier leaks.", Determinacy.ACTUAL),
        ("A nurse who would not give her name said the ward was full.", Determinacy.ACTUAL),
        ("Kells, who does not own a boat, said that the harbour was full.", Determinacy.ACTUAL),
        ("A pilot who flew the plane didn’t say the wing was cracked.", Determinacy.NEGATED),
        ("A keeper who knows the pier has never said that it was safe.", Determinacy.NEGATED),
    ],
)
def test_the_negation_of_a_relative_clause_is_not_that_of_the_statement(page, expected):
    import sayso

    assert first(sayso.attribute(page)).determinacy is expected
