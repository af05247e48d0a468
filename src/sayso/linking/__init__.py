"""Linking of source, cue and content spans: link(analysis, tags) -> attributions."""

from __future__ import annotations

from sayso.linking.form import form_of
from sayso.linking.links import link

__all__ = ["form_of", "link"]
