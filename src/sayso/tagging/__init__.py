"""The tagging model: finds candidate spans of sources, cues and contents and their links. tag(analysis) -> Tags."""

from __future__ import annotations

from sayso.tagging.model import model_name
from sayso.tagging.tagger import Candidates, Tags, Window, tag

__all__ = ["Candidates", "Tags", "Window", "model_name", "tag"]
