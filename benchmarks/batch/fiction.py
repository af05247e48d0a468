"""Generates fictional pages from a seed, with known copies of quotations, relays, unnamed sources and refusals.

``python -m benchmarks.batch.fiction --pages 10000 --out FILE.jsonl`` writes them. All names are invented.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_TOWNS: Final = _list(
    "Harrow Aldmoor Wexcombe Tarnbridge Ferryhill Oakminster Saltney Brackwater Dunmere Elmford Grayport Hollin"
)
_FIRST: Final = _list("Ines Ivo Ada Tomas Mira Owen Lena Rufus Clara Jonas Petra Silas Edda Bruno Nell Casper")
_LAST: Final = _list("Calder Marr Fairlamb Reyle Thorne Vance Oakes Penrose Hale Stroud Quill Draper Fenn Lowe")
_ROLES: Final = ("mayor", "harbour master", "school head", "fire chief", "union leader", "planning officer", "engineer")
_KINDS: Final = _list("Echo Post Courier Times")
_DESKS: Final = _list("city water sport schools")
_ADJECTIVES: Final = _list(
    "old narrow public costly quiet broken northern wet early heavy safe empty famous cheap wooden private steep "
    "busy hidden careful modern local frozen golden rusty honest slow large fragile crowded clean dark warm "
    "stolen"
)
_NOUNS: Final = _list(
    "bridge ferry budget school river council market road tower harbour library factory garden orchestra museum "
    "tram reservoir bakery hospital stadium archive lantern engine forest tunnel mill festival theatre quarry "
    "clinic canal warehouse monument kitchen station workshop orchard vineyard chapel brewery dairy greenhouse "
    "lighthouse pier railway depot"
)
_VERBS: Final = _list(
    "needs floods blocks feeds replaces protects divides threatens serves ruins shelters supports empties crosses "
    "delays rescues outlives pays shakes guards opens follows warms repairs hides"
)

_BEHIND: Final = _list("behind near beyond under beside above without inside")
_LINKS: Final = (", and", ", but", ", so", ", because", ", while")
_SHARE_COPIED: Final = 0.15
_SHARE_ALTERED: Final = 0.6


class Fiction:
    """Generates pages; the same seed gives the same pages. ``statements`` is the minimum and maximum per page."""

    def __init__(self, seed: int = 8, statements: tuple[int, int] = (1, 2), months: int = 24) -> None:
        self.random = random.Random(seed)
        self.statements, self.months = statements, months
        self.outlets = [f"{town} {kind}" for town in _TOWNS for kind in _KINDS]
        # Each outlet has its own share of unnamed sources.
        self.unnamed_share = {outlet: self.random.uniform(0.02, 0.35) for outlet in self.outlets}
        self.people = [
            (f"{first} {last}", self.random.choice(_ROLES), self.random.choice(_TOWNS))
            for first in _FIRST for last in _LAST
        ]  # fmt: skip
        self.quotations: list[list[str]] = []

    def clause(self) -> list[str]:
        """The words of a clause."""
        pick = self.random.choice
        words = ["the", pick(_ADJECTIVES), pick(_NOUNS), pick(_VERBS), "the", pick(_ADJECTIVES), pick(_NOUNS)]
        if self.random.random() < 0.6:
            words += [pick(_BEHIND), "a", pick(_ADJECTIVES), pick(_NOUNS)]
        return words

    def sentence(self) -> list[str]:
        """Two clauses."""
        first = self.clause()
        first[-1] += self.random.choice(_LINKS)
        return [*first, *self.clause()]

    def quotation(self) -> tuple[int, str]:
        """A quotation with its number; sometimes a copy, exact or with up to a fifth of its words changed."""
        if self.quotations and self.random.random() < _SHARE_COPIED:
            number = self.random.randrange(len(self.quotations))
            words = list(self.quotations[number])
            if self.random.random() < _SHARE_ALTERED:
                changes = max(1, int(len(words) * self.random.uniform(0.02, 0.2)))
                for position in self.random.sample(range(len(words)), changes):
                    words[position] = self.random.choice(_ADJECTIVES)
        else:
            number, words = len(self.quotations), self.sentence()
            self.quotations.append(words)
        text = " ".join(words)
        return number, text[0].upper() + text[1:]

    def pages(self, count: int) -> Iterator[tuple[dict[str, Any], list[int]]]:
        """Rows of pages with the numbers of their quotations."""
        for number in range(count):
            yield self._page(number)

    def _page(self, number: int) -> tuple[dict[str, Any], list[int]]:
        outlet = self.random.choice(self.outlets)
        month = self.random.randrange(self.months)
        headline = " ".join([self.random.choice(_ADJECTIVES).capitalize(), *self.clause()[2:6]])
        truth, parts = list[int](), [headline, ""]
        for _ in range(self.random.randint(*self.statements)):
            numbers, text = self._statement(outlet)
            truth += numbers
            parts.append(text)
        if self.random.random() < 0.3:
            parts.append(" ".join(self.sentence()).capitalize() + ".")
        row = {
            "id": number,
            "url": f"https://{outlet.lower().replace(' ', '-')}.example/{number}",
            "date": f"{2024 + month // 12}-{month % 12 + 1:02}-{self.random.randint(1, 28):02}",
            "outlet": outlet,
            "desk": self.random.choice(_DESKS),
            "text": "\n".join(parts) + "\n",
        }
        return row, truth

    def _statement(self, outlet: str) -> tuple[list[int], str]:
        """A statement in one of several forms, and the number of its quotation, if any."""
        name, role, town = self.random.choice(self.people)
        form = self.random.random()
        if form < 0.08:
            refusal = self.random.choice(
                (f"{name} declined to comment.", f"{town} council did not respond to questions.")
            )
            return [], refusal
        number, quotation = self.quotation()
        if form < 0.08 + self.unnamed_share[outlet]:
            reason = self.random.choice(("the talks are private", "the report is not public"))
            return [number], f"“{quotation},” said an official, speaking on condition of anonymity because {reason}."
        if form > 0.93:
            other = self.random.choice(self.outlets)
            return [number], f"“{quotation},” {name}, {role} of {town}, told the {other}."
        if form > 0.87:
            return [number], f"{name}, {role} of {town}, denied that {quotation[0].lower()}{quotation[1:]}."
        return [number], f"“{quotation},” said {name}, {role} of {town}."


def write(path: Path, count: int, **options: Any) -> int:  # noqa: ANN401
    """Write pages as JSON lines; returns their number of words."""
    words = 0
    with path.open("wb") as file:
        for row, _ in Fiction(**options).pages(count):
            words += len(row["text"].split())
            file.write(msgspec.json.encode(row) + b"\n")
    return words


def main() -> None:
    """Write pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--statements", type=int, nargs=2, default=(1, 2))
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    words = write(options.out, options.pages, seed=options.seed, statements=tuple(options.statements))
    print(json.dumps({"pages": options.pages, "words": words, "file": str(options.out)}))


if __name__ == "__main__":
    main()
