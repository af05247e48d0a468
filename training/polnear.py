"""Re-exports the PolNeAR reader of ``sayso train``."""

from __future__ import annotations

from sayso.train.data.annotated import ROLES, Annotated, Pieces, Relation, joined
from sayso.train.data.polnear import read_folder, relations

__all__ = ["ROLES", "Annotated", "Pieces", "Relation", "joined", "read_folder", "relations"]
