"""Text queries: words, "phrases", AND, OR, NOT, (groups) and prefix*; led to FTS5 and to PostgreSQL's tsquery."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

import msgspec

from sayso.archive.queries.prefixes import Asked, begun
from sayso.errors import QueryError
from sayso.text.searchable import searchable

_HINT: Final = 'Use words, "phrases", AND, OR, NOT, (groups) and prefix*'
_PIECE: Final = re.compile(r'"(?P<phrase>[^"]*)"(?P<open>\*?)|(?P<mark>[()])|(?P<word>[^\s()"]+)')
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = "“”‘’–—…"
_SPLIT: Final = {ord(letter): " " for letter in map(chr, range(128)) if not letter.isalnum()}
_DEEPEST: Final = 50
_LONGEST: Final = 2_000
_STACK: Final = 96  # symbols; the parser of FTS5 has room for a hundred
_SYMBOLS: Final = 3  # that it keeps for an operand, an operator and what opens a group


class Term(msgspec.Struct, frozen=True):
    """Words that stand one after another; with ``prefix`` the last one only begins so."""

    words: tuple[str, ...]
    prefix: bool = False


class Both(msgspec.Struct, frozen=True):
    """Both sides."""

    left: Node
    right: Node


class Either(msgspec.Struct, frozen=True):
    """One side or both."""

    left: Node
    right: Node


class Without(msgspec.Struct, frozen=True):
    """The left side where the right one is not."""

    left: Node
    right: Node


Node = Term | Both | Either | Without


def fold(text: str) -> str:
    """A text in lower case without accents."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """The words of a text, folded."""
    if not text.isascii():
        text = searchable(text)
        for mark in _MARKS:  # mostly these are all that is not ASCII
            text = text.replace(mark, " ")
    return text.translate(_SPLIT).lower().split() if text.isascii() else _WORD.findall(fold(text))


@lru_cache(maxsize=256)
def parse(query: str) -> Node:
    """The tree of a query. Raises QueryError naming the place where it breaks."""
    if len(query) > _LONGEST:
        raise QueryError(f"a query of {len(query):,} characters; the most is {_LONGEST:,}", "Ask for less at once")
    if query.count('"') % 2:
        raise QueryError(
            "a quotation mark is not closed", _HINT, place=f'character {query.rindex(chr(34)) + 1} of "{query}"'
        )
    pieces = list(_PIECE.finditer(query))
    node, rest = _either(query, pieces, 0, 0)
    if rest < len(pieces):
        raise _broken(query, pieces[rest].start(), f"{pieces[rest].group()} closes nothing")
    if _fts5(node, text=False)[0] > _STACK:
        raise QueryError("too many groups in one another", "Ask in several queries", place=f'"{query[:80]}"')
    return node


def _either(query: str, pieces: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    node, at = _both(query, pieces, at, depth)
    nodes = [node]
    while at < len(pieces) and pieces[at].group() == "OR":
        node, at = _both(query, pieces, at + 1, depth)
        nodes.append(node)
    return _joined(Either, nodes), at


def _both(query: str, pieces: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    node, at = _one(query, pieces, at, depth)
    wanted: list[Node] = [node]
    unwanted: list[Node] = []
    while at < len(pieces) and pieces[at].group() not in ("OR", ")"):
        word = pieces[at].group()
        node, at = _one(query, pieces, at + (word in ("AND", "NOT")), depth)
        (unwanted if word == "NOT" else wanted).append(node)
    all_of = _joined(Both, wanted)
    return Without(all_of, _joined(Either, unwanted)) if unwanted else all_of, at


def _joined(kind: type[Both] | type[Either], nodes: Sequence[Node]) -> Node:
    """Nodes as one: halves of halves, so that no tree is deep because a query is long."""
    if len(nodes) == 1:
        return nodes[0]
    half = (len(nodes) + 1) // 2
    return kind(_joined(kind, nodes[:half]), _joined(kind, nodes[half:]))


def _one(query: str, pieces: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    if at >= len(pieces):
        raise _broken(query, len(query), "a word is missing" if query.strip() else "the query is empty")
    piece = pieces[at]
    if piece.group() == "(":
        if depth >= _DEEPEST:
            raise _broken(query, piece.start(), f"more than {_DEEPEST} groups in one another")
        node, at = _either(query, pieces, at + 1, depth + 1)
        if at >= len(pieces):
            raise _broken(query, piece.start(), "the group is not closed")
        return node, at + 1
    if piece.group() in ("AND", "OR", "NOT", ")"):
        raise _broken(query, piece.start(), f"a word is missing before {piece.group()}")
    raw = piece.group("phrase") if piece.group("phrase") is not None else piece.group("word")
    found = tuple(words(raw))
    if not found:
        raise _broken(query, piece.start(), f"{piece.group()} holds no word")
    return Term(found, raw.endswith("*") or piece.group("open") == "*"), at + 1


def _broken(query: str, place: int, what: str) -> QueryError:
    return QueryError(what, _HINT, place=f'character {place + 1} of "{query}"')


def terms(node: Node) -> list[Term]:
    """The terms that a match can have, left to right."""
    if isinstance(node, Term):
        return [node]
    return terms(node.left) + ([] if isinstance(node, Without) else terms(node.right))


def last(term: Term) -> tuple[Asked, ...]:
    """What the last word of a term may be: that word, or with a prefix all that leads to words that begin so."""
    return begun(term.words[-1]) if term.prefix else ((term.words[-1], False),)


def _operands(node: Both | Either) -> list[Node]:
    """What a node joins, with what its sides join in the same way."""
    sides = (node.left, node.right)
    return [one for side in sides for one in (_operands(side) if isinstance(side, type(node)) else [side])]


def to_fts5(node: Node) -> str:
    """The query for SQLite's FTS5, every word quoted."""
    return _fts5(node)[1]


def _fts5(node: Node, *, text: bool = True) -> tuple[int, str]:
    """The symbols that the parser of FTS5 keeps at most while it reads a node, and the node as it reads it."""
    if isinstance(node, Term):
        return _SYMBOLS, _fts5_term(node) if text else ""
    if isinstance(node, Without):
        parts, name = [_fts5(node.left, text=text), _fts5(node.right, text=text)], " NOT "
    else:  # the deepest part comes first, when the parser keeps least
        parts = sorted((_fts5(one, text=text) for one in _operands(node)), key=itemgetter(0), reverse=True)
        name = " AND " if isinstance(node, Both) else " OR "
    depth = max(parts[0][0] + 1, *(depth + _SYMBOLS for depth, _ in parts[1:]))
    return depth, name.join(f"({told})" for _, told in parts)


def _fts5_term(term: Term) -> str:
    before = "".join(f'"{word}" + ' for word in term.words[:-1])
    return " OR ".join(f'{before}"{word}"' + ("*" if prefix else "") for word, prefix in last(term))


def to_tsquery(node: Node) -> str:
    """The query for PostgreSQL's to_tsquery, every word quoted."""
    if isinstance(node, Term):
        ends = [f"'{word}'" + (":*" if prefix else "") for word, prefix in last(node)]
        end = ends[0] if len(ends) == 1 else "(" + " | ".join(ends) + ")"
        return "(" + " <-> ".join([*(f"'{word}'" for word in node.words[:-1]), end]) + ")"
    if isinstance(node, Without):
        return f"({to_tsquery(node.left)} & ! {to_tsquery(node.right)})"
    return f"({(' & ' if isinstance(node, Both) else ' | ').join(map(to_tsquery, _operands(node)))})"
