"""One reader of brat's format serves the export, users' training data and PolNeAR."""

from __future__ import annotations

import pytest

from sayso.errors import InputError
from sayso.standoff import parse
from sayso.terms import Span

ANN = (
    "T1\tSource 0 8\tOna Reed\r\nT2\tCue 9 13;20 24\tsaid told\nE1\tAttribution:T2 Source:T1 Cue1:T2\n"
    "R1\tSignals Arg1:T2 Arg2:T1\n#1\tAnnotatorNotes T1\tthe keeper\nA1\tNegation T1\n\n"
)


def test_each_sort_of_line_is_read_with_its_number() -> None:
    read = parse(ANN, file="weir.ann", hint="")
    assert read.bounds["T2"].spans == (Span(9, 13), Span(20, 24))
    assert (read.bounds["T1"].type, read.bounds["T1"].words, read.bounds["T1"].line) == ("Source", "Ona Reed", 1)
    assert [(one.type, one.arguments) for one in read.events] == [("Attribution", (("Source", "T1"), ("Cue1", "T2")))]
    assert [(one.type, one.first, one.second) for one in read.links] == [("Signals", "T2", "T1")]
    assert [(one.type, one.target, one.value) for one in read.attributes] == [("Negation", "T1", "")]
    assert [(one.type, one.target, one.text) for one in read.notes] == [("AnnotatorNotes", "T1", "the keeper")]


@pytest.mark.parametrize("line", ["T1\tSource 8 0\tOna", "T1\tSource x 9", "E1\tAttribution T2", "R1\tSignals T1 T2"])
def test_a_malformed_line_is_named_or_passed_over(line: str) -> None:
    with pytest.raises(InputError, match=f"weir.ann, line 2: not of the form {line[0]}1") as error:
        parse(f"\n{line}\n", file="weir.ann", hint="Mend it")
    assert error.value.hint == "Mend it"
    assert parse(line, file="", hint="", lenient=True) == parse("", file="", hint="")
