"""Each form against its standard or a second implementation, and back again where the form allows it."""

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
from sayso.export import FOLDERS, FORMATS, export_folder, export_text
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
def made():
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

# The part of schema.org that is used: each property with the types that may have it and what it may hold (release 28).
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


def conforms(node):
    """Hold a node to the types and properties of schema.org."""
    for name, value in node.items():
        if name.startswith("@"):
            continue
        assert name in ALLOWED[node["@type"]], (node["@type"], name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and "@type" in one:
                assert one["@type"] in RANGE[name], (name, one["@type"])
                conforms(one)


def triples(tree):
    """What a second implementation (rdflib) understands; the context is put in by hand, since no test fetches one."""
    rdflib = pytest.importorskip("rdflib")
    text = json.dumps({**tree, "@context": {"@vocab": "https://schema.org/"}})
    return rdflib.Graph().parse(data=text, format="json-ld"), rdflib.Namespace("https://schema.org/")


def test_schema_org(made):
    tree = jsonld(made)
    conforms(tree)
    quotation, claim = tree["hasPart"]
    assert (quotation["@type"], quotation["spokenByCharacter"]["name"]) == ("Quotation", "Ines Calder")
    assert quotation["citation"]["publisher"]["name"] == "Ferry Post"
    assert (claim["@type"], claim["author"]) == (
        "Claim",
        {"@type": "Person", "@id": "https://echo.example/toll#s2", "description": "sources"},
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_schema_org_as_rdflib_reads_it(made):
    graph, schema = triples(jsonld(made))
    rows = graph.query(
        "SELECT ?text ?name WHERE { ?q a s:Quotation ; s:text ?text ; s:spokenByCharacter/s:name ?name }",
        initNs={"s": schema},
    )
    assert [(str(text), str(name)) for text, name in rows] == [("“The toll\nstays.”", "Ines Calder")]


def test_claims_to_be_reviewed_have_no_rating(made):
    tree = claims(made)
    for review in tree["@graph"]:
        conforms(review)
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


def test_web_annotations_keep_the_rules_of_the_model(made):
    jsonschema = pytest.importorskip("jsonschema")
    tree = web_annotations(made)
    assert tree["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (tree["type"], tree["total"]) == ("AnnotationCollection", len(tree["first"]["items"]))
    for item in tree["first"]["items"]:
        jsonschema.validate(item, ANNOTATION)


def test_web_annotations_lead_back_to_the_spans(made):
    back = read_annotations(web_annotations(made), TEXT)
    assert [tuple(one["content"]) for one in back] == [one.content for one in made.attributions]
    with pytest.raises(ValueError, match="not the quote"):
        read_annotations(web_annotations(made), "x" * len(TEXT))


def test_each_quote_with_its_surroundings_is_found_where_the_position_says(made):
    for item in web_annotations(made)["first"]["items"]:
        for target in item["target"]:
            quote, position = target["selector"]
            place = TEXT.index(quote["prefix"] + quote["exact"] + quote["suffix"]) + len(quote["prefix"])
            assert place == position["start"]


# brat


def test_brat_gives_the_record_back(made, tmp_path):
    write_brat(made, tmp_path / "page")
    assert read_brat(tmp_path / "page") == made
    assert to_ann(made).splitlines()[2].startswith("T3\tContent ")
    assert "R1\tAttributed Arg1:T3 Arg2:T1" in to_ann(made)


def test_brat_lines_are_as_brat_wants_them(made):
    """As brat's own reader checks them: offsets, no line ends in a piece, the words of the pieces joined by blanks."""
    for line in to_ann(made).splitlines():
        if line.startswith("T"):
            _, where, words = line.split("\t")
            kind, _, pairs = where.partition(" ")
            assert f"\n{kind}\n" in CONFIGURATION
            pieces = [TEXT[int(a) : int(b)] for a, b in (pair.split() for pair in pairs.split(";"))]
            assert " ".join(pieces) == words
            assert "\n" not in words


def test_what_was_moved_in_brat_is_read_as_it_was_moved(made):
    start = TEXT.index("said")
    ann = to_ann(made).replace(f"Cue {start} {start + 4}\tsaid", f"Cue {start} {start + 10}\tsaid fares")
    assert from_ann(TEXT, ann).attributions[1].cue == (Span(start, start + 10),)


def test_files_that_are_not_ours(tmp_path):
    for ann, place in (("T1\tCue x y\tz", "line 1"), ("", None)):
        with pytest.raises(InputError) as told:
            from_ann("text", ann)
        assert told.value.place == place
    with pytest.raises(InputError):
        read_brat(tmp_path / "none")


LETTERS = st.text(st.sampled_from("ab \n\r\té😀“"), min_size=1, max_size=30).filter(lambda text: text.strip("\n\r"))


@st.composite
def records(draw):
    text = draw(LETTERS)
    spots = st.integers(0, len(text) - 1)

    def some():
        pairs = draw(st.lists(st.tuples(spots, spots), max_size=3))
        return tuple(Span(min(a, b), max(a, b) + 1) for a, b in pairs)

    made = tuple(Attribution(f"a{n}", some(), some(), some()) for n in range(draw(st.integers(0, 3))))
    return Record(Article(text, (Block(BlockKind.BODY, Span(0, len(text))),)), made)


@settings(max_examples=200, deadline=None)
@given(records())
def test_any_record_comes_back_from_brat(record):
    assert from_ann(record.article.text, to_ann(record)) == record


@settings(max_examples=100, deadline=None)
@given(records())
def test_any_record_comes_back_from_annotations(record):
    back = read_annotations(json.loads(json.dumps(web_annotations(record))), record.article.text)
    assert [tuple(one["source"]) for one in back] == [one.source for one in record.attributions]


# Tables


def test_parquet_as_duckdb_reads_it(made, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    assert write_parquet([("one", made), ("two", made)], tmp_path / "x.parquet") == 2
    query = f"SELECT record, speaker, act, content_spans[1][1], chain FROM '{tmp_path / 'x.parquet'}' ORDER BY 1, id"
    rows = duckdb.sql(query).fetchall()
    assert len(rows) == 4
    content = made.attributions[0].content[0]
    assert rows[0] == ("one", "Ines Calder", "statement", content.start, ["Harrow Echo", "Ferry Post", "Ines Calder"])


def test_parquet_gives_the_rows_back(made, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet([("one", made)], tmp_path / "x.parquet")
    rows = parquet.read_table(tmp_path / "x.parquet").to_pylist()
    assert msgspec.convert(rows, list[AttributionRow]) == list(attribution_rows(made, "one"))
    write_parquet([], tmp_path / "none.parquet")
    assert parquet.read_table(tmp_path / "none.parquet").column_names == list(AttributionRow.__struct_fields__)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["none.parquet", "x.parquet"]


def test_csv_gives_the_rows_back(made):
    out = io.StringIO(newline="")
    assert write_csv([("one", made)], out) == 1
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert [row["content"] for row in rows] == ["“The toll\nstays.”", "fares <rise> & fall"]
    assert json.loads(rows[0]["content_spans"]) == [list(msgspec.to_builtins(made.attributions[0].content[0]))]


# The report


class Reader(HTMLParser):
    """Collects tags, texts and addresses, and checks that every element is closed in its turn."""

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


def test_the_report_is_whole_escaped_and_leads_to_each_statement(made):
    reader = Reader()
    reader.feed(report(made))
    assert reader.open == []
    assert "fares <rise> & fall" in "".join(reader.words)
    assert "rise" not in reader.tags
    assert set(reader.links) == {"#a1", "#a2", "#in-a1", "#in-a2"}
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)


def test_a_hostile_page_stays_text(made):
    bad = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    article = msgspec.structs.replace(made.article, headline=bad, publisher=bad, language=bad, url=bad)
    speakers = tuple(msgspec.structs.replace(one, name=bad) for one in made.speakers)
    reader = Reader()
    reader.feed(report(msgspec.structs.replace(made, article=article, speakers=speakers)))
    assert not reader.tags & {"script", "img"}
    assert reader.open == []


# All of them


@pytest.mark.parametrize("to", FORMATS)
def test_every_form_is_written(made, tmp_path, to):
    if to in FOLDERS:
        assert export_folder([("one", made)], to, tmp_path / "out") == 1
        assert any((tmp_path / "out").iterdir())
    elif to == "parquet":
        assert write_parquet([("one", made)], tmp_path / "x") == 1
    else:
        out = io.StringIO(newline="")
        assert export_text([("one", made), ("two", made)], to, out) == 2
        assert out.getvalue()
    assert PUBLISHER in {one.id for one in made.speakers}


def test_a_form_that_needs_a_folder_says_so(made, tmp_path):
    with pytest.raises(QueryError):
        export_text([("one", made)], "html", io.StringIO())
    with pytest.raises(QueryError):
        export_folder([("one", made)], "csv", tmp_path)


# What was not said, and how sure it is who says something


@pytest.fixture
def unsure(made):
    """The first statement by a speaker who is not sure, the second one negated."""
    one, two = made.attributions
    others = (Alternative("s2", 0.31), Alternative("gone", 0.01))
    return msgspec.structs.replace(
        made,
        attributions=(
            msgspec.structs.replace(one, confidence=0.93, speaker_confidence=0.61, considered=others),
            msgspec.structs.replace(two, determinacy=Determinacy.NEGATED),
        ),
    )


def test_schema_org_gives_nobody_what_was_not_said(unsure):
    tree = jsonld(unsure)
    conforms(tree)
    first, second = tree["hasPart"]
    assert {"determinacy:actual", "confidence:0.93", "speaker_confidence:0.61", "considered:0.31 sources"} <= {
        *first["keywords"]
    }
    assert "determinacy:negated" in second["keywords"]
    assert "author" not in second
    assert "spokenByCharacter" not in second
    assert second["about"]["description"] == "sources"


def test_only_what_was_said_is_checked(unsure):
    (review,) = claims(unsure)["@graph"]
    conforms(review)
    assert "speaker_confidence:0.61" in review["itemReviewed"]["keywords"]


def test_annotations_say_whether_and_how_sure(unsure):
    first, second = web_annotations(unsure)["first"]["items"]
    told = [body["value"] for body in first["body"]]
    assert {"determinacy:actual", "confidence:0.93", "speaker_confidence:0.61", "considered:0.31 sources"} <= {*told}
    assert "determinacy:negated" in [body["value"] for body in second["body"]]


def test_brat_shows_what_was_not_said_and_takes_what_was_set_there(unsure):
    ann = to_ann(unsure)
    assert from_ann(TEXT, ann) == unsure
    assert "A1\tDeterminacy T6 negated\n" in ann
    assert [
        one.determinacy for one in from_ann(TEXT, ann.replace("A1\tDeterminacy T6 negated\n", "")).attributions
    ] == ["actual", "actual"]
    moved = from_ann(TEXT, ann.replace("A1\tDeterminacy T6 negated", "A1\tDeterminacy T3 hypothetical"))
    assert [one.determinacy for one in moved.attributions] == ["hypothetical", "actual"]


def test_brat_names_the_line_of_an_attribute_that_is_none(unsure):
    with pytest.raises(InputError) as told:
        from_ann(TEXT, to_ann(unsure).replace("T6 negated", "T6 perhaps"))
    assert told.value.place is not None


def test_tables_have_columns_for_it(unsure, tmp_path):
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


def test_the_report_tells_doubt_and_what_was_not_said_in_words(unsure):
    page = report(unsure)
    assert "probably Ines Calder, or sources" in page
    assert "words 93%, speaker 61%" in page
    assert "did not say: denial, indirect" in page
