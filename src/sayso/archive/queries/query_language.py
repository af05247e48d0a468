"""The query language: words, "phrases", AND, OR, NOT, (groups), prefix*; parsed, and compiled to FTS5 and tsquery."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

import msgspec

from sayso.archive.queries.prefixes import IndexTerm, expand_prefix
from sayso.errors import QueryError
from sayso.text.searchable import words

_HINT: Final = 'Use words, "phrases", AND, OR, NOT, (groups) and prefix*'
_TOKEN: Final = re.compile(r'"(?P<phrase>[^"]*)"(?P<open>\*?)|(?P<mark>[()])|(?P<word>[^\s()"]+)')
_MAX_DEPTH: Final = 50
_MAX_CHARS: Final = 2_000
_MAX_STACK: Final = 96  # symbols; the parser of FTS5 has a stack of 100
_STACK_SYMBOLS: Final = 3  # that the parser of FTS5 keeps for an operand, an operator and an opening bracket


class Term(msgspec.Struct, frozen=True):
    """A word or a phrase. With ``prefix``, the last word is a prefix."""

    words: tuple[str, ...]
    prefix: bool = False


class And(msgspec.Struct, frozen=True):
    """Matches if both sides match."""

    left: Node
    right: Node


class Or(msgspec.Struct, frozen=True):
    """Matches if at least one side matches."""

    left: Node
    right: Node


class AndNot(msgspec.Struct, frozen=True):
    """Matches if the left side matches and the right side does not."""

    left: Node
    right: Node


Node = Term | And | Or | AndNot


@lru_cache(maxsize=256)
def parse(query: str) -> Node:
    """Return the syntax tree of a query. Raises QueryError with the position of a syntax error."""
    if len(query) > _MAX_CHARS:
        raise QueryError(f"a query of {len(query):,} characters; the maximum is {_MAX_CHARS:,}", "Shorten the query")
    if query.count('"') % 2:
        raise _syntax_error(query, query.rindex('"'), "a quotation mark is not closed")
    tokens = list(_TOKEN.finditer(query))
    node, end = _parse_or(query, tokens, 0, 0)
    if end < len(tokens):
        raise _syntax_error(query, tokens[end].start(), f"{tokens[end].group()} closes no group")
    if _fts5(node, text=False)[0] > _MAX_STACK:
        raise QueryError("too many nested groups", "Use several queries", place=f'"{query[:80]}"')
    return node


def _parse_or(query: str, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    node, at = _parse_and(query, tokens, at, depth)
    nodes = [node]
    while at < len(tokens) and tokens[at].group() == "OR":
        node, at = _parse_and(query, tokens, at + 1, depth)
        nodes.append(node)
    return _balanced(Or, nodes), at


def _parse_and(query: str, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    node, at = _parse_operand(query, tokens, at, depth)
    included: list[Node] = [node]
    excluded: list[Node] = []
    while at < len(tokens) and tokens[at].group() not in ("OR", ")"):
        token = tokens[at].group()
        node, at = _parse_operand(query, tokens, at + (token in ("AND", "NOT")), depth)
        (excluded if token == "NOT" else included).append(node)
    conjunction = _balanced(And, included)
    return AndNot(conjunction, _balanced(Or, excluded)) if excluded else conjunction, at


def _balanced(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    """Join nodes to a balanced tree, so that a long query does not give a deep tree."""
    if len(nodes) == 1:
        return nodes[0]
    half = (len(nodes) + 1) // 2
    return kind(_balanced(kind, nodes[:half]), _balanced(kind, nodes[half:]))


def _parse_operand(query: str, tokens: list[re.Match[str]], at: int, depth: int) -> tuple[Node, int]:
    if at >= len(tokens):
        raise _syntax_error(query, len(query), "a word is missing" if query.strip() else "the query is empty")
    token = tokens[at]
    if token.group() == "(":
        if depth >= _MAX_DEPTH:
            raise _syntax_error(query, token.start(), f"more than {_MAX_DEPTH} nested groups")
        node, at = _parse_or(query, tokens, at + 1, depth + 1)
        if at >= len(tokens):
            raise _syntax_error(query, token.start(), "the group is not closed")
        return node, at + 1
    if token.group() in ("AND", "OR", "NOT", ")"):
        raise _syntax_error(query, token.start(), f"a word is missing before {token.group()}")
    raw = token.group("phrase") if token.group("phrase") is not None else token.group("word")
    folded = tuple(words(raw))
    if not folded:
        raise _syntax_error(query, token.start(), f"{token.group()} contains no word")
    return Term(folded, raw.endswith("*") or token.group("open") == "*"), at + 1


def _syntax_error(query: str, offset: int, what: str) -> QueryError:
    return QueryError(what, _HINT, place=f'character {offset + 1} of "{query}"')


def terms(node: Node) -> list[Term]:
    """Return the terms that a match can contain, from left to right: all but those after NOT."""
    if isinstance(node, Term):
        return [node]
    return terms(node.left) + ([] if isinstance(node, AndNot) else terms(node.right))


def last(term: Term) -> tuple[IndexTerm, ...]:
    """Return the alternatives for the last word of a term: the word itself, or the expansion of a prefix."""
    return expand_prefix(term.words[-1]) if term.prefix else ((term.words[-1], False),)


def _operands(node: And | Or) -> list[Node]:
    """Return the operands of a node, with nested nodes of the same type flattened."""
    operands: list[Node] = []
    for side in (node.left, node.right):
        operands += _operands(side) if isinstance(side, type(node)) else [side]
    return operands


def to_fts5(node: Node) -> str:
    """Return the query in the syntax of SQLite FTS5, with every word quoted."""
    return _fts5(node)[1]


def _fts5(node: Node, *, text: bool = True) -> tuple[int, str]:
    """Return the stack depth that the parser of FTS5 needs for a node, and its FTS5 syntax (empty without ``text``)."""
    if isinstance(node, Term):
        return _STACK_SYMBOLS, _fts5_term(node) if text else ""
    if isinstance(node, AndNot):
        parts, operator = [_fts5(node.left, text=text), _fts5(node.right, text=text)], " NOT "
    else:  # the deepest operand comes first, while the parser's stack is emptiest
        parts = sorted((_fts5(operand, text=text) for operand in _operands(node)), key=itemgetter(0), reverse=True)
        operator = " AND " if isinstance(node, And) else " OR "
    depth = max(parts[0][0] + 1, *(depth + _STACK_SYMBOLS for depth, _ in parts[1:]))
    return depth, operator.join(f"({part})" for _, part in parts)


def _fts5_term(term: Term) -> str:
    before = "".join(f'"{word}" + ' for word in term.words[:-1])
    return " OR ".join(f'{before}"{word}"' + ("*" if prefix else "") for word, prefix in last(term))


def to_tsquery(node: Node) -> str:
    """Return the query in the syntax of PostgreSQL's to_tsquery, with every word quoted."""
    if isinstance(node, Term):
        ends = [f"'{word}'" + (":*" if prefix else "") for word, prefix in last(node)]
        end = ends[0] if len(ends) == 1 else "(" + " | ".join(ends) + ")"
        return "(" + " <-> ".join([*(f"'{word}'" for word in node.words[:-1]), end]) + ")"
    if isinstance(node, AndNot):
        return f"({to_tsquery(node.left)} & ! {to_tsquery(node.right)})"
    return f"({(' & ' if isinstance(node, And) else ' | ').join(map(to_tsquery, _operands(node)))})"
