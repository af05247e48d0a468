"""Data of a user's own: every form is read, and what is broken is named with its file and line."""

import json

import pytest

import sayso
from sayso.codec import encode
from sayso.errors import InputError
from sayso.export.brat import write_brat
from sayso.terms import Attribution, Record, Span
from sayso.train.data.sources import count, read_data, read_path

TEXT = 'Ona Reed said the mill would close. "It leaks," Ivo Marr added.\n'


def spans(*words, text=TEXT):
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)


def record(attributions=None):
    found = attributions or (
        Attribution("a1", spans("Ona Reed"), spans("said"), spans("the mill would close")),
        Attribution("a2", spans("Ivo Marr"), spans("added"), spans('"It leaks,"')),
    )
    return Record(article=sayso.read(TEXT), attributions=found)


def words(article):
    return [
        [[article.text[start:end] for start, end in getattr(one, role)] for role in ("source", "cue", "content")]
        for one in article.annotators[0]
    ]


READ = [
    [["Ona Reed"], ["said"], ["the mill would close"]],
    [["Ivo Marr"], ["added"], ['"It leaks,"']],
]


def bound(name, kind, *pieces):
    places = ";".join(f"{span.start} {span.end}" for span in spans(*pieces))
    return f"{name}\t{kind} {places}\t{' '.join(pieces)}\n"


ANN = (
    bound("T1", "Source", "Ona Reed")
    + bound("T2", "Cue", "said")
    + bound("T3", "Content", "the mill would close")
    + "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
)


def pair(folder, ann, text=TEXT):
    (folder / "mill.txt").write_text(text, encoding="utf-8", newline="")
    (folder / "mill.ann").write_text(ann, encoding="utf-8", newline="")
    return folder


def test_what_sayso_exports_as_brat_comes_back(tmp_path):
    write_brat(record(), tmp_path / "mill")
    (article,) = read_path(tmp_path)
    assert (article.text, words(article)) == (TEXT, READ)


def test_events_are_attributions_too(tmp_path):
    (article,) = read_path(pair(tmp_path, ANN))
    assert words(article) == READ[:1]


def test_the_layout_of_polnear_keeps_its_annotators_apart(tmp_path):
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "mill.txt").write_text(TEXT)
    (tmp_path / "attributions" / "mill_anna.ann").write_text(ANN)
    (tmp_path / "attributions" / "mill_bert.ann").write_text("")
    (article,) = read_path(tmp_path)
    assert article.hands == ("anna", "bert")
    assert [len(found) for found in article.annotators] == [1, 0]


@pytest.mark.parametrize("form", ["one", "array", "lines", "corrections"])
def test_records_as_json_are_read_however_they_were_written(tmp_path, form):
    one = encode(record())
    told = {
        "one": one,
        "array": f"[{one},{one}]",
        "lines": f"{one}\n{one}\n",
        "corrections": json.dumps({"version": 3, "record": json.loads(one), "corrections": [], "deleted": []}) + "\n",
    }
    path = tmp_path / ("data.json" if form in ("one", "array") else "data.jsonl")
    path.write_text(told[form])
    assert words(read_path(path)[0]) == READ


def test_what_lies_inside_another_content_is_left_out(tmp_path):
    outer = Attribution(
        "a1", spans("Ona Reed"), spans("said"), spans('the mill would close. "It leaks," Ivo Marr added')
    )
    inner = Attribution("a2", spans("Ivo Marr"), spans("added"), spans('"It leaks,"'), inside="a1")
    (tmp_path / "data.json").write_text(encode(record((outer, inner))))
    assert len(words(read_path(tmp_path / "data.json")[0])) == 1
    write_brat(record((outer, inner)), tmp_path / "mill")
    assert len(words(read_path(tmp_path)[0])) == 1


def test_passages_are_read_and_every_sixth_text_is_held_out(tmp_path):
    (tmp_path / "own.txt").write_text("----\n".join("⟦s1 Ona⟧ ⟦q1 said⟧ ⟦c1 yes⟧.\n" for _ in range(13)))
    data = read_data([tmp_path])
    assert (len(data.train), len(data.held), count(data.train)) == (11, 2, 11)


def test_train_and_dev_are_kept_as_they_were_divided(tmp_path):
    for name, ann in (("train", ANN), ("dev", ANN)):
        (tmp_path / name).mkdir()
        pair(tmp_path / name, ann)
    data = read_data([tmp_path])
    assert (len(data.train), len(data.held)) == (1, 1)


@pytest.mark.parametrize(
    ("ann", "said"),
    [
        ("T1\tSource 0 900\tOna\n", "line 1: .0, 900. leaves the text, which has 64 characters"),
        ("T1\tSource 8 0\tOna\n", "line 1"),
        ("T1\tSource zero\tOna\n", "not of the form T1"),
        ("T1\tSource 1 9\tOna Reed\n", "the line says 'Ona Reed', the text has 'na Reed ' there"),
        (ANN + "E2\tAttribution:T2 Cue:T9 Content:T3\n", "line 5: there is no T9"),
        (ANN + "R1\tSignals T1 T3\n", "line 5: not of the form R1"),
        ("T1\tSource 0 8\tOna Reed\n", "1 texts in it, and no attribution"),
    ],
)
def test_broken_brat_is_named_with_its_line(tmp_path, ann, said):
    with pytest.raises(InputError, match=said):
        read_path(pair(tmp_path, ann))


def test_annotations_without_their_text_are_refused(tmp_path):
    (tmp_path / "mill.ann").write_text(ANN)
    with pytest.raises(InputError, match=r"mill\.ann: cannot be read"):
        read_path(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("data.jsonl", "{}\n[]\n", "line 1"),
        ("data.json", "{", "cannot be read"),
        ("own.txt", "⟦s1 Ona said\n", "a mark is not of the form"),
        ("own.txt", "Nobody said a word.\n", "1 texts in it, and no attribution"),
        ("own.txt", b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_broken_file_is_named(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=said):
        read_path(path)


def test_a_folder_that_is_not_there_says_so(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_data([tmp_path / "none"])
