"""Tokens with offsets, windows of whole lines, and padded batches."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.analysis import Analysis
from sayso.tagging import tag
from sayso.tagging.model import load
from sayso.tagging.windows import LONGEST, batch, densest_left_out, most_tokens, pack, size, tokenize
from sayso.terms import Article, Block, BlockKind, Span


@pytest.fixture(scope="module")
def tokenizer():
    return load().tokenizer


def lines_of(text):
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


texts = st.text(alphabet='abcDE 12.,"“”’\n\r\ufeff\u00e9e\u0301\U0001f600\u4e2d', max_size=120)


@settings(deadline=None)
@given(texts)
def test_tokens_are_within_their_line_and_cover_all_letters(text):
    tokenizer = load().tokenizer
    lines = lines_of(text)
    tokens = tokenize(text, lines, tokenizer)
    assert len(tokens.lines) == len(lines) + 1
    for number, (start, end) in enumerate(lines):
        part = slice(tokens.lines[number], tokens.lines[number + 1])
        assert (tokens.starts[part] >= start).all()
        assert (tokens.ends[part] <= end).all()
        assert (tokens.starts[part] < tokens.ends[part]).all()
    covered = set()
    for start, end in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True):
        covered |= set(range(start, end))
    assert {offset for offset, char in enumerate(text) if char.isalnum()} <= covered


@settings(deadline=None)
@given(texts | st.text(max_size=60))
def test_tokens_of_words_equal_those_of_the_whole_text(text):
    tokenizer = load().tokenizer
    tokens = tokenize(text, [(0, len(text))] if text else [], tokenizer)
    whole = tokenizer.encode(text, add_special_tokens=False)
    assert tokens.ids.tolist() == whole.ids
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == whole.offsets


def test_offsets_are_code_points_after_emoji_and_combining_marks(tokenizer):
    text = "\U0001f600\U0001f600 caf\u00e9 e\u0301te Ana"
    tokens = tokenize(text, [(0, len(text))], tokenizer)
    assert text[tokens.starts[-1] : tokens.ends[-1]] == "Ana"


def test_case_distinguishes_capitals(tokenizer):
    text = "ana Ana ANA 12"
    tokens = tokenize(text, [(0, len(text))], tokenizer)
    first = {text[s:e]: int(c) for s, e, c in zip(tokens.starts, tokens.ends, tokens.case, strict=True)}
    assert [first["ana"], first["Ana"], first["ANA"], first["12"]] == [0, 1, 2, 4]


@settings(deadline=None)
@given(st.lists(st.integers(0, 2 * LONGEST + 40), max_size=12), st.integers(1, 300))
def test_windows_partition_the_tokens_at_line_borders(sizes, limit):
    tokenizer = load().tokenizer
    text = "\n".join("a " * size for size in sizes)
    tokens = tokenize(text, lines_of(text), tokenizer)
    windows = pack(tokens, limit)
    assert [index for first, last in windows for index in range(first, last)] == list(range(len(tokens.ids)))
    starts = set(tokens.lines.tolist())
    for first, last in windows:
        size = int(np.diff(tokens.lines)[np.searchsorted(tokens.lines, first, side="right") - 1])
        assert last - first <= max(limit, LONGEST)
        assert {first, last} <= starts or size > LONGEST


def test_batch_has_each_token_once_and_a_separator_after_each_line(tokenizer):
    text = "One two.\nThree.\nFour five six."
    tokens = tokenize(text, lines_of(text), tokenizer)
    cells = batch(tokens, [(0, int(tokens.lines[2])), (int(tokens.lines[2]), len(tokens.ids))])
    assert sorted(cells.place[cells.place >= 0].tolist()) == list(range(len(tokens.ids)))
    assert cells.mask.sum() == len(tokens.ids) + 2 + 3


def test_very_long_line_is_tokenized_completely(tokenizer):
    text = "word " * 30_000
    tokens = tokenize(text, [(0, len(text))], tokenizer)
    assert len(tokens.ids) == 30_000
    assert text[tokens.starts[-1] : tokens.ends[-1]] == "word"


def test_line_with_a_final_colon_is_joined_with_the_next(tokenizer):
    text = "He said:\nthe mill would close.\nNobody asked him."
    tokens = tokenize(text, lines_of(text), tokenizer)
    ends = [text[: tokens.ends[last - 1]].splitlines()[-1] for _, last in pack(tokens, 1)]
    assert ends == ["the mill would close.", "Nobody asked him."]


@pytest.mark.issue(24)
@pytest.mark.parametrize("row", ["-" * 60, "* * *", "…", "_" * 40, "= - = - ="])
def test_rows_without_letters_are_not_tagged(row):
    said = "Ivo Marr said the ferry would sail on Monday.\n"

    def windows(text):
        blocks = tuple(Block(BlockKind.BODY, Span(*line)) for line in lines_of(text))
        return len(tag(Analysis(Article(text, blocks))).windows)

    assert windows(said * 2 + f"{row}\n" * 50 + said * 2) == windows(said * 4) > 0


@pytest.mark.issue(24)
@pytest.mark.parametrize("row", ["-" * 60 + "\n", "[x](", "**x", "a: b\n", "12 345 67\n"])
def test_windows_without_a_word_are_not_tagged(row):
    text = "Ivo Marr said so.\n" + row * (6000 // len(row))
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    assert len(tag(Analysis(article)).windows) <= 2


DENSE = ["<?xml a?>", "&am", "MARR:\n", "Ab: c\n", ">" * 30 + " We sail.\n", "a,b;cd.", "/ef-gh", "W 3-2 Lo 1-0\n"]
PROSE = (
    "The harbor board met in Wexley on Monday, and its chair, Ada Fairlamb, said that the ferries would sail again.\n"
)


@pytest.mark.issue(17)
@pytest.mark.parametrize("unit", DENSE)
def test_dense_text_costs_at_most_twice_the_tokens_of_prose(unit, tokenizer):
    def tokens_read(text):
        tokens = tokenize(text, lines_of(text), tokenizer)
        windows = densest_left_out(tokens, pack(tokens, 40), text, most_tokens(text))
        return int(size(tokens, windows).sum())

    sample = 100_000
    prose = tokens_read(PROSE * (sample // len(PROSE)))
    assert 0 < tokens_read(unit * (sample // len(unit))) < 2 * prose


def test_a_page_of_speech_is_read_twice(tokenizer):
    text = PROSE * (100_000 // len(PROSE))
    tokens = tokenize(text, lines_of(text), tokenizer)
    assert 1.9 * size(tokens, pack(tokens, 40)).sum() < most_tokens(text, twice=True)


@pytest.mark.issue(17)
@pytest.mark.parametrize("unit", DENSE[:4])
def test_prose_beside_dense_text_is_read(unit, tokenizer):
    text = unit * (20_000 // len(unit)) + "\n" + PROSE * 20 + unit * (20_000 // len(unit))
    tokens = tokenize(text, lines_of(text), tokenizer)
    windows = pack(tokens, 40)
    kept = densest_left_out(tokens, windows, text, most_tokens(text))
    assert len(kept) < len(windows)
    assert "".join(text[tokens.starts[first] : tokens.ends[last - 1]] for first, last in kept).count("Fairlamb") == 20


def test_sizes_of_windows_are_those_of_the_batch(tokenizer):
    text = "Ada Fairlamb said so.\nNo: never.\n" * 9 + "word " * 300
    tokens = tokenize(text, lines_of(text), tokenizer)
    windows = pack(tokens, 40)
    assert size(tokens, windows).tolist() == batch(tokens, windows).mask.sum(1).tolist()


@pytest.mark.issue(17)
def test_a_second_pass_reads_what_the_first_one_left():
    text = PROSE * 3
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),))
    first = tag(Analysis(article))
    assert first.windows
    assert 0 < first.remaining < most_tokens(text)
    assert tag(Analysis(article), most=0).windows == ()
