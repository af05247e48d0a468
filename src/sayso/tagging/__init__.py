"""Where sources, cues and contents stand, and what points to what: tag(analysis) -> Tags, one encoder pass a window."""

from __future__ import annotations

from sayso.tagging.model import model_name
from sayso.tagging.tagger import Candidates, Tags, Window, tag

__all__ = ["Candidates", "Tags", "Window", "model_name", "tag"]
