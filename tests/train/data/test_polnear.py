"""The layout of PolNeAR with its irregularities, in fictional files."""

import pytest

from sayso.train.data.annotated import Relation
from sayso.train.data.passages import passage
from sayso.train.data.polnear import read_folder, relations, repaired

TEXT = '\ufeffThe mill closes\r\nOna Reed and Ivo Marr said\r\nit would "close" and, she said, soon.\n'


def span(words, text=TEXT):
    return text.index(words), text.index(words) + len(words)


def line(name, kind, *pieces):
    offsets = ";".join(f"{start} {end}" for start, end in map(span, pieces))
    return f"{name}\t{kind} {offsets}\t{' '.join(pieces)}\n"


@pytest.fixture
def folder(tmp_path):
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "mill.txt").write_bytes(TEXT.encode())
    return tmp_path


def write(folder, annotator, content):
    (folder / "attributions" / f"mill_{annotator}.ann").write_text(content, encoding="utf-8", newline="")


def test_discontinuous_spans_and_offsets_with_byte_order_mark_and_crlf(folder):
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


def test_span_across_a_line_end_is_read_by_its_offsets():
    start, end = span("said\r\nit")
    parsed = relations(
        f"T1\tContent {start} {end}\tsaid\nit\nT2\tCue {start} {start + 4}\tsaid\n"
        "E1\tAttribution:T2 Cue:T2 Content:T1\n",
        TEXT,
    )
    assert parsed == (Relation((), ((start, start + 4),), ((start, end),)),)


def test_events_can_come_first_omit_a_source_and_share_one():
    parsed = relations(
        "E1\tAttribution:T2 Cue:T2 Content:T3\nE2\tAttribution:T2 Source:T1 Cue:T2 Content:T4\n"
        "E3\tAttribution:T2 Source:T1 Cue:T2 Content2:T3\n#1\tAnnotatorNotes T1\tunsure\n"
        + line("T1", "Source", "Ona Reed")
        + line("T2", "Cue", "said")
        + line("T3", "Content", "close")
        + line("T4", "Content", "soon"),
        TEXT,
    )
    assert [bool(relation.source) for relation in parsed] == [False, True, True]
    assert [relation.content for relation in parsed] == [(span("close"),), (span("soon"),), (span("close"),)]


def test_event_without_spans_is_ignored():
    assert relations("E1\tAttribution:T9 Cue:T9\n", TEXT) == ()


def test_annotators_of_an_article_are_separate(folder):
    write(
        folder,
        "anna",
        line("T1", "Cue", "said") + line("T2", "Content", "soon") + "E1\tAttribution:T1 Cue:T1 Content:T2\n",
    )
    write(folder, "bert", "")
    (article,) = read_folder(folder)
    assert [len(annotator) for annotator in article.annotators] == [1, 0]


def test_error_for_a_folder_without_annotations_has_the_address(tmp_path):
    with pytest.raises(FileNotFoundError, match="PolNeAR"):
        read_folder(tmp_path)


def test_inline_markup_becomes_relations():
    article = passage("⟦c1 “I,”⟧ ⟦s1,2 she⟧ ⟦q1 said⟧, ⟦c1 “stay.”⟧ Asked again, ⟦q2 replied⟧: ⟦c2 yes⟧.\n", "x-1")
    first, second = article.annotators[0]
    assert [article.text[a:b] for a, b in first.content] == ["“I,”", "“stay.”"]
    assert first.source == second.source
    assert "⟦" not in article.text


@pytest.mark.parametrize("marked", ["⟦s1 she said", "⟦x1 she⟧ said", "⟦s1 she⟧ ⟦q1 said⟧ so"])
def test_malformed_passage_is_rejected(marked):
    with pytest.raises(ValueError, match="x-1"):
        passage(marked, "x-1")


def test_annotation_errors_are_repaired_for_training():
    text = "“Soon,” said Marr. Reed saidly left the mill."
    cue, source, content = [(start, start + size) for start, size in ((8, 4), (13, 4), (0, 7))]
    swapped = repaired(Relation((cue,), (source,), (content,)), text)
    assert (swapped.source, swapped.cue) == ((source,), (cue,))
    start = text.index("mill")
    assert repaired(Relation((), (), ((start, start + 2),)), text).content == ((start, start + 4),)


def test_evaluation_data_is_not_repaired(folder):
    write(folder, "anna", "T1\tCue 24 28\tsaid\nT2\tContent 1 6\tThe m\nE1\tAttribution:T1 Cue:T1 Content:T2\n")
    (plain,), (fixed,) = read_folder(folder), read_folder(folder, repair=True)
    assert plain.annotators[0][0].content == ((1, 6),)
    assert fixed.annotators[0][0].content == ((1, 9),)
