"""The chain graph: publisher, outlets, speakers and unnamed sources from left to right, and its drawing."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import log2
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from sayso.terms import PUBLISHER, Record, Speaker, SpeakerKind
from sayso.web.screens.drawing import element, icon, joined
from sayso.web.screens.foreign import short
from sayso.web.screens.messages import Messages
from sayso.web.screens.statements import named

_WIDE, _HIGH, _GAP, _STEP, _EDGE = 216, 32, 88, 40, 8
_LABEL: Final = 24  # characters of a name in its box
_MOST: Final = 120  # boxes that are drawn; the list has all
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
    """Statements that one passes on from the other."""

    start: str
    end: str
    count: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The chains of a page as nodes and edges; ``left_out`` nodes are too many to draw."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    columns: int
    rows: int
    left_out: int


def graph_of(record: Record, t: Messages) -> Graph:
    """The graph of all chains; a statement that repeats another counts once."""
    speakers = named(record, t)
    through: Counter[str] = Counter()
    between: Counter[tuple[str, str]] = Counter()
    column: dict[str, int] = {}
    for one in record.attributions:
        chain = [hop for hop in one.chain if hop in speakers] if one.repeats is None else []
        through.update(chain)
        between.update(itertools.pairwise(chain))
        for place, hop in enumerate(chain):
            column[hop] = max(place, column.get(hop, 0))
    kept = [name for name, _ in through.most_common(_MOST)]
    edges = tuple(Edge(a, b, n) for (a, b), n in between.items() if a in kept and b in kept)
    nodes = _placed(kept, edges, column, through, speakers)
    rows = 1 + round(max((node.row for node in nodes), default=-1.0))
    return Graph(nodes, edges, 1 + max((node.column for node in nodes), default=-1), rows, len(through) - len(kept))


def _placed(
    kept: list[str],
    edges: tuple[Edge, ...],
    column: Mapping[str, int],
    through: Counter[str],
    speakers: Mapping[str, Speaker],
) -> tuple[Node, ...]:
    """The nodes in rows: each beside those it hangs on, so that lines are short and few cross."""
    layers: defaultdict[int, list[str]] = defaultdict(list)
    for name in kept:
        layers[column[name]].append(name)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        near[edge.start].append(edge.end)
        near[edge.end].append(edge.start)
    unnamed = {name for name in kept if speakers[name].kind is SpeakerKind.UNNAMED}
    row: dict[str, float] = {}
    for number in sorted(layers):
        layer = layers[number]
        wanted = {n: _mean([row[o] for o in near[n] if column[o] < number]) if number > 1 else 0.0 for n in layer}
        layer.sort(key=lambda name: (wanted[name], name in unnamed, -through[name]))
        free = 0.0
        for name in layer:
            row[name] = max(free, wanted[name])
            free = row[name] + 1
    for name in layers[0]:
        row[name] = min(_HIGHEST, max(0.0, (len(layers[1]) - 1) / 2))
    return tuple(
        Node(name, speakers[name].name, str(speakers[name].kind), through[name], number, row[name])
        for number in sorted(layers)
        for name in layers[number]
    )


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def drawn(graph: Graph, t: Messages) -> Markup:
    """The graph as SVG; each box leads to the statements of its speaker."""
    wide = graph.columns * _WIDE + max(0, graph.columns - 1) * _GAP + 2 * _EDGE
    high = graph.rows * _STEP + 2 * _EDGE
    at = {node.id: (_x(node), _y(node)) for node in graph.nodes}
    lines = [_line(at[edge.start], at[edge.end], edge) for edge in graph.edges]
    boxes = [_box(node, t) for node in graph.nodes]
    return element(
        "svg", joined([*lines, *boxes]), class_="graph", viewBox=f"0 0 {wide} {high}", width=wide, height=high,
        role="group", aria_label=t("chain.graph"),
    )  # fmt: skip


def _x(node: Node) -> float:
    return _EDGE + node.column * (_WIDE + _GAP)


def _y(node: Node) -> float:
    return _EDGE + node.row * _STEP + _STEP / 2


def _line(start: tuple[float, float], end: tuple[float, float], edge: Edge) -> Markup:
    """A line from the right of a box to the left of another; one that leads back goes round below."""
    (x, y), (to, down) = (start[0] + _WIDE, start[1]), end
    bend = _GAP / 2 if to > x else _GAP
    path = f"M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {to - bend:.0f} {down:.0f} {to:.0f} {down:.0f}"
    width = min(4.0, 1 + 0.6 * log2(edge.count))
    return element("path", class_="edge", d=path, stroke_width=width)


def _label(node: Node, x: float, y: float) -> Markup:
    """The name, cut off where the box ends whatever its letters are."""
    told = element("text", short(node.name, _LABEL), x=0, y=20.5)
    return element("svg", told, x=x, y=y, width=_WIDE - 72, height=_HIGH)


def _box(node: Node, t: Messages) -> Markup:
    """A speaker's box: the sign of its kind, the name, the number of statements; an unnamed one has a broken border."""
    x, y = _x(node), _y(node) - _HIGH / 2
    told = t("chain.node", n=node.count, who=node.name, kind=t(f"kind.{node.kind}"))
    inside = joined([
        element("title", told),
        element("rect", x=x, y=y, width=_WIDE, height=_HIGH, rx=17 if node.kind in ("person", "unnamed") else 5),
        icon(node.kind, x=x + 10, y=y + 8, width=16, height=16),
        _label(node, x + 33, y),
        element("text", f"{node.count:,}", x=x + _WIDE - 12, y=y + 20.5, class_="n", text_anchor="end"),
    ])  # fmt: skip
    if node.id == PUBLISHER:
        return element("g", inside, class_="node outlet first")
    href = f"?speaker={quote(node.id)}"
    return element(
        "a", inside, class_=f"node {node.kind}", href=href, data_speaker=node.id, data_name=node.name, aria_label=told
    )
