"""Text queries and filters return the same statements on both databases."""

from __future__ import annotations

import contextlib

import pytest

from sayso.archive import Filters
from sayso.archive.queries.query_language import parse, to_fts5, to_tsquery
from sayso.errors import QueryError
from tests.archive.record_builder import TOLL, page


@pytest.fixture
def filled(archive):
    pages = [
        page("Ines Calder", TOLL, url="https://echo.example/1", act="denial", cue="denied", role="mayor"),
        page(
            "Ivo Marr",
            "Tolls on the new bridge are doubled",
            url="https://echo.example/2",
            outlet="Ferry Post",
            published="2026-06-10",
        ),
        page(
            "officials",
            "The café at the bridge stays open",
            url="https://echo.example/3",
            kind="unnamed",
            published=None,
        ),
        page("Rosa Stell", "Nobody knows what the ferry costs", url="https://echo.example/4", published="2025-12-31"),
    ]
    list(archive.add_all(pages))
    return archive


def speakers(archive, query="", **filters):
    return [statement.speaker for statement in archive.search(query, Filters(**filters))]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bridge toll", {"Ines Calder", "Ivo Marr"}),
        ('"new bridge"', {"Ivo Marr"}),
        ("cafe OR ferry", {"officials", "Rosa Stell"}),
        ("bridge NOT toll", {"officials"}),
        ("doub*", {"Ines Calder", "Ivo Marr"}),
        ("(cafe OR toll) AND new", {"Ivo Marr"}),
        ('"on the bri"*', set()),
        ('"on the old bri"*', {"Ines Calder"}),
        ("nothing", set()),
    ],
)
def test_query_syntax(filled, query, expected):
    assert set(speakers(filled, query)) == expected
    assert filled.count(query) == len(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("investigat*", {"The investigation goes on", "They investigated the weir"}),
        ("politic*", {"A political matter", "Politics is for politicians"}),
        ("bus*", {"Buses stop", "No business of ours"}),
        ("city*", {"The city and the cities pay"}),
        ("cities*", {"The city and the cities pay"}),
        ("citi*", {"The city and the cities pay", "A citizen asked"}),
        ("news*", {"The newspaper closes", "News of the weir"}),
        ("governm*", {"The government fell"}),
        ("happines*", {"There was happiness"}),
        ('"the inv"*', {"The investigation goes on"}),
        ('"the investigat"*', {"The investigation goes on"}),
        ("investigat* NOT weir", {"The investigation goes on"}),
        ("(bus* OR governm*) AND fell", {"The government fell"}),
    ],
)
def test_a_prefix_matches_exactly_the_words_that_begin_with_it(archive, query, expected):
    contents = [
        "The investigation goes on", "They investigated the weir", "A political matter", "Politics is for politicians",
        "Buses stop", "No business of ours", "But butter is dear", "The city and the cities pay", "A citizen asked",
        "The newspaper closes", "News of the weir", "The government fell", "There was happiness",
    ]  # fmt: skip
    list(archive.add_all(page("Ivo Marr", text, url=f"https://echo.example/{n}") for n, text in enumerate(contents)))
    assert {statement.content for statement in archive.search(query)} == expected
    assert archive.count(query) == len(expected)


def test_rare_words_and_short_sentences_rank_higher(filled):
    statements = filled.search("bridge OR new")
    assert statements[0].speaker == "Ivo Marr"
    scores = [statement.score for statement in statements]
    assert scores == sorted(scores, reverse=True)


def test_scores_are_similar_on_both_databases(filled):
    (statement,) = filled.search("cafe")
    assert statement.score == pytest.approx(1.1, abs=0.25)


def test_filters(filled):
    assert speakers(filled, speaker=("calder",)) == ["Ines Calder"]
    assert speakers(filled, speaker=("cald",)) == []
    assert speakers(filled, kind=("unnamed",)) == ["officials"]
    assert speakers(filled, act=("denial", "question")) == ["Ines Calder"]
    assert speakers(filled, outlet=("ferry post",)) == ["Ivo Marr"]
    assert speakers(filled, since="2026-06") == ["Ivo Marr"]
    assert speakers(filled, until="2025") == ["Rosa Stell"]
    assert speakers(filled, until="2026-05-03") == ["Ines Calder", "Rosa Stell"]
    assert speakers(filled, "bridge", text="toll", form=("direct",)) == speakers(
        filled, "bridge toll", form=("direct",)
    )
    entity = filled.search("", Filters(speaker=("marr",)))[0].entity
    assert speakers(filled, speaker=(entity,)) == ["Ivo Marr"]


def test_a_statement_has_its_matches_snippet_and_page(filled):
    (statement,) = filled.search("denied double")
    text = filled.record(statement.version).article.text
    assert [span.of(text) for span in statement.matches] == ["double", "denied"]
    assert "**double**" in statement.snippet
    assert statement.content == TOLL
    assert (statement.cue, statement.source, statement.outlet, statement.url) == (
        "denied",
        "Ines Calder",
        "Harrow Echo",
        "https://echo.example/1",
    )
    assert filled.statement(statement.id).content == TOLL


def test_pages_of_results_do_not_overlap(filled):
    assert [*filled.search(limit=2), *filled.search(limit=2, offset=2)] == filled.search(limit=10)
    assert filled.search(limit=0) == []


@pytest.mark.parametrize(
    ("query", "position"),
    [("a AND", 6), ('"open', 1), ("(a", 1), ("a)", 2), ("NOT a", 1), ("--", 1), ("OR", 1)],
)
def test_a_syntax_error_gives_its_position(query, position):
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.place.startswith(f"character {position} of")


def test_limits_of_queries():
    with pytest.raises(QueryError, match="the maximum is"):
        parse("a" * 3000)
    with pytest.raises(QueryError, match="groups"):
        parse("(" * 60 + "a" + ")" * 60)


def test_words_of_a_query_are_quoted():
    assert to_fts5(parse("NEAR content:x^2")) == '(("near") AND ("content" + "x" + "2"))'.replace("((", "(").replace(
        "))", ")"
    )
    assert to_tsquery(parse("o'brien:*")) == "('o' <-> 'brien':*)"


def test_invalid_filters_are_refused(archive):
    for filters in (
        Filters(act=("lie",)),
        Filters(since="May"),
        Filters(since="2026-13"),
        Filters(until="2026-02-30"),
        Filters(speaker=("?",)),
    ):
        with pytest.raises(QueryError):
            archive.search("", filters)
    for numbers in ({"limit": -1}, {"limit": 10**20}, {"offset": 10**20}):
        with pytest.raises(QueryError):
            archive.search(**numbers)


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"w{n}" for n in range(100)), " ".join("a" * 999),
        " OR ".join("a" * 400), "toll NOT " + " NOT ".join("b" * 300),
        " NOT a b".join("a" * 200),
        '"' + " ".join("a" * 900) + '"', "bus* " * 390, " ".join(f"({c})" for c in "a" * 450),
        "(" * 49 + "a" + ")" * 49, "x" * 1_990,
    ],
    ids=["hundred", "most", "either", "without", "mixed", "phrase", "prefixes", "groups", "nested", "long"],
)  # fmt: skip
def test_a_long_query_has_a_result(filled, query):
    assert isinstance(filled.search(query), list)
    assert filled.count(query, Filters(text="toll")) >= 0


@pytest.mark.issue(24)
def test_every_word_of_a_long_query_counts(filled):
    words = TOLL.lower().replace(",", "").split()
    assert speakers(filled, " ".join(words * 20)) == ["Ines Calder"]
    assert speakers(filled, " ".join([*words * 20, "zeppelin"])) == []
    assert speakers(filled, " OR ".join(f"w{n}" for n in range(200)) + " OR café") == ["officials"]
    assert speakers(filled, "bridge " + " ".join(f"NOT w{n}" for n in range(150)) + " NOT new NOT café") == [
        "Ines Calder"
    ]


@pytest.mark.issue(24)
@pytest.mark.parametrize("word", ["NOT", "AND", "OR"])
def test_nested_groups_have_a_result_or_are_refused(filled, word):
    for depth in range(1, 50):
        query = "a"
        for n in range(depth):
            query = f"a {word if n % 2 else 'NOT'} ({query})"
        if depth <= 25:
            assert isinstance(filled.search(query), list)
            continue
        with contextlib.suppress(QueryError):  # too many nested groups
            filled.search(query)


@pytest.mark.issue(20)
@pytest.mark.parametrize(
    "query", ["evacuation", '"the evacuation took four"', "evac*", "efﬁgy", "effigy", "evac\u00aduation"]
)
def test_search_sees_through_characters_that_nobody_sees(archive, query):
    said = "The evac\u00aduation took \u200bfour minutes and an ef\ufb01gy burned, the land\u00adlord \u200emuttered"
    list(archive.add_all([page("Pia Holm", said, url="https://echo.example/9")]))
    (found,) = archive.search(query)
    text = archive.record(found.version).article.text
    assert [span.of(text) for span in found.matches]
    seen = [span.of(text).lower().replace("\u00ad", "") for span in found.matches]
    assert all(words.startswith(("evac", "ef", "the", "took", "four")) for words in seen)
    assert archive.check().faults == ()


@pytest.mark.issue(20)
def test_the_same_quotation_is_found_through_soft_hyphens(archive):
    plain = "Nobody in the village knew what the new weir would do to the lower road"
    hyphened = plain.replace("village", "vil\u00adlage").replace("lower", "low\u200ber")
    made = [
        page("Pia Holm", plain, url="https://echo.example/1"),
        page("Pia Holm", hyphened, url="https://echo.example/2"),
    ]
    list(archive.add_all(made))
    assert [copy.how for copy in archive.same(plain)] == ["earliest", "exact"]
