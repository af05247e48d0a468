"""PolNeAR's layout with its traps, in a folder of our own."""

import pytest

from sayso.train.data.annotated import Relation
from sayso.train.data.passages import passage
from sayso.train.data.polnear import read_folder, relations, repaired

TEXT = '\ufeffThe mill closes\r\nOna Reed and Ivo Marr said\r\nit would "close" and, she said, soon.\n'


def span(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def line(name, kind, *pieces):
    places = ";".join(f"{start} {end}" for start, end in map(span, pieces))
    return f"{name}\t{kind} {places}\t{' '.join(pieces)}\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "mill.txt").write_bytes(TEXT.encode())
    return tmp_path


def write(folder, annotator, content):
    (folder / "attributions" / f"mill_{annotator}.ann").write_text(content, encoding="utf-8", newline="")


def test_broken_spans_stay_broken_and_offsets_survive_marks_and_line_ends(folder):
    write(
        folder,
        "anna",
        line("T1", "Source", "Ona Reed", "Ivo Marr")
        + line("T2", "Cue", "said")
        + line("T3", "Content", "it would", "soon")
        + "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n",
    )
    (article,) = read_folder(folder)
    (relation,) = article.annotators[0]
    assert [article.text[start:end] for start, end in relation.source] == ["Ona Reed", "Ivo Marr"]
    assert [article.text[start:end] for start, end in relation.content] == ["it would", "soon"]
    assert article.text == TEXT


def test_a_line_whose_text_runs_over_a_line_end_is_read_by_its_offsets():
    start, end = span("said\r\nit")
    found = relations(
        f"T1\tContent {start} {end}\tsaid\nit\nT2\tCue {start} {start + 4}\tsaid\n"
        "E1\tAttribution:T2 Cue:T2 Content:T1\n",
        TEXT,
    )
    assert found == (Relation((), ((start, start + 4),), ((start, end),)),)


def test_events_may_come_first_lack_a_source_and_share_one():
    found = relations(
        "E1\tAttribution:T2 Cue:T2 Content:T3\nE2\tAttribution:T2 Source:T1 Cue:T2 Content:T4\n"
        "E3\tAttribution:T2 Source:T1 Cue:T2 Content2:T3\n#1\tAnnotatorNotes T1\tunsure\n"
        + line("T1", "Source", "Ona Reed")
        + line("T2", "Cue", "said")
        + line("T3", "Content", "close")
        + line("T4", "Content", "soon"),
        TEXT,
    )
    assert [bool(one.source) for one in found] == [False, True, True]
    assert [one.content for one in found] == [(span("close"),), (span("soon"),), (span("close"),)]


def test_an_event_without_any_span_is_passed_over():
    assert relations("E1\tAttribution:T9 Cue:T9\n", TEXT) == ()


def test_several_annotators_of_one_article_stand_side_by_side(folder):
    write(
        folder,
        "anna",
        line("T1", "Cue", "said") + line("T2", "Content", "soon") + "E1\tAttribution:T1 Cue:T1 Content:T2\n",
    )
    write(folder, "bert", "")
    (article,) = read_folder(folder)
    assert [len(found) for found in article.annotators] == [1, 0]


def test_a_folder_without_annotations_says_where_to_find_them(tmp_path):
    with pytest.raises(FileNotFoundError, match="PolNeAR"):
        read_folder(tmp_path)


def test_marks_of_our_own_passages_become_relations():
    found = passage("⟦c1 “I,”⟧ ⟦s1,2 she⟧ ⟦q1 said⟧, ⟦c1 “stay.”⟧ Asked again, ⟦q2 replied⟧: ⟦c2 yes⟧.\n", "x-1")
    first, second = found.annotators[0]
    assert [found.text[a:b] for a, b in first.content] == ["“I,”", "“stay.”"]
    assert first.source == second.source
    assert "⟦" not in found.text


@pytest.mark.parametrize("marked", ["⟦s1 she said", "⟦x1 she⟧ said", "⟦s1 she⟧ ⟦q1 said⟧ so"])
def test_a_broken_passage_is_refused(marked):
    with pytest.raises(ValueError, match="x-1"):
        passage(marked, "x-1")


def test_slips_of_annotators_are_repaired_for_training():
    text = "“Soon,” said Marr. Reed saidly left the mill."
    at = [(start, start + size) for start, size in ((8, 4), (13, 4), (0, 7))]
    swapped = repaired(Relation((at[0],), (at[1],), (at[2],)), text)
    assert (swapped.source, swapped.cue) == ((at[1],), (at[0],))
    cut = text.index("mill")
    assert repaired(Relation((), (), ((cut, cut + 2),)), text).content == ((cut, cut + 4),)


def test_what_is_measured_against_stays_as_it_was_published(folder):
    write(folder, "anna", "T1\tCue 24 28\tsaid\nT2\tContent 1 6\tThe m\nE1\tAttribution:T1 Cue:T1 Content:T2\n")
    (plain,), (learnt,) = read_folder(folder), read_folder(folder, repair=True)
    assert plain.annotators[0][0].content == ((1, 6),)
    assert learnt.annotators[0][0].content == ((1, 9),)
