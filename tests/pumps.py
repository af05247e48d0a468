"""Every regular expression of the package, and the awkward strings that its own repeats and alternatives suggest."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import sayso

_CALLS: Final = frozenset(["compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"])
_EXAMPLES: Final = 6
"""Strings that are kept for one part of a pattern at most."""
_LETTERS: Final = "a1 A\n.,-:\"'<&(\t\r;_/@=#>’“é"
_LONG: Final = 30
"""Repeats that are bounded by less than this cannot make a pattern slow by themselves."""
parser: Any = re._parser  # type: ignore[attr-defined]


class Found(NamedTuple):
    """A pattern, the place of its call, and whether it is only ever matched at one place of a string."""

    place: str
    pattern: re.Pattern[Any]
    anchored: bool


class _Word(str):
    """A word that stands for what only a function knows, whatever it is."""

    def __getitem__(self, _: object) -> _Word:
        return self

    def __getattr__(self, _: str) -> _Word:
        return self

    def __call__(self, *_: object) -> _Word:
        return self


_WORDS: Final = {"name": "refusals"}
"""What a local name stands for where no word will do: a list of regular expressions."""


class _Names(dict[str, Any]):
    """The names of a module; one that is local to a function stands for a word."""

    def __missing__(self, name: str) -> Any:
        import builtins

        return getattr(builtins, name, _Word(_WORDS.get(name, "Abc")))


def patterns() -> Iterator[Found]:
    """All patterns of the package: every call of ``re.*``, its arguments taken from the names of its module."""
    root = Path(sayso.__file__).parent
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _is_re(node)]
        if not calls:
            continue
        name = ".".join(("sayso", *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
        names = _Names(vars(importlib.import_module(name)))
        uses = _uses(tree)
        for call in calls:
            method = call.func.attr  # type: ignore[attr-defined]
            pattern = _compiled(call, method, names)
            anchored = {method} <= {"match", "fullmatch"} if method != "compile" else _anchored(tree, call, uses)
            yield Found(f"{path.relative_to(root)}:{call.lineno}", pattern, anchored)


def _is_re(node: ast.Call) -> bool:
    f = node.func
    return isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == "re" and f.attr in _CALLS


def _compiled(call: ast.Call, method: str, names: _Names) -> re.Pattern[Any]:
    """The pattern of one call."""
    at = {"sub": 4, "subn": 4, "split": 3}.get(method, 1 if method == "compile" else 2)
    flags = [one.value for one in call.keywords if one.arg == "flags"] + call.args[at : at + 1]
    given = [eval(compile(ast.Expression(one), "re", "eval"), names) for one in [call.args[0], *flags]]
    if isinstance(given[0], re.Pattern):
        return given[0]
    return re.compile(str(given[0]) if isinstance(given[0], str) else given[0], *given[1:2])


def _uses(tree: ast.Module) -> dict[str, set[str]]:
    """The methods that are called on each name."""
    out: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            out.setdefault(node.value.id, set()).add(node.attr)
    return out


def _anchored(tree: ast.Module, call: ast.Call, uses: dict[str, set[str]]) -> bool:
    """Whether the constant that holds a compiled pattern is only matched at a given place."""
    for node in ast.walk(tree):
        target = (
            node.target
            if isinstance(node, ast.AnnAssign)
            else node.targets[0]
            if isinstance(node, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name) and getattr(node, "value", None) is call:
            return bool(used := uses.get(target.id)) and used <= {"match", "fullmatch", "pattern"}
    return False


def pumps(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Beginnings, units to repeat and ends: what leads up to a repeat of the pattern, and what it may take."""
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    found: dict[tuple[str, str], None] = {}
    _walk(list(tree), [""], found)
    whole = [one for one in _sequence(list(tree)) if one]
    for unit in whole + [one[:-1] for one in whole if len(one) > 1]:
        found[("", unit)] = None
    return [(begin, unit, end) for begin, unit in found for end in ("", "\x01", "\n!")]


def _walk(nodes: list[Any], before: list[str], found: dict[tuple[str, str], None]) -> None:
    """Note a pump for every wide repeat, in it and below it."""
    for i, (name, value) in enumerate(nodes):
        lead = _join(before, _sequence(nodes[:i]))[:3]
        kind = str(name)
        if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _low, high, body = value
            if int(high) >= _LONG:
                for unit in _sequence(list(body)):
                    for begin in lead:
                        if unit:
                            found[(begin, unit)] = None
                            found[("", begin + unit)] = None
            _walk(list(body), lead, found)
        else:
            for inner in _inner(kind, value):
                _walk(list(inner), lead, found)


def _inner(kind: str, value: Any) -> list[Any]:
    """The parts within a node."""
    if kind == "SUBPATTERN":
        return [value[-1]]
    if kind == "BRANCH":
        return list(value[1])
    if kind in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if kind == "ATOMIC_GROUP":
        return [value]
    if kind == "GROUPREF_EXISTS":
        return [one for one in value[1:] if one is not None]
    return []


def _join(some: list[str], more: list[str]) -> list[str]:
    """Beginnings with each of the ends, few of them."""
    return list(dict.fromkeys(a + b for b in more for a in some))[:_EXAMPLES]


def _sequence(nodes: list[Any]) -> list[str]:
    """Some strings that the nodes, one after another, match."""
    out = [""]
    for name, value in nodes:
        out = _join(out, _examples(str(name), value))
    return out


def _examples(kind: str, value: Any) -> list[str]:
    """Some strings that one node matches."""
    if kind == "LITERAL":
        return [chr(value)]
    if kind in ("NOT_LITERAL", "ANY"):
        return [one for one in ("a", " ", "<") if kind == "ANY" or ord(one) != value][:2]
    if kind == "IN":
        return _of_class(value)
    if kind == "BRANCH":
        return [one for branch in value[1] for one in _sequence(list(branch))[:2]][:12]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        low, _high, body = value
        once = _sequence(list(body))
        return [one * max(1, min(int(low), 40)) for one in once] + ([""] if not low else [])
    if kind in ("SUBPATTERN", "ATOMIC_GROUP", "GROUPREF_EXISTS"):
        return _sequence(list(_inner(kind, value)[0]))
    return [""]


def _of_class(value: Any) -> list[str]:
    """A few members of a set of characters, of different sorts."""
    one = re.compile(_class_source(value))
    return (
        [letter for letter in _LETTERS if one.match(letter)][:5]
        or [chr(v) for k, v in value if str(k) == "LITERAL"][:2]
        or [chr(v[0]) for k, v in value if str(k) == "RANGE"][:1]
        or ["\x02"]
    )


def _class_source(value: Any) -> str:
    """The set as the source of a pattern."""
    names = {"CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S",
             "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W"}  # fmt: skip
    out = ""
    for kind, item in value:
        if str(kind) == "NEGATE":
            out += "^"
        elif str(kind) == "LITERAL":
            out += re.escape(chr(item))
        elif str(kind) == "RANGE":
            out += f"{re.escape(chr(item[0]))}-{re.escape(chr(item[1]))}"
        else:
            out += names[str(item)]
    return f"[{out}]"
