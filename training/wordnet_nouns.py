"""Makes src/sayso/lexicons/nouns.tsv from WordNet 3.0: which nouns mean a person, people, a body, a text, a place.

``python -m training.wordnet_nouns [FOLDER]`` reads ``index.noun``, ``data.noun`` and ``cntlist.rev`` of Debian's
package wordnet-base (``/usr/share/wordnet``). A noun gets the kind of the first of its senses, in WordNet's order,
that can be a source at all. Other nouns are listed as things where they look like a person's (``-er``, ``-or``,
``-ist`` ...) or are common.
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
_PERSON, _GROUP, _COMMUNICATION, _LOCATION = "18", "14", "10", "15"
_PLAIN: Final = re.compile(r"[a-z][a-z-]{2,}")
_LIKE_A_PERSON: Final = re.compile(r"(?:er|or|ist|ant|ee|ian)$")
_COMMON: Final = 3  # places in the texts that WordNet's senses were counted in
_ROOTS: Final = {  # synsets under which a noun of these files is of the kind
    "08008335": "body",  # organization, organisation
    "08189659": "body",  # unit, social unit
    "04341686": "place",  # structure, construction
    "03315023": "place",  # facility, installation
    "03297735": "place",  # establishment
    "08491826": "place",  # administrative district
}
HEAD: Final = """\
# From WordNet 3.0 (Debian's wordnet-base), by training/wordnet_nouns.py: the first sense of each noun that is a source.
# kind: person, people (in the mass), body, text, place (which stands for the body in it), thing (none of them).
# name: yes where somebody that WordNet knows is called so (Baker, Hall), else -.
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
    """How often each noun stands in the texts in which senses were counted."""
    found: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, count = line.split()
        lemma, sense = key.split("%")
        found[lemma] += int(count) if sense.startswith("1") else 0
    return found


class Synsets:
    """The synsets of ``data.noun``: lexicographer file, words, and what each is a kind of."""

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
        """What kind of source a sense is; empty for none."""
        file = self.file[synset]
        if file in (_PERSON, _COMMUNICATION):
            return "person" if file == _PERSON else "text"
        root = next((_ROOTS[one] for one in self._closure(synset) if one in _ROOTS), "")
        return root or ("people" if file == _GROUP else "")

    def _closure(self, synset: str) -> Iterator[str]:
        """The synset and all above it, the nearest first."""
        level = [synset]
        while level:
            yield from level
            level = [above for one in level for above in self._above[one]]


def nouns(folder: Path) -> dict[str, tuple[str, bool]]:
    """Each plain lower-case noun of one word with its kind, and whether it is a name too."""
    synsets, common = Synsets(folder / "data.noun"), counts(folder / "cntlist.rev")
    found: dict[str, tuple[str, bool]] = {}
    for line in (folder / "index.noun").read_text(encoding="utf-8").splitlines():
        field = line.split()
        if line.startswith(" ") or not _PLAIN.fullmatch(field[0]):
            continue
        senses = [one for one in field[6 + int(field[3]) :] if field[0] in synsets.words[one]]
        kind = next((kind for one in senses if (kind := synsets.kind(one))), "")
        if kind or (senses and (_LIKE_A_PERSON.search(field[0]) or common[field[0]] >= _COMMON)):
            found[field[0]] = kind or "thing", field[0] in synsets.names
    return found


def main(arguments: list[str]) -> int:
    """Write the table."""
    found = nouns(Path(arguments[0]) if arguments else FOLDER)
    rows = "".join(f"{term}\t{kind}\t{'yes' if name else '-'}\n" for term, (kind, name) in sorted(found.items()))
    TABLE.write_text(HEAD + rows, encoding="utf-8")
    print(f"{len(found)} nouns in {TABLE}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
