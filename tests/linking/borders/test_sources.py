"""Borders of sources: manner adverbs, second clauses, people who were told, subjects of participles."""

from __future__ import annotations

import pytest

from sayso.linking.borders.sources import with_borders
from sayso.terms import Span


def corrected(text, source, cue):
    starts = text.index(source), text.index(cue)
    spans = with_borders(text, (Span(starts[0], starts[0] + len(source)),), (Span(starts[1], starts[1] + len(cue)),))
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("the ferryman gruffly", "the ferryman"),
        ("Sir Odo Penn, wearily", "Sir Odo Penn"),
        ("her aunt softly", "her aunt"),
        ("Dame Lis Roe angrily", "Dame Lis Roe"),
        ("his family", "his family"),
        ("an old ally", "an old ally"),
        ("Ruth Kelly", "Ruth Kelly"),
        ("the assembly", "the assembly"),
    ],
)
def test_an_adverb_of_the_verb_is_no_part_of_a_source(source, name):
    assert corrected(f'"Not today," replied {source}.', source, "replied") == [name]


@pytest.mark.parametrize(
    ("source", "rest", "name"),
    [
        ("Ida Voss, and the crowd", " cheered her.", "Ida Voss"),
        ("the smith, but nobody in the yard", " laughed.", "the smith"),
        ("Per Holm, while his dog, an old collie,", " slept on.", "Per Holm"),
        ("Tam Reeve, the warden, and his sister, Una", ".", "Tam Reeve, the warden, and his sister, Una"),
        ("Ada Orr and the mayor", " on Monday.", "Ada Orr and the mayor"),
    ],
)
def test_the_subject_of_the_next_clause_is_no_part_of_a_source(source, rest, name):
    assert corrected(f'"It holds," said {source}{rest}', source, "said") == [name]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Nell Gray, who had been called in and told that her post was gone, wept.", "Nell Gray"),
        ("The pupils were lined up and told to wait.", "The pupils"),
        ("Two fitters have been sacked and told they owe rent.", "Two fitters"),
        ("Drivers were stopped and warned not to go on.", "Drivers"),
    ],
)
def test_the_one_who_is_told_is_no_source(text, source):
    assert corrected(text, source, "warned" if "warned" in text else "told") == []


@pytest.mark.parametrize(
    "text",
    [
        "The warden was angry and told the pupils to wait.",
        "Nell Gray stood up and told them that she would stay.",
        "The judge was robed and told counsel to sit.",
    ],
)
def test_the_one_who_tells_stays_the_source(text):
    source = text.split(" was ")[0].split(" stood ")[0]
    assert corrected(text, source, "told") == [source]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("The cook recalls her weeping, saying that the cake had sunk.", "her"),
        ("Neighbours heard him shouting at the gate, claiming he owned it.", "him"),
        ("A guard saw them leaving the hall, insisting that they were guests.", "them"),
    ],
)
def test_the_object_before_two_participles_is_their_subject(text, subject):
    cue = next(word for word in ("saying", "claiming", "insisting") if word in text)
    assert corrected(text, " ".join(text.split()[:2]) if text[0] != "N" else "Neighbours", cue) == [subject]


def test_the_subject_of_a_sentence_stays_the_subject_of_its_participle():
    assert corrected("The clerk left, saying that the till was short.", "The clerk", "saying") == ["The clerk"]


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("text", "source", "cue", "kept"),
    [
        ("“It fell,” said Otto Krahl. Coach Bo Lind was blunt.", "Otto Krahl. Coach Bo Lind", "said", "Otto Krahl"),
        (
            "“Nobody looked,” replied the guard Colm Bree. Dr Foyle left.",
            "the guard Colm Bree. Dr Foyle",
            "replied",
            "the guard Colm Bree",
        ),
        ("“It is late,” added Supt. Nuala Tarn of Hale.", "Supt. Nuala Tarn", "added", "Supt. Nuala Tarn"),
        (
            "“It is cheap,” said Hale Corp. President Ann Bell.",
            "Hale Corp. President Ann Bell",
            "said",
            "Hale Corp. President Ann Bell",
        ),
        ("“It fell,” said Atty. Gen. Ann Bell.", "Atty. Gen. Ann Bell", "said", "Atty. Gen. Ann Bell"),
        ("“It fell,” added Lieut. Bo Lind.", "Lieut. Bo Lind", "added", "Lieut. Bo Lind"),
        ("Asst. Warden Nuala Tarn said it fell.", "Asst. Warden Nuala Tarn", "said", "Asst. Warden Nuala Tarn"),
        ("He thanked Mr Krahl. Bo Lind said it was dry.", "Mr Krahl. Bo Lind", "said", "Bo Lind"),
    ],
)
def test_a_source_stays_within_its_sentence(text, source, cue, kept):
    assert corrected(text, source, cue) == [kept]
