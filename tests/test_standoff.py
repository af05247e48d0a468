"""The brat reader that export, training data of users and PolNeAR share."""

from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.standoff import parse
from sayso.terms import Span

ANN = (
    "T1\tSource 0 8\tOna Reed\r\nT2\tCue 9 13;20 24\tsaid told\nE1\tAttribution:T2 Source:T1 Cue1:T2\n"
    "R1\tSignals Arg1:T2 Arg2:T1\n#1\tAnnotatorNotes T1\tthe keeper\nA1\tNegation T1\n\n"
)


def test_each_type_of_line_is_read_with_its_number() -> None:
    read = parse(ANN, file="weir.ann", hint="")
    assert read.bounds["T2"].spans == (Span(9, 13), Span(20, 24))
    assert (read.bounds["T1"].type, read.bounds["T1"].words, read.bounds["T1"].line) == ("Source", "Ona Reed", 1)
    assert [(event.type, event.arguments) for event in read.events] == [
        ("Attribution", (("Source", "T1"), ("Cue1", "T2")))
    ]
    assert [(link.type, link.first, link.second) for link in read.links] == [("Signals", "T2", "T1")]
    assert [(attribute.type, attribute.target, attribute.value) for attribute in read.attributes] == [
        ("Negation", "T1", "")
    ]
    assert [(note.type, note.target, note.text) for note in read.notes] == [("AnnotatorNotes", "T1", "the keeper")]


@pytest.mark.parametrize("line", ["T1\tSource 8 0\tOna", "T1\tSource x 9", "E1\tAttribution T2", "R1\tSignals T1 T2"])
def test_a_malformed_line_is_reported_or_ignored(line: str) -> None:
    with pytest.raises(InputError, match=f"weir.ann, line 2: not of the form {line[0]}1") as error:
        parse(f"\n{line}\n", file="weir.ann", hint="Fix it")
    assert error.value.hint == "Fix it"
    assert parse(line, file="", hint="", lenient=True) == parse("", file="", hint="")
