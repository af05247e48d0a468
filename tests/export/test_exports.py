"""Each export format, checked against its standard or a second implementation, with round trips where possible."""

# ruff: noqa: E501 (tables of data, programs as text)

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analysis import Analysis
from sayso.errors import InputError, QueryError
from sayso.export import BINARY, FOLDERS, FORMATS, export_file, export_folder, export_text
from sayso.export.annotation import read_annotations, web_annotations
from sayso.export.brat import CONFIGURATION, from_ann, read_brat, to_ann, write_brat
from sayso.export.claims import claims
from sayso.export.jsonld import jsonld
from sayso.export.report import report
from sayso.export.tables import AttributionRow, attribution_rows, write_csv, write_parquet
from sayso.record import assemble
from sayso.terms import (
    PUBLISHER,
    Act,
    Alternative,
    Article,
    Attribution,
    Block,
    BlockKind,
    Determinacy,
    Form,
    Record,
    Span,
    Speaker,
    SpeakerKind,
)  # fmt: skip

TEXT = "Toll to stay\nInes Calder, the mayor, told the Ferry Post: “The toll\nstays.” Sources said fares <rise> & fall."


def span(words):
    return (Span(TEXT.index(words), TEXT.index(words) + len(words)),)


@pytest.fixture
def record():
    article = Article(
        TEXT,
        (Block(BlockKind.HEADLINE, Span(0, 13)), Block(BlockKind.BODY, Span(13, len(TEXT)))),
        headline="Toll to stay",
        byline=("Rosa Stell",),
        published="2026-05-03",
        publisher="Harrow Echo",
        url="https://echo.example/toll",
        language="en",
    )
    speakers = [
        Speaker("s1", "Ines Calder", SpeakerKind.PERSON, "mayor", "Harrow", mentions=span("Ines Calder")),
        Speaker("s2", "sources", SpeakerKind.UNNAMED, mentions=span("Sources")),
        Speaker("s3", "Ferry Post", SpeakerKind.OUTLET),
    ]
    attributions = [
        Attribution("a1", span("Ines Calder, the mayor,"), span("told the Ferry Post"), span("“The toll\nstays.”"), Form.DIRECT, Act.STATEMENT, "s1", relay="s3"),
        Attribution("a2", span("Sources"), span("said"), span("fares <rise> & fall"), Form.INDIRECT, Act.DENIAL, "s2"),
    ]  # fmt: skip
    return assemble(Analysis(article), attributions, speakers, "by hand")


# schema.org

# The used part of schema.org (release 28): the properties of each type, and the types of their values.
_THING = {"url", "name", "description", "sameAs"}
_WORK = {*_THING, "headline", "alternativeHeadline", "datePublished", "dateModified", "inLanguage", "author", "publisher", "hasPart", "isPartOf", "text", "keywords", "citation", "about"}  # fmt: skip
ALLOWED = {
    "NewsArticle": {*_WORK, "articleSection"},
    "CreativeWork": _WORK,
    "Quotation": {*_WORK, "spokenByCharacter"},
    "Claim": {*_WORK, "appearance"},
    "ClaimReview": {*_WORK, "claimReviewed", "itemReviewed"},
    "Person": {*_THING, "jobTitle", "affiliation"},
    "Organization": _THING,
    "NewsMediaOrganization": _THING,
}
AGENTS = {"Person", "Organization", "NewsMediaOrganization"}
RANGE = {"spokenByCharacter": AGENTS, "about": AGENTS, "author": AGENTS, "publisher": AGENTS, "affiliation": {"Organization"}, "citation": {"CreativeWork"}, "itemReviewed": {"Claim"}, "appearance": {"NewsArticle"}, "hasPart": {"Quotation", "Claim"}}  # fmt: skip


def assert_valid(node):
    """Check a node against the types and properties of schema.org."""
    for name, value in node.items():
        if name.startswith("@"):
            continue
        assert name in ALLOWED[node["@type"]], (node["@type"], name)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict) and "@type" in child:
                assert child["@type"] in RANGE[name], (name, child["@type"])
                assert_valid(child)


def triples(tree):
    """The graph parsed by rdflib, with an inline context, since tests do not fetch the real one."""
    rdflib = pytest.importorskip("rdflib")
    text = json.dumps({**tree, "@context": {"@vocab": "https://schema.org/"}})
    return rdflib.Graph().parse(data=text, format="json-ld"), rdflib.Namespace("https://schema.org/")


def test_schema_org(record):
    tree = jsonld(record)
    assert_valid(tree)
    quotation, claim = tree["hasPart"]
    assert (quotation["@type"], quotation["spokenByCharacter"]["name"]) == ("Quotation", "Ines Calder")
    assert quotation["citation"]["publisher"]["name"] == "Ferry Post"
    assert (claim["@type"], claim["author"]) == (
        "Claim",
        {"@type": "Person", "@id": "https://echo.example/toll#s2", "description": "sources"},
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_schema_org_parsed_by_rdflib(record):
    graph, schema = triples(jsonld(record))
    rows = graph.query(
        "SELECT ?text ?name WHERE { ?q a s:Quotation ; s:text ?text ; s:spokenByCharacter/s:name ?name }",
        initNs={"s": schema},
    )
    assert [(str(text), str(name)) for text, name in rows] == [("“The toll\nstays.”", "Ines Calder")]


def test_claims_have_no_rating(record):
    tree = claims(record)
    for review in tree["@graph"]:
        assert_valid(review)
        assert "reviewRating" not in review
    assert [review["claimReviewed"] for review in tree["@graph"]] == ["“The toll\nstays.”", "fares <rise> & fall"]


# Web Annotation

SELECTOR = {
    "oneOf": [
        {"type": "object", "required": ["type", "exact"], "additionalProperties": False, "properties": {
            "type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1},
            "prefix": {"type": "string"}, "suffix": {"type": "string"}}},
        {"type": "object", "required": ["type", "start", "end"], "additionalProperties": False, "properties": {
            "type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
            "end": {"type": "integer", "minimum": 0}}},
    ]
}  # fmt: skip
MOTIVATIONS = ["assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"]  # fmt: skip
ANNOTATION = {
    "type": "object", "required": ["id", "type", "target"],
    "properties": {
        "id": {"type": "string", "format": "uri"}, "type": {"const": "Annotation"}, "motivation": {"enum": MOTIVATIONS},
        "body": {"type": "array", "items": {"type": "object", "required": ["type", "value"], "properties": {
            "type": {"const": "TextualBody"}, "purpose": {"enum": MOTIVATIONS}}}},
        "target": {"type": "array", "items": {"type": "object", "required": ["source", "selector"], "properties": {
            "type": {"const": "SpecificResource"}, "selector": {"type": "array", "items": SELECTOR}}}},
    },
}  # fmt: skip


def test_web_annotations_are_valid(record):
    jsonschema = pytest.importorskip("jsonschema")
    tree = web_annotations(record)
    assert tree["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (tree["type"], tree["total"]) == ("AnnotationCollection", len(tree["first"]["items"]))
    for item in tree["first"]["items"]:
        jsonschema.validate(item, ANNOTATION)


def test_web_annotations_restore_the_spans(record):
    annotations = read_annotations(web_annotations(record), TEXT)
    assert [tuple(spans["content"]) for spans in annotations] == [one.content for one in record.attributions]
    with pytest.raises(ValueError, match="not the quote"):
        read_annotations(web_annotations(record), "x" * len(TEXT))


def test_quote_selectors_agree_with_position_selectors(record):
    for item in web_annotations(record)["first"]["items"]:
        for target in item["target"]:
            quote, position = target["selector"]
            place = TEXT.index(quote["prefix"] + quote["exact"] + quote["suffix"]) + len(quote["prefix"])
            assert place == position["start"]


# brat


def test_brat_restores_the_record(record, tmp_path):
    write_brat(record, tmp_path / "page")
    assert read_brat(tmp_path / "page") == record
    assert to_ann(record).splitlines()[2].startswith("T3\tContent ")
    assert "R1\tAttributed Arg1:T3 Arg2:T1" in to_ann(record)


def test_brat_lines_are_valid(record):
    """The checks of brat's parser: offsets, no line ends in a fragment, fragments joined by spaces."""
    for line in to_ann(record).splitlines():
        if line.startswith("T"):
            _, where, words = line.split("\t")
            kind, _, pairs = where.partition(" ")
            assert f"\n{kind}\n" in CONFIGURATION
            pieces = [TEXT[int(a) : int(b)] for a, b in (pair.split() for pair in pairs.split(";"))]
            assert " ".join(pieces) == words
            assert "\n" not in words


def test_spans_changed_in_brat_are_imported(record):
    start = TEXT.index("said")
    ann = to_ann(record).replace(f"Cue {start} {start + 4}\tsaid", f"Cue {start} {start + 10}\tsaid fares")
    assert from_ann(TEXT, ann).attributions[1].cue == (Span(start, start + 10),)


def test_foreign_brat_files_are_rejected(tmp_path):
    for ann, place in (("T1\tCue x y\tz", "line 1"), ("", None)):
        with pytest.raises(InputError) as error:
            from_ann("text", ann)
        assert error.value.place == place
    with pytest.raises(InputError):
        read_brat(tmp_path / "none")


LETTERS = st.text(st.sampled_from("ab \n\r\té😀“"), min_size=1, max_size=30).filter(lambda text: text.strip("\n\r"))


@st.composite
def records(draw):
    text = draw(LETTERS)
    offsets = st.integers(0, len(text) - 1)

    def spans():
        pairs = draw(st.lists(st.tuples(offsets, offsets), max_size=3))
        return tuple(Span(min(a, b), max(a, b) + 1) for a, b in pairs)

    attributions = tuple(Attribution(f"a{n}", spans(), spans(), spans()) for n in range(draw(st.integers(0, 3))))
    return Record(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),)), attributions)


@settings(max_examples=200, deadline=None)
@given(records())
def test_brat_round_trip_of_any_record(record):
    assert from_ann(record.article.text, to_ann(record)) == record


@settings(max_examples=100, deadline=None)
@given(records())
def test_annotations_round_trip_of_any_record(record):
    annotations = read_annotations(json.loads(json.dumps(web_annotations(record))), record.article.text)
    assert [tuple(spans["source"]) for spans in annotations] == [one.source for one in record.attributions]


# Tables


def test_parquet_read_by_duckdb(record, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    assert write_parquet([("one", record), ("two", record)], tmp_path / "x.parquet") == 2
    query = f"SELECT record, speaker, act, content_spans[1][1], chain FROM '{tmp_path / 'x.parquet'}' ORDER BY 1, id"
    rows = duckdb.sql(query).fetchall()
    assert len(rows) == 4
    content = record.attributions[0].content[0]
    assert rows[0] == ("one", "Ines Calder", "statement", content.start, ["Harrow Echo", "Ferry Post", "Ines Calder"])


def test_parquet_restores_the_rows(record, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet([("one", record)], tmp_path / "x.parquet")
    rows = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert msgspec.convert(rows, list[AttributionRow]) == list(attribution_rows(record, "one"))
    write_parquet([], tmp_path / "none.parquet")
    assert parquet.read_table(tmp_path / "none.parquet").column_names == list(AttributionRow.__struct_fields__)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.parquet", "x.parquet"]


def test_csv_restores_the_rows(record):
    file = io.StringIO(newline="")
    assert write_csv([("one", record)], file) == 1
    rows = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert [row["content"] for row in rows] == ["“The toll\nstays.”", "fares <rise> & fall"]
    assert json.loads(rows[0]["content_spans"]) == [list(msgspec.to_builtins(record.attributions[0].content[0]))]


# The report


class Reader(HTMLParser):
    """Collects tags, text, links and ids, and checks that the elements are balanced."""

    def __init__(self):
        super().__init__()
        self.open, self.words, self.links, self.ids, self.tags = [], [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in ("meta", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_report_is_balanced_and_escaped_with_links_to_each_statement(record):
    reader = Reader()
    reader.feed(report(record))
    assert reader.open == []
    assert "fares <rise> & fall" in "".join(reader.words)
    assert "rise" not in reader.tags
    assert set(reader.links) == {"#a1", "#a2", "#in-a1", "#in-a2"}
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)


def test_report_of_a_hostile_page_has_no_foreign_elements(record):
    bad = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    article = msgspec.structs.replace(record.article, headline=bad, publisher=bad, language=bad, url=bad)
    speakers = tuple(msgspec.structs.replace(speaker, name=bad) for speaker in record.speakers)
    reader = Reader()
    reader.feed(report(msgspec.structs.replace(record, article=article, speakers=speakers)))
    assert not reader.tags & {"script", "img"}
    assert reader.open == []


# All of them


@pytest.mark.parametrize("to", FORMATS)
def test_every_format_is_written(record, tmp_path, to):
    if to in FOLDERS:
        assert export_folder([("one", record)], to, tmp_path / "out") == 1
        assert any((tmp_path / "out").iterdir())
    elif to in BINARY:
        assert export_file([("one", record)], to, tmp_path / "x") == 1
        assert [path.name for path in tmp_path.iterdir()] == ["x"]
    else:
        file = io.StringIO(newline="")
        assert export_text([("one", record), ("two", record)], to, file) == 2
        assert file.getvalue()
    assert PUBLISHER in {speaker.id for speaker in record.speakers}


def test_format_and_target_must_match(record, tmp_path):
    with pytest.raises(QueryError):
        export_text([("one", record)], "html", io.StringIO())
    with pytest.raises(QueryError):
        export_folder([("one", record)], "csv", tmp_path)
    with pytest.raises(QueryError):
        export_file([("one", record)], "csv", tmp_path / "x")


# Negated statements and uncertain speakers


@pytest.fixture
def unsure(record):
    """A record whose first statement has an uncertain speaker, and whose second is negated."""
    first, second = record.attributions
    others = (Alternative("s2", 0.31), Alternative("gone", 0.01))
    return msgspec.structs.replace(
        record,
        attributions=(
            msgspec.structs.replace(first, confidence=0.93, speaker_confidence=0.61, considered=others),
            msgspec.structs.replace(second, determinacy=Determinacy.NEGATED),
        ),
    )


def test_schema_org_negated_statement_has_no_author(unsure):
    tree = jsonld(unsure)
    assert_valid(tree)
    first, second = tree["hasPart"]
    assert {"determinacy:actual", "confidence:0.93", "speaker_confidence:0.61", "considered:0.31 sources"} <= {
        *first["keywords"]
    }
    assert "determinacy:negated" in second["keywords"]
    assert "author" not in second
    assert "spokenByCharacter" not in second
    assert second["about"]["description"] == "sources"


def test_claims_omit_negated_statements(unsure):
    (review,) = claims(unsure)["@graph"]
    assert_valid(review)
    assert "speaker_confidence:0.61" in review["itemReviewed"]["keywords"]


def test_annotations_have_determinacy_and_confidence(unsure):
    first, second = web_annotations(unsure)["first"]["items"]
    tags = {body["value"] for body in first["body"]}
    assert {"determinacy:actual", "confidence:0.93", "speaker_confidence:0.61", "considered:0.31 sources"} <= tags
    assert "determinacy:negated" in [body["value"] for body in second["body"]]


def test_determinacy_changed_in_brat_is_imported(unsure):
    ann = to_ann(unsure)
    assert from_ann(TEXT, ann) == unsure
    assert "A1\tDeterminacy T6 negated\n" in ann
    removed = from_ann(TEXT, ann.replace("A1\tDeterminacy T6 negated\n", ""))
    assert [one.determinacy for one in removed.attributions] == ["actual", "actual"]
    moved = from_ann(TEXT, ann.replace("A1\tDeterminacy T6 negated", "A1\tDeterminacy T3 hypothetical"))
    assert [one.determinacy for one in moved.attributions] == ["hypothetical", "actual"]


def test_invalid_determinacy_is_reported_with_its_line(unsure):
    with pytest.raises(InputError) as error:
        from_ann(TEXT, to_ann(unsure).replace("T6 negated", "T6 perhaps"))
    assert error.value.place is not None


def test_tables_have_determinacy_and_confidence(unsure, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    file = io.StringIO(newline="")
    write_csv([("page", unsure)], file)
    first, second = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert (first["speaker_confidence"], second["speaker_confidence"], second["determinacy"]) == ("0.61", "", "negated")
    assert json.loads(first["considered"]) == [{"id": "s2", "name": "sources", "probability": 0.31}]
    write_parquet([("page", unsure)], tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["determinacy"] for row in rows] == ["actual", "negated"]
    assert [row["speaker_confidence"] for row in rows] == [0.61, None]
    assert rows[0]["considered"] == [{"id": "s2", "name": "sources", "probability": 0.31}]


def test_report_shows_uncertain_speakers_and_negated_statements(unsure):
    page = report(unsure)
    assert "probably Ines Calder, or sources" in page
    assert "words 93%, speaker 61%" in page
    assert "did not say: denial, indirect" in page
