"""PolNeAR's articles: the reader is part of the package, since ``sayso train`` mixes them in."""

from __future__ import annotations

from sayso.train.data.annotated import ROLES, Annotated, Pieces, Relation, joined
from sayso.train.data.polnear import read_folder, relations

__all__ = ["ROLES", "Annotated", "Pieces", "Relation", "joined", "read_folder", "relations"]
