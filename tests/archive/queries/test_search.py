"""Queries and filters give the same statements on both databases."""

from __future__ import annotations

import contextlib

import pytest

from sayso.archive import Filters
from sayso.archive.queries.query_language import parse, to_fts5, to_tsquery
from sayso.errors import QueryError
from tests.archive.made import TOLL, page


@pytest.fixture
def filled(archive):
    made = [
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
    list(archive.add_all(made))
    return archive


def who(archive, query="", **filters):
    return [one.speaker for one in archive.search(query, Filters(**filters))]


@pytest.mark.parametrize(
    ("query", "found"),
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
def test_the_syntax_of_queries(filled, query, found):
    assert set(who(filled, query)) == found
    assert filled.count(query) == len(found)


@pytest.mark.parametrize(
    ("query", "found"),
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
def test_a_prefix_finds_all_words_that_begin_so_and_no_others(archive, query, found):
    said = [
        "The investigation goes on", "They investigated the weir", "A political matter", "Politics is for politicians",
        "Buses stop", "No business of ours", "But butter is dear", "The city and the cities pay", "A citizen asked",
        "The newspaper closes", "News of the weir", "The government fell", "There was happiness",
    ]  # fmt: skip
    list(archive.add_all(page("Ivo Marr", one, url=f"https://echo.example/{n}") for n, one in enumerate(said)))
    assert {one.content for one in archive.search(query)} == found
    assert archive.count(query) == len(found)


def test_the_rarer_and_shorter_ranks_higher(filled):
    best = filled.search("bridge OR new")
    assert best[0].speaker == "Ivo Marr"
    assert [one.score for one in best] == sorted((one.score for one in best), reverse=True)


def test_the_scores_of_both_databases_agree(filled):
    (one,) = filled.search("cafe")
    assert one.score == pytest.approx(1.1, abs=0.25)


def test_filters(filled):
    assert who(filled, speaker=("calder",)) == ["Ines Calder"]
    assert who(filled, speaker=("cald",)) == []
    assert who(filled, kind=("unnamed",)) == ["officials"]
    assert who(filled, act=("denial", "question")) == ["Ines Calder"]
    assert who(filled, outlet=("ferry post",)) == ["Ivo Marr"]
    assert who(filled, since="2026-06") == ["Ivo Marr"]
    assert who(filled, until="2025") == ["Rosa Stell"]
    assert who(filled, until="2026-05-03") == ["Ines Calder", "Rosa Stell"]
    assert who(filled, "bridge", text="toll", form=("direct",)) == who(filled, "bridge toll", form=("direct",))
    entity = filled.search("", Filters(speaker=("marr",)))[0].entity
    assert who(filled, speaker=(entity,)) == ["Ivo Marr"]


def test_a_statement_shows_its_sentence_place_and_matches(filled):
    (one,) = filled.search("denied double")
    text = filled.record(one.version).article.text
    assert [span.of(text) for span in one.matches] == ["double", "denied"]
    assert "**double**" in one.snippet
    assert one.content == TOLL
    assert (one.cue, one.source, one.outlet, one.url) == (
        "denied",
        "Ines Calder",
        "Harrow Echo",
        "https://echo.example/1",
    )
    assert filled.statement(one.id).content == TOLL


def test_pages_of_results_do_not_overlap(filled):
    whole = filled.search(limit=10)
    assert [*filled.search(limit=2), *filled.search(limit=2, offset=2)] == whole
    assert filled.search(limit=0) == []


@pytest.mark.parametrize(
    ("query", "place"),
    [("a AND", 6), ('"open', 1), ("(a", 1), ("a)", 2), ("NOT a", 1), ("--", 1), ("OR", 1)],
)
def test_a_broken_query_names_its_place(query, place):
    with pytest.raises(QueryError) as told:
        parse(query)
    assert told.value.place.startswith(f"character {place} of")


def test_bounds_of_queries():
    with pytest.raises(QueryError, match="the most is"):
        parse("a" * 3000)
    with pytest.raises(QueryError, match="groups"):
        parse("(" * 60 + "a" + ")" * 60)


def test_words_of_a_query_are_never_code():
    assert to_fts5(parse("NEAR content:x^2")) == '(("near") AND ("content" + "x" + "2"))'.replace("((", "(").replace(
        "))", ")"
    )
    assert to_tsquery(parse("o'brien:*")) == "('o' <-> 'brien':*)"


def test_filters_that_do_not_exist(archive):
    for filters in (Filters(act=("lie",)), Filters(since="May"), Filters(speaker=("?",))):
        with pytest.raises(QueryError):
            archive.search("", filters)
    with pytest.raises(QueryError):
        archive.search(limit=-1)


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
def test_a_long_query_is_answered(filled, query):
    assert isinstance(filled.search(query), list)
    assert filled.count(query, Filters(text="toll")) >= 0


@pytest.mark.issue(24)
def test_every_word_of_a_long_query_counts(filled):
    told = TOLL.lower().replace(",", "").split()
    assert who(filled, " ".join(told * 20)) == ["Ines Calder"]
    assert who(filled, " ".join([*told * 20, "zeppelin"])) == []
    assert who(filled, " OR ".join(f"w{n}" for n in range(200)) + " OR café") == ["officials"]
    assert who(filled, "bridge " + " ".join(f"NOT w{n}" for n in range(150)) + " NOT new NOT café") == ["Ines Calder"]


@pytest.mark.issue(24)
@pytest.mark.parametrize("word", ["NOT", "AND", "OR"])
def test_groups_in_one_another_are_answered_or_refused(filled, word):
    for depth in range(1, 50):
        query = "a"
        for n in range(depth):
            query = f"a {word if n % 2 else 'NOT'} ({query})"
        if depth <= 25:
            assert isinstance(filled.search(query), list)
            continue
        with contextlib.suppress(QueryError):  # too many groups in one another
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
