"""Reads and checks the corpus of short news items with speakers (corpus/items/*.txt). Format: corpus/README.md.

``python -m training.corpus [FILE ...]`` checks the files and prints counts.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sayso.terms import Act

ITEMS: Final = Path(__file__).parents[1] / "corpus" / "items"
KINDS: Final = ("person", "organization", "outlet", "document", "unnamed", "group", "author", "other")
DETERMINACIES: Final = ("actual", "negated", "hypothetical")
_PART: Final = re.compile(r"([sqc])(\d+(?:,\d+)*)")
_KEY: Final = re.compile(r"[A-Z]{1,2}")
_HEAD: Final = re.compile(r"=== (\S+) \| ([^|]+) \| ([^|]+)")
_ENTITY: Final = re.compile(rf"([A-Z]{{1,2}}) ({'|'.join(KINDS)}) \| (.+)")
_ATTRIBUTION: Final = re.compile(r"(\d+) ([A-Z]{1,2}|-) ([a-z_]+)((?: negated| hypothetical)?)(?: relay ([A-Z]{1,2}))?")

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity of an item with its mentions, ``[start, end)`` in the item's text."""

    key: str
    kind: str
    name: str
    role: str | None
    affiliation: str | None
    spokesperson: bool
    anonymity_reason: str | None
    mentions: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """An annotated attribution: ``speaker`` and ``relay`` are entity keys, ``inside`` is the outer one's number."""

    number: int
    source: tuple[Pair, ...]
    cue: tuple[Pair, ...]
    content: tuple[Pair, ...]
    speaker: str | None
    act: str
    determinacy: str
    relay: str | None
    inside: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """A news item: its text without marks, its entities by key, and its attributions."""

    id: str
    english: str
    outlet: str | None
    text: str
    entities: dict[str, Entity]
    attributions: tuple[Marked, ...]


@dataclass(slots=True)
class _Spans:
    mentions: dict[str, list[Pair]] = field(default_factory=dict)
    parts: dict[tuple[int, str], list[Pair]] = field(default_factory=dict)


def unmark(marked: str, where: str) -> tuple[str, _Spans]:
    """The text without marks, and the spans of the marks. Raises ValueError for a malformed mark."""
    text: list[str] = []
    spans, open_marks, length, at = _Spans(), list[tuple[str, int]](), 0, 0
    while at < len(marked):
        char = marked[at]
        if char == "{":
            key, _, _ = marked[at + 1 : at + 30].partition(" ")
            if not (_PART.fullmatch(key) or _KEY.fullmatch(key)):
                raise ValueError(
                    f"{where}: {marked[at : at + 30]!r} is not a mark of the form {{s1 words}} or {{A words}}"
                )
            open_marks.append((key, length))
            at += len(key) + 2
            continue
        if char == "}":
            if not open_marks:
                raise ValueError(f"{where}: a closing brace without an opening one before {marked[at : at + 30]!r}")
            key, start = open_marks.pop()
            if start == length:
                raise ValueError(f"{where}: the mark {key} is empty")
            part = _PART.fullmatch(key)
            if part:
                for number in part[2].split(","):
                    spans.parts.setdefault((int(number), part[1]), []).append((start, length))
            else:
                spans.mentions.setdefault(key, []).append((start, length))
            at += 1
            continue
        text.append(char)
        length += 1
        at += 1
    if open_marks:
        raise ValueError(f"{where}: the mark {open_marks[-1][0]} is never closed")
    return "".join(text), spans


def _entity(line: str, text: str, spans: _Spans, where: str) -> Entity:
    match = _ENTITY.fullmatch(line)
    if not match:
        raise ValueError(f"{where}: not an entity of the form 'A person | Name | role: …': {line!r}")
    name, *rest = [part.strip() for part in match[3].split(" | ")]
    fields: dict[str, str] = {}
    for part in rest:
        key, colon, value = part.partition(": ")
        if key not in ("role", "affiliation", "anonymity", "spokesperson") or (not colon) != (key == "spokesperson"):
            raise ValueError(f"{where}: unknown field {part!r} of entity {match[1]}")
        fields[key] = value
    for value in (name, *(value for key, value in fields.items() if key != "spokesperson")):
        if value.casefold() not in " ".join(text.casefold().split()):
            raise ValueError(f"{where}: {value!r} of entity {match[1]} does not occur in the text")
    if match[1] not in spans.mentions:
        raise ValueError(f"{where}: entity {match[1]} has no mention in the text")
    return Entity(
        match[1],
        match[2],
        name,
        fields.get("role"),
        fields.get("affiliation"),
        "spokesperson" in fields,
        fields.get("anonymity"),
        tuple(sorted(spans.mentions[match[1]])),
    )


def _marked(line: str, entities: dict[str, Entity], spans: _Spans, where: str) -> Marked:
    match = _ATTRIBUTION.fullmatch(line)
    if not match or match[3] not in set(Act):
        raise ValueError(f"{where}: not an attribution of the form '1 A statement [negated] [relay B]': {line!r}")
    number = int(match[1])
    for key in (match[2], match[5]):
        if key not in (None, "-") and key not in entities:
            raise ValueError(f"{where}: attribution {number} names entity {key}, which is not in the table")
    source, cue, content = (tuple(sorted(spans.parts.pop((number, part), ()))) for part in "sqc")
    if not content or not (source or cue):
        raise ValueError(f"{where}: attribution {number} needs a content, and a source or a cue")
    speaker = None if match[2] == "-" else match[2]
    return Marked(number, source, cue, content, speaker, match[3], match[4].strip() or "actual", match[5], None)


def _inside(attribution: Marked, others: list[Marked]) -> int | None:
    """The number of the innermost attribution whose content contains every span of this one."""
    own_spans = [*attribution.source, *attribution.cue, *attribution.content]
    outer = [
        (end - start, other.number)
        for other in others
        if other is not attribution
        for start, end in other.content
        if all(start <= left and right <= end for left, right in own_spans) and (start, end) not in own_spans
    ]
    return min(outer)[1] if outer else None


def parse_item(block: str, where: str) -> Item:
    """Parse an item. Raises ValueError with the item's id for text that does not fit the format."""
    header, _, body = block.strip("\n").partition("\n")
    match = _HEAD.fullmatch(header.strip())
    if not match:
        raise ValueError(f"{where}: the header is not '=== id | English | outlet': {header!r}")
    where = match[1]
    marked, dashes, table = body.partition("\n--\n")
    if not dashes and "{" in marked:
        raise ValueError(f"{where}: the line -- between text and tables is missing")
    text, spans = unmark(marked.strip("\n") + "\n", where)
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    listed = [_entity(line, text, spans, where) for line in lines if line[0].isupper()]
    entities = {entity.key: entity for entity in listed}
    unlisted = set(spans.mentions) - set(entities)
    if unlisted:
        raise ValueError(f"{where}: the table lacks the mentioned entities {sorted(unlisted)}")
    unnested = [_marked(line, entities, spans, where) for line in lines if not line[0].isupper()]
    if spans.parts:
        raise ValueError(f"{where}: the table lacks the marked attributions {sorted({n for n, _ in spans.parts})}")
    attributions = tuple(replace(attribution, inside=_inside(attribution, unnested)) for attribution in unnested)
    outlet = match[3].strip()
    return Item(match[1], match[2].strip(), None if outlet == "-" else outlet, text, entities, attributions)


def blocks(path: Path) -> list[str]:
    """The items of a file, unparsed."""
    parts = re.split(r"(?m)^(?==== )", path.read_text(encoding="utf-8"))
    return [part for part in parts if part.strip()]


def part_of(identifier: str) -> str:
    """The fixed part of an item, from the number in its id: ``train``, ``dev`` (…0) or ``test`` (…5)."""
    return {"0": "dev", "5": "test"}.get(identifier[-1], "train")


def read_items(folder: Path = ITEMS) -> list[Item]:
    """All items, in order of file and position. Raises ValueError for the first error."""
    return [parse_item(block, path.stem) for path in sorted(folder.glob("*.txt")) for block in blocks(path)]


def main(arguments: list[str]) -> int:
    """Check files and print all errors and the counts; returns 1 if there are errors."""
    items, errors, seen = [], 0, set[str]()
    for path in [Path(name) for name in arguments] or sorted(ITEMS.glob("*.txt")):
        for block in blocks(path):
            try:
                item = parse_item(block, path.stem)
                if item.id in seen:
                    raise ValueError(f"{item.id}: the id occurs twice")
                seen.add(item.id)
                items.append(item)
            except ValueError as error:
                print(f"{path.name}: {error}")
                errors += 1
    attributions = [attribution for item in items for attribution in item.attributions]
    words = sum(len(item.text.split()) for item in items)
    nested = sum(attribution.inside is not None for attribution in attributions)
    relayed = sum(attribution.relay is not None for attribution in attributions)
    print(f"{len(items)} items, {words} words, {len(attributions)} attributions, {nested} nested, {relayed} relayed")
    print("acts", dict(Counter(attribution.act for attribution in attributions)))
    print("determinacy", dict(Counter(attribution.determinacy for attribution in attributions)))
    print("kinds", dict(Counter(entity.kind for item in items for entity in item.entities.values())))
    print("varieties of English", dict(Counter(item.english for item in items)))
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
