"""Users' training data: all formats, and errors with file and line."""

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
    attributions = attributions or (
        Attribution("a1", spans("Ona Reed"), spans("said"), spans("the mill would close")),
        Attribution("a2", spans("Ivo Marr"), spans("added"), spans('"It leaks,"')),
    )
    return Record(article=sayso.read(TEXT), attributions=attributions)


def words(article):
    return [
        [[article.text[start:end] for start, end in getattr(relation, role)] for role in ("source", "cue", "content")]
        for relation in article.annotators[0]
    ]


READ = [
    [["Ona Reed"], ["said"], ["the mill would close"]],
    [["Ivo Marr"], ["added"], ['"It leaks,"']],
]


def bound(name, kind, *pieces):
    offsets = ";".join(f"{span.start} {span.end}" for span in spans(*pieces))
    return f"{name}\t{kind} {offsets}\t{' '.join(pieces)}\n"


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


def test_exported_brat_is_read(tmp_path):
    write_brat(record(), tmp_path / "mill")
    (article,) = read_path(tmp_path)
    assert (article.text, words(article)) == (TEXT, READ)


def test_events_are_attributions(tmp_path):
    (article,) = read_path(pair(tmp_path, ANN))
    assert words(article) == READ[:1]


def test_layout_of_polnear_has_separate_annotators(tmp_path):
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    (tmp_path / "text" / "mill.txt").write_text(TEXT)
    (tmp_path / "attributions" / "mill_anna.ann").write_text(ANN)
    (tmp_path / "attributions" / "mill_bert.ann").write_text("")
    (article,) = read_path(tmp_path)
    assert article.hands == ("anna", "bert")
    assert [len(relations) for relations in article.annotators] == [1, 0]


@pytest.mark.parametrize("layout", ["single", "array", "lines", "corrections"])
def test_each_layout_of_json_records_is_read(tmp_path, layout):
    text = encode(record())
    correction = {"version": 3, "record": json.loads(text), "corrections": [], "deleted": []}
    contents = {
        "single": text,
        "array": f"[{text},{text}]",
        "lines": f"{text}\n{text}\n",
        "corrections": json.dumps(correction) + "\n",
    }
    path = tmp_path / ("data.json" if layout in ("single", "array") else "data.jsonl")
    path.write_text(contents[layout])
    assert words(read_path(path)[0]) == READ


def test_nested_attributions_are_omitted(tmp_path):
    outer = Attribution(
        "a1", spans("Ona Reed"), spans("said"), spans('the mill would close. "It leaks," Ivo Marr added')
    )
    inner = Attribution("a2", spans("Ivo Marr"), spans("added"), spans('"It leaks,"'), inside="a1")
    (tmp_path / "data.json").write_text(encode(record((outer, inner))))
    assert len(words(read_path(tmp_path / "data.json")[0])) == 1
    write_brat(record((outer, inner)), tmp_path / "mill")
    assert len(words(read_path(tmp_path)[0])) == 1


def test_every_sixth_passage_is_held_out(tmp_path):
    (tmp_path / "own.txt").write_text("----\n".join("⟦s1 Ona⟧ ⟦q1 said⟧ ⟦c1 yes⟧.\n" for _ in range(13)))
    data = read_data([tmp_path])
    assert (len(data.train), len(data.held), count(data.train)) == (11, 2, 11)


def test_train_and_dev_folders_are_used(tmp_path):
    for name, ann in (("train", ANN), ("dev", ANN)):
        (tmp_path / name).mkdir()
        pair(tmp_path / name, ann)
    data = read_data([tmp_path])
    assert (len(data.train), len(data.held)) == (1, 1)


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tSource 0 900\tOna\n", "line 1: .0, 900. is outside the text, which has 64 characters"),
        ("T1\tSource 8 0\tOna\n", "line 1"),
        ("T1\tSource zero\tOna\n", "not of the form T1"),
        ("T1\tSource 1 9\tOna Reed\n", "the line has 'Ona Reed', the text has 'na Reed '"),
        (ANN + "E2\tAttribution:T2 Cue:T9 Content:T3\n", "line 5: there is no T9"),
        (ANN + "R1\tSignals T1 T3\n", "line 5: not of the form R1"),
        ("T1\tSource 0 8\tOna Reed\n", "no attributions in 1 texts"),
    ],
)
def test_malformed_brat_is_reported_with_its_line(tmp_path, ann, message):
    with pytest.raises(InputError, match=message):
        read_path(pair(tmp_path, ann))


def test_annotations_without_a_text_are_rejected(tmp_path):
    (tmp_path / "mill.ann").write_text(ANN)
    with pytest.raises(InputError, match=r"mill\.ann: cannot be read"):
        read_path(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("data.jsonl", "{}\n[]\n", "line 1"),
        ("data.json", "{", "cannot be read"),
        ("own.txt", "⟦s1 Ona said\n", "a mark does not have the form"),
        ("own.txt", "Nobody said a word.\n", "no attributions in 1 texts"),
        ("own.txt", b"\xff\xfe", "cannot be read"),
    ],
)
def test_malformed_file_is_reported(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError, match=message):
        read_path(path)


def test_missing_folder_is_reported(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        read_data([tmp_path / "none"])
