"""The chain graph: layout of publisher, outlets, speakers and unnamed sources from left to right, and its SVG."""

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
from sayso.web.views.statement_cards import named_speakers

_BOX_WIDTH, _BOX_HEIGHT, _COLUMN_GAP, _ROW_HEIGHT, _MARGIN = 216, 32, 88, 40, 8
_LABEL: Final = 21  # characters of a name in its box
_MAX_NODES: Final = 120  # the list below the graph has all
_LANE_HEIGHT: Final = 0.45  # of a row, for a line that passes through a column
_MAX_PUBLISHER_ROW: Final = 5.0  # keeps the publisher visible at the top


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker: the number of statements whose chain includes it, and its position."""

    id: str
    name: str
    kind: str
    count: int
    column: int
    row: float


@dataclass(frozen=True, slots=True)
class Edge:
    """Statements relayed between two speakers; ``lane`` lists the columns and rows that a long line passes through."""

    start: str
    end: str
    count: int
    lane: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """The part of a long line in one column."""

    edge: Edge
    column: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The chains of a page as nodes and edges; ``left_out`` is the number of nodes that are not drawn."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    columns: int
    rows: int
    left_out: int


def build_graph(record: Record, t: Messages) -> Graph:
    """Build the graph of all chains, without repeats and without negated and hypothetical statements."""
    speakers = named_speakers(record, t)
    through: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    for attribution in record.attributions:
        counts = attribution.repeats is None and attribution.determinacy is Determinacy.ACTUAL
        chain = [hop for hop in attribution.chain if hop in speakers] if counts else []
        through.update(chain)
        between.update(itertools.pairwise(chain))
    drawn = [name for name, _ in through.most_common(_MAX_NODES)]
    edges = [Edge(a, b, n) for (a, b), n in between.most_common() if a in drawn and b in drawn and a != b]
    column = _columns(drawn, edges)
    lanes = {edge: tuple(Lane(edge, at) for at in range(column[edge.start] + 1, column[edge.end])) for edge in edges}
    row = _rows(drawn, lanes, column, through, {name for name in drawn if speakers[name].kind is SpeakerKind.UNNAMED})
    nodes = tuple(
        Node(name, speakers[name].name, str(speakers[name].kind), through[name], column[name], row[name])
        for name in sorted(drawn, key=lambda name: (column[name], row[name]))
    )
    placed = tuple(replace(edge, lane=tuple((at.column, row[at]) for at in lanes[edge])) for edge in edges)
    rows = 1 + round(max(row.values(), default=-1.0) + 0.4)
    return Graph(nodes, placed, 1 + max(column.values(), default=-1), rows, len(through) - len(drawn))


def _columns(drawn: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """Return the column of each node, to the right of its predecessors; in a cycle the weakest edge points back."""
    column = dict.fromkeys(drawn, 0)
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
    """Return whether a path leads from a node to another."""
    seen, pending = {name}, [name]
    while pending:
        for other in after.get(pending.pop(), ()):
            if other not in seen:
                seen.add(other)
                pending.append(other)
    return goal in seen


def _rows(
    drawn: Sequence[str],
    lanes: Mapping[Edge, tuple[Lane, ...]],
    column: Mapping[str, int],
    through: Counter[str],
    unnamed: set[str],
) -> dict[str | Lane, float]:
    """Return the row of each node and lane: near its predecessors, so that few lines cross."""
    before: defaultdict[str | Lane, list[str | Lane]] = defaultdict(list)
    layers: defaultdict[int, list[str | Lane]] = defaultdict(list)
    for name in drawn:
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
        near = {item: _mean([row[left] for left in before[item] if left in row]) if number > 1 else 0.0
                for item in layers[number]}  # fmt: skip
        for item in sorted(layers[number], key=lambda item: (near[item], _rank(item, onward, unnamed, through))):
            height = 1.0 if isinstance(item, str) else _LANE_HEIGHT
            row[item] = max(free, near[item]) + (height - 1) / 2
            free = row[item] + (1 + height) / 2
    for item in layers[0]:
        row[item] = min(_MAX_PUBLISHER_ROW, max(0.0, (len(layers[1]) - 1) / 2)) + row[item] * (len(layers[0]) > 1)
    return row


def _rank(item: str | Lane, onward: set[str | Lane], unnamed: set[str], through: Counter[str]) -> tuple[int, bool, int]:
    """Sort key within a column: relaying speakers first, then long lines, then first-hand sources."""
    if not isinstance(item, str):
        return 1, False, -item.edge.count
    return 0 if item in onward else 2, item in unnamed, -through[item]


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def graph_svg(graph: Graph, t: Messages) -> Fragment:
    """Return the graph as SVG; each box links to the statements of its speaker."""
    width = graph.columns * _BOX_WIDTH + max(0, graph.columns - 1) * _COLUMN_GAP + 2 * _MARGIN
    height = graph.rows * _ROW_HEIGHT + 2 * _MARGIN
    at = {node.id: (_left(node.column), _level(node.row)) for node in graph.nodes}
    lines = [_line(at, edge) for edge in graph.edges]
    boxes = [_box(node, t) for node in graph.nodes]
    return element(
        "svg", joined([*lines, *boxes]), class_="graph", viewBox=f"0 0 {width} {height}", width=width, height=height,
        role="group", aria_label=t("chain.graph"),
    )  # fmt: skip


def _left(column: int) -> float:
    return _MARGIN + column * (_BOX_WIDTH + _COLUMN_GAP)


def _level(row: float) -> float:
    return _MARGIN + row * _ROW_HEIGHT + _ROW_HEIGHT / 2


def _line(at: Mapping[str, tuple[float, float]], edge: Edge) -> Fragment:
    """Draw an edge from the right of a box to the left of another, between the boxes of the columns in between."""
    (x, y), end = at[edge.start], at[edge.end]
    x += _BOX_WIDTH
    path = f"M{x:.0f} {y:.0f}"
    for column, row in edge.lane:
        left, level = _left(column), _level(row)
        path += f"{_curve(x, y, left, level)}H{left + _BOX_WIDTH:.0f}"
        x, y = left + _BOX_WIDTH, level
    width = min(4.0, 1 + 0.6 * log2(edge.count))
    return element("path", class_="edge", d=path + _curve(x, y, *end), stroke_width=width)


def _curve(x: float, y: float, to: float, down: float) -> str:
    """Return an SVG curve, with wider bends for an edge that points back."""
    bend = _COLUMN_GAP / 2 if to > x else _COLUMN_GAP
    return f"C{x + bend:.0f} {y:.0f} {to - bend:.0f} {down:.0f} {to:.0f} {down:.0f}"


def _label(node: Node, x: float, y: float) -> Fragment:
    """Draw the name, clipped at the edge of the box."""
    text = element("text", short(node.name, _LABEL), x=0, y=20.5)
    return element("svg", text, x=x, y=y, width=_BOX_WIDTH - 72, height=_BOX_HEIGHT)


def _box(node: Node, t: Messages) -> Fragment:
    """Draw the box of a speaker: icon, name, number of statements; unnamed sources have a dashed border (CSS)."""
    x, y = _left(node.column), _level(node.row) - _BOX_HEIGHT / 2
    tooltip = t("chain.node", n=node.count, who=node.name, kind=t(f"kind.{node.kind}"))
    radius = 17 if node.kind in ("person", "unnamed") else 5
    inside = joined([
        element("title", tooltip),
        element("rect", x=x, y=y, width=_BOX_WIDTH, height=_BOX_HEIGHT, rx=radius),
        element("use", href=f"#k-{node.kind}", x=x + 10, y=y + 8, width=16, height=16),
        _label(node, x + 33, y),
        element("text", f"{node.count:,}", x=x + _BOX_WIDTH - 12, y=y + 20.5, class_="n", text_anchor="end"),
    ])  # fmt: skip
    if node.id == PUBLISHER:
        return element("g", inside, class_="node outlet first")
    href = f"?speaker={quote(node.id)}"
    return element("a", inside, class_=f"node {node.kind}", href=href, data_speaker=node.id, data_name=node.name)
