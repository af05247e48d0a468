"""Reads annotated articles: gold attributions and gold speakers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.linking import form_of
from sayso.terms import Article, Attribution, Block, BlockKind, Span, Spans
from sayso.text.quoted_words import QuotedWords


@dataclass(frozen=True)
class Gold:
    """An annotated article. ``answers`` has the speaker and act of each attribution by id."""

    article: Article
    outer: tuple[Attribution, ...]
    nested: tuple[Attribution, ...]
    answers: dict[str, dict[str, Any]]
    speakers: dict[str, dict[str, Any]]
    doc: str = ""
    sure: dict[str, bool] = field(default_factory=dict)


def load(folder: Path, polnear: Path) -> list[Gold]:
    """All annotated articles of a folder, in order of name. Raises FileNotFoundError if there are none."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise FileNotFoundError(f"{folder}: the folder has no *.json; expected the annotation sources-gold")
    return [_gold(json.loads(path.read_text(encoding="utf-8")), polnear) for path in files]


def _gold(data: dict[str, Any], polnear: Path) -> Gold:
    paths = [polnear / split / "text" / f"{data['doc']}.txt" for split in ("dev", "train")]
    path = next(path for path in paths if path.exists())
    with path.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    quoted = QuotedWords(text)
    answers: dict[str, dict[str, Any]] = {}
    outer = []
    for item in data["attributions"]:
        answers[item["id"]] = item
        outer.append(_attribution(item["id"], item, quoted))
    nested = []
    for number, item in enumerate(data["nested"], 1):
        answers[f"n{number}"] = item
        nested.append(_attribution(f"n{number}", item, quoted, inside=item["inside"]))
    article = Article(text, (Block(BlockKind.BODY, Span(0, len(text))),), publisher=data["outlet"])
    speakers = {speaker["id"]: speaker for speaker in data["speakers"]}
    speakers.setdefault("unstated", {"id": "unstated", "name": "", "kind": "unstated", "spokesperson": False})
    sure = {item["id"]: item["sure"] for item in data["attributions"]}
    return Gold(article, tuple(outer), tuple(nested), answers, speakers, data["doc"], sure)


def _attribution(name: str, item: dict[str, Any], quoted: QuotedWords, inside: str | None = None) -> Attribution:
    source, cue, content = (_spans(item[role]) for role in ("source", "cue", "content"))
    return Attribution(name, source, cue, content, form=form_of(quoted, content), inside=inside, confidence=1.0)


def _spans(pairs: list[list[int]]) -> Spans:
    return tuple(sorted(Span(start, end) for start, end in pairs if end > start))
