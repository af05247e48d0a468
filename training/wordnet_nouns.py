"""Writes src/sayso/lexicons/nouns.tsv from WordNet 3.0: nouns for persons, people, organizations, texts and places.

``python -m training.wordnet_nouns [FOLDER]`` reads ``index.noun``, ``data.noun`` and ``cntlist.rev`` of Debian's
package wordnet-base (``/usr/share/wordnet``). The kind of a noun is that of its first sense, in WordNet's
order, that can be a source. Other nouns are listed as things if they have the form of a person noun (``-er``, ``-or``,
``-ist`` ...) or are frequent.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

FOLDER: Final = Path("/usr/share/wordnet")
TABLE: Final = Path(__file__).parents[1] / "src" / "sayso" / "lexicons" / "nouns.tsv"
_PERSON, _GROUP, _COMMUNICATION, _LOCATION, _ANIMAL = "18", "14", "10", "15", "05"
_PLAIN: Final = re.compile(r"[a-z][a-z-]{2,}")
_LIKE_A_PERSON: Final = re.compile(r"(?:er|or|ist|ant|ee|ian)$")
_COMMON: Final = 3  # occurrences in the texts in which WordNet's senses were counted
_ROOTS: Final = {  # kind of the nouns below a synset
    "08008335": "body",  # organization, organisation
    "08189659": "body",  # unit, social unit
    "04341686": "place",  # structure, construction
    "03315023": "place",  # facility, installation
    "03297735": "place",  # establishment
    "08491826": "place",  # administrative district
}
_HUMAN_TOO: Final = ("female", "giant", "male", "queen")  # nouns of animals first and of persons second
HEAD: Final = """\
# From WordNet 3.0 (Debian's wordnet-base), by training/wordnet_nouns.py: first senses of nouns that can be a source.
# kind: person, people (a collective), body, text, place (used for the body in it), thing (none of these).
# name: yes if the noun is also the surname of a person in WordNet (Baker, Hall), else -.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Permission to use, copy, modify and
# distribute this software and database and its documentation for any purpose and without fee or royalty is hereby
# granted, provided that you agree to comply with the following copyright notice and statements, including the
# disclaimer, and that the same appear on ALL copies of the software, database and documentation, including
# modifications that you make for internal use or for distribution. THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS"
# AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT
# LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY
# PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD
# PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS. The name of Princeton University or Princeton may not be
# used in advertising or publicity pertaining to distribution of the software and/or database. Title to copyright in
# this software, database and any associated documentation shall at all times remain with Princeton University and
# LICENSEE agrees to preserve same.
term\tkind\tname
"""


def counts(path: Path) -> Counter[str]:
    """Occurrences of each noun in the texts in which senses were counted."""
    occurrences: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, count = line.split()
        lemma, sense = key.split("%")
        occurrences[lemma] += int(count) if sense.startswith("1") else 0
    return occurrences


class Synsets:
    """The synsets of ``data.noun``: lexicographer file, words and hypernyms."""

    def __init__(self, path: Path) -> None:
        self.file: dict[str, str] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.names: set[str] = set()
        self._above: dict[str, list[str]] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith(" "):
                continue
            field = line.split()
            count = int(field[3], 16)
            self.file[field[0]] = field[1]
            self.words[field[0]] = frozenset(field[4 : 4 + 2 * count : 2])
            links = 5 + 2 * count
            pointers = [field[at : at + 2] for at in range(links, links + 4 * int(field[links - 1]), 4)]
            self._above[field[0]] = [target for sign, target in pointers if sign == "@"]
            if field[1] == _PERSON and any(sign == "@i" for sign, _ in pointers):
                self.names.update(part.lower() for word in self.words[field[0]] for part in word.split("_"))

    def kind(self, synset: str) -> str:
        """The kind of source of a synset, or an empty string."""
        file = self.file[synset]
        if file in (_PERSON, _COMMUNICATION):
            return "person" if file == _PERSON else "text"
        root = next((_ROOTS[ancestor] for ancestor in self._closure(synset) if ancestor in _ROOTS), "")
        return root or ("people" if file == _GROUP else "")

    def _closure(self, synset: str) -> Iterator[str]:
        """The synset and all its hypernyms, nearest first."""
        level = [synset]
        while level:
            yield from level
            level = [above for current in level for above in self._above[current]]


def nouns(folder: Path) -> dict[str, tuple[str, bool]]:
    """Each lower-case noun of one word with its kind, and whether it is also a name."""
    synsets, occurrences = Synsets(folder / "data.noun"), counts(folder / "cntlist.rev")
    table: dict[str, tuple[str, bool]] = {}
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        field = line.split()
        if line.startswith(" ") or not _PLAIN.fullmatch(field[0]):
            continue
        senses = [synset for synset in field[6 + int(field[3]) :] if field[0] in synsets.words[synset]]
        kind = next((kind for synset in senses if (kind := synsets.kind(synset))), "")
        if kind == "person" and synsets.file[senses[0]] == _ANIMAL and field[0] not in _HUMAN_TOO:
            kind = "thing"  # a dog, although it is also "a man"
        if kind or (senses and (_LIKE_A_PERSON.search(field[0]) or occurrences[field[0]] >= _COMMON)):
            table[field[0]] = kind or "thing", field[0] in synsets.names
    return table


def main(arguments: list[str]) -> int:
    """Write the table."""
    table = nouns(Path(arguments[0]) if arguments else FOLDER)
    rows = "".join(f"{term}\t{kind}\t{'yes' if name else '-'}\n" for term, (kind, name) in sorted(table.items()))
    TABLE.write_text(HEAD + rows, encoding="utf-8")
    print(f"{len(table)} nouns in {TABLE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
