"""The chain graph: publisher, outlets, speakers and unnamed sources from left to right, and its drawing."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import log2
from typing import Final
from urllib.parse import quote

from sayso.export.markup import Fragment, element, joined
from sayso.terms import PUBLISHER, Determinacy, Record, SpeakerKind
from sayso.web.rendering.escaping import short
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import named

_WIDE, _HIGH, _GAP, _STEP, _EDGE = 216, 32, 88, 40, 8
_LABEL: Final = 21  # characters of a name in its box
_MOST: Final = 120  # boxes that are drawn; the list has all
_THIN: Final = 0.45  # of a row for a line that passes through a column
_HIGHEST: Final = 5.0  # the row of the publisher at most, so that it is in sight from the top


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker with the number of statements that pass through it, in a column and a row."""

    id: str
    name: str
    kind: str
    count: int
    column: int
    row: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Statements that one passes on from the other; ``lane``: columns and rows through which a long line goes."""

    start: str
    end: str
    count: int
    lane: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A piece of a long line: which line, in which column."""

    edge: Edge
    column: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The chains of a page as nodes and edges; ``left_out`` nodes are too many to draw."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    columns: int
    rows: int
    left_out: int


def graph_of(record: Record, t: Messages) -> Graph:
    """The graph of all chains; a statement that repeats another counts once, and what was not said not at all."""
    speakers = named(record, t)
    through: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for one in record.attributions:
        counts = one.repeats is None and one.determinacy is Determinacy.ACTUAL
        chain = [hop for hop in one.chain if hop in speakers] if counts else []
        through.update(chain)
        between.update(itertools.pairwise(chain))
    kept = [name for name, _ in through.most_common(_MOST)]
    edges = [Edge(a, b, n) for (a, b), n in between.most_common() if a in kept and b in kept and a != b]
    column = _columns(kept, edges)
    lanes = {edge: tuple(Lane(edge, at) for at in range(column[edge.start] + 1, column[edge.end])) for edge in edges}
    row = _rows(kept, lanes, column, through, {name for name in kept if speakers[name].kind is SpeakerKind.UNNAMED})
    nodes = tuple(
        Node(name, speakers[name].name, str(speakers[name].kind), through[name], column[name], row[name])
        for name in sorted(kept, key=lambda name: (column[name], row[name]))
    )
    made = tuple(replace(edge, lane=tuple((at.column, row[at]) for at in lanes[edge])) for edge in edges)
    rows = 1 + round(max(row.values(), default=-1.0) + 0.4)
    return Graph(nodes, made, 1 + max(column.values(), default=-1), rows, len(through) - len(kept))


def _columns(kept: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The column of each node, right of all that pass on from it; of a circle the weakest line leads back."""
    column = dict.fromkeys(kept, 0)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if _reaches(edge.end, edge.start, after):
            continue
        after[edge.start].append(edge.end)
        moved = [edge.start]
        while moved:
            name = moved.pop()
            for other in after[name]:
                if column[other] <= column[name]:
                    column[other] = column[name] + 1
                    moved.append(other)
    return column


def _reaches(name: str, goal: str, after: Mapping[str, Sequence[str]]) -> bool:
    """Whether lines lead from a node to another."""
    seen, open_ = {name}, [name]
    while open_:
        for other in after.get(open_.pop(), ()):
            if other not in seen:
                seen.add(other)
                open_.append(other)
    return goal in seen


def _rows(
    kept: Sequence[str],
    lanes: Mapping[Edge, tuple[Lane, ...]],
    column: Mapping[str, int],
    through: Counter[str],
    unnamed: set[str],
) -> dict[str | Lane, float]:
    """The row of each node and of each piece of a long line: beside what it hangs on, so that few lines cross."""
    before: defaultdict[str | Lane, list[str | Lane]] = defaultdict(list)
    layers: defaultdict[int, list[str | Lane]] = defaultdict(list)
    for name in kept:
        layers[column[name]].append(name)
    for edge, lane in lanes.items():
        for piece in lane:
            layers[piece.column].append(piece)
        line: list[str | Lane] = [edge.start, *lane, edge.end]
        for left, right in itertools.pairwise(line):
            before[right].append(left)
    onward = {left for lefts in before.values() for left in lefts}
    row: dict[str | Lane, float] = {}
    for number in sorted(layers):
        free = 0.0
        near = {one: _mean([row[left] for left in before[one] if left in row]) if number > 1 else 0.0
                for one in layers[number]}  # fmt: skip
        for one in sorted(layers[number], key=lambda one: (near[one], _rank(one, onward, unnamed, through))):
            tall = 1.0 if isinstance(one, str) else _THIN
            row[one] = max(free, near[one]) + (tall - 1) / 2
            free = row[one] + (1 + tall) / 2
    for one in layers[0]:
        row[one] = min(_HIGHEST, max(0.0, (len(layers[1]) - 1) / 2)) + row[one] * (len(layers[0]) > 1)
    return row


def _rank(one: str | Lane, onward: set[str | Lane], unnamed: set[str], through: Counter[str]) -> tuple[int, bool, int]:
    """In a column first what leads on, then long lines, then what is first-hand."""
    if not isinstance(one, str):
        return 1, False, -one.edge.count
    return 0 if one in onward else 2, one in unnamed, -through[one]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def drawn(graph: Graph, t: Messages) -> Fragment:
    """The graph as SVG; each box leads to the statements of its speaker."""
    wide = graph.columns * _WIDE + max(0, graph.columns - 1) * _GAP + 2 * _EDGE
    high = graph.rows * _STEP + 2 * _EDGE
    at = {node.id: (_left(node.column), _level(node.row)) for node in graph.nodes}
    lines = [_line(at, edge) for edge in graph.edges]
    boxes = [_box(node, t) for node in graph.nodes]
    return element(
        "svg", joined([*lines, *boxes]), class_="graph", viewBox=f"0 0 {wide} {high}", width=wide, height=high,
        role="group", aria_label=t("chain.graph"),
    )  # fmt: skip


def _left(column: int) -> float:
    return _EDGE + column * (_WIDE + _GAP)


def _level(row: float) -> float:
    return _EDGE + row * _STEP + _STEP / 2


def _line(at: Mapping[str, tuple[float, float]], edge: Edge) -> Fragment:
    """A line from the right of a box to the left of another, between the boxes of the columns on its way."""
    (x, y), end = at[edge.start], at[edge.end]
    x += _WIDE
    path = f"M{x:.0f} {y:.0f}"
    for column, row in edge.lane:
        left, level = _left(column), _level(row)
        path += f"{_curve(x, y, left, level)}H{left + _WIDE:.0f}"
        x, y = left + _WIDE, level
    width = min(4.0, 1 + 0.6 * log2(edge.count))
    return element("path", class_="edge", d=path + _curve(x, y, *end), stroke_width=width)


def _curve(x: float, y: float, to: float, down: float) -> str:
    """A curve; one that leads back swings out."""
    bend = _GAP / 2 if to > x else _GAP
    return f"C{x + bend:.0f} {y:.0f} {to - bend:.0f} {down:.0f} {to:.0f} {down:.0f}"


def _label(node: Node, x: float, y: float) -> Fragment:
    """The name, cut off where the box ends whatever its letters are."""
    told = element("text", short(node.name, _LABEL), x=0, y=20.5)
    return element("svg", told, x=x, y=y, width=_WIDE - 72, height=_HIGH)


def _box(node: Node, t: Messages) -> Fragment:
    """A speaker's box: the sign of its kind, the name, the number of statements; an unnamed one has a broken border."""
    x, y = _left(node.column), _level(node.row) - _HIGH / 2
    told = t("chain.node", n=node.count, who=node.name, kind=t(f"kind.{node.kind}"))
    inside = joined([
        element("title", told),
        element("rect", x=x, y=y, width=_WIDE, height=_HIGH, rx=17 if node.kind in ("person", "unnamed") else 5),
        element("use", href=f"#k-{node.kind}", x=x + 10, y=y + 8, width=16, height=16),
        _label(node, x + 33, y),
        element("text", f"{node.count:,}", x=x + _WIDE - 12, y=y + 20.5, class_="n", text_anchor="end"),
    ])  # fmt: skip
    if node.id == PUBLISHER:
        return element("g", inside, class_="node outlet first")
    href = f"?speaker={quote(node.id)}"
    return element("a", inside, class_=f"node {node.kind}", href=href, data_speaker=node.id, data_name=node.name)
