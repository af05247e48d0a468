"""Writes src/sayso/lexicons/first_names.tsv and surname_nouns.tsv from the packages names and Faker.

``python -m training.first_names NAMES FAKER`` takes the unpacked folders of names 0.3.0 (the United States census of
1990) and of Faker 40.63.0 (lists of names per country). The census decides where
it lists a name; of the other names, common nouns are left out.
"""

from __future__ import annotations

import importlib
import math
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Final

from sayso.lexicons import lexicon, terms

LEXICONS: Final = Path(__file__).parents[1] / "src" / "sayso" / "lexicons"
_LATIN_NAME: Final = re.compile(r"[^\W\d_][^\W\d_'’-]+")
_SMOOTHING: Final = 0.0005  # % of bearers, added to both shares
_COUNTRY_SMOOTHING: Final = 0.2  # countries, added to both counts
_NAMES_HEAD: Final = """\
# The first names of the United States census of 1990 (dist.male.first, dist.female.first; a work of the federal
# government, public domain), from the PyPI package names 0.3.0; for names that it lacks, the lists of the PyPI package
# Faker 40.63.0 (MIT, Daniele Faraglia). Written by training/first_names.py.
# odds: log odds of male to female bearers, with 0.0005 % added to both shares; in Faker, of countries with the name for
# men or for women. Odds within 1.0 of even say nothing.
term\todds
"""
_SURNAMES_HEAD: Final = """\
# Nouns for bodies and places that are also surnames in the United States census of 1990 (public domain, PyPI package
# names 0.3.0) or in Faker 40.63.0 (MIT): Lock, Cross. After a known first name they end the name of a person.
# Written by training/first_names.py.
term
"""


def census(folder: Path, part: str) -> dict[str, float]:
    """The share of bearers of each name, in percent."""
    rows = (line.split() for line in (folder / "names" / part).read_text().splitlines())
    return {name.casefold(): float(share) for name, share, *_ in rows}


def countries(folder: Path) -> tuple[Counter[str], Counter[str], set[str]]:
    """The number of countries with each name for men and for women, and the surnames, of the Latin script."""
    sys.path.insert(0, str(folder))
    men, women, surnames = Counter[str](), Counter[str](), set[str]()
    for path in sorted((folder / "faker" / "providers" / "person").glob("*/__init__.py")):
        provider = importlib.import_module(f"faker.providers.person.{path.parent.name}").Provider
        men.update(_latin(provider, "first_names_male", "first_names_men"))
        women.update(_latin(provider, "first_names_female", "first_names_women"))
        surnames |= _latin(provider, "last_names", "last_names_male", "last_names_female")
    return men, women, surnames


def _latin(provider: object, *fields: str) -> set[str]:
    names = {name for field in fields for name in getattr(provider, field, None) or () if isinstance(name, str)}
    return {n.casefold() for n in names if _LATIN_NAME.fullmatch(n) and "LATIN" in unicodedata.name(n[0])}


def main(names: Path, faker: Path) -> None:
    """Write both lists."""
    male, female = census(names, "dist.male.first"), census(names, "dist.female.first")
    men, women, surnames = countries(faker)
    odds = {n: math.log((men[n] + _COUNTRY_SMOOTHING) / (women[n] + _COUNTRY_SMOOTHING)) for n in men | women}
    common = {row["term"] for row in lexicon("nouns")} | terms("function_words")
    odds = {name: value for name, value in odds.items() if name not in common}
    for name in male | female:
        odds[name] = math.log((male.get(name, 0) + _SMOOTHING) / (female.get(name, 0) + _SMOOTHING))
    rows = "".join(f"{name}\t{value:.1f}\n" for name, value in sorted(odds.items()))
    (LEXICONS / "first_names.tsv").write_text(_NAMES_HEAD + rows, encoding="utf-8")
    surnames |= set(census(names, "dist.all.last"))
    nouns = (row["term"] for row in lexicon("nouns") if row["kind"] in ("body", "place") and row["name"] != "yes")
    both = "".join(f"{noun}\n" for noun in sorted(nouns) if noun in surnames)
    (LEXICONS / "surname_nouns.tsv").write_text(_SURNAMES_HEAD + both, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
