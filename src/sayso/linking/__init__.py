"""Linking of source, cue and content spans: link(analysis, tags) -> attributions."""

from __future__ import annotations

from sayso.linking.first_pass import first_pass
from sayso.linking.form import form_of
from sayso.linking.links import link

__all__ = ["first_pass", "form_of", "link"]
