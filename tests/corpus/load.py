"""Loads the test corpus: pages with their expected records, with spans for strings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

import sayso
from sayso.terms import Act, Attribution, Form, Inconsistency, Record, Relay, Span, Spans, Speaker, SpeakerKind

HERE: Final = Path(__file__).parent
ROLES: Final = ("source", "cue", "content")
_ATTRIBUTION: Final = {"id", *ROLES, "form", "act", "speaker", "inside", "relay", "repeats"}
_SPEAKER: Final = {"name", "kind", "role", "affiliation", "spokesperson", "anonymity_reason"}
_PAGE: Final = {"genre", "forms", "furniture", "notes", "speakers", "attributions", "inconsistencies"}


class CorpusError(Exception):
    """An expected record does not fit its page."""


@dataclass(frozen=True)
class Expected:
    """A page with its expected record, without chains, mentions and sourcing."""

    name: str
    path: Path
    genre: str
    forms: tuple[str, ...]
    furniture: tuple[str, ...]
    notes: str
    record: Record

    @property
    def text(self) -> str:
        """The text of all spans."""
        return self.record.article.text

    def speaker(self, attribution: Attribution) -> Speaker:
        """The expected speaker of an attribution."""
        return next(speaker for speaker in self.record.speakers if speaker.id == attribution.speaker)


def load(folder: Path = HERE) -> list[Expected]:
    """All pages in order of name. Raises CorpusError for the first error."""
    return [read_expected(path) for path in sorted(folder.glob("*.toml"))]


def read_expected(path: Path) -> Expected:
    """One page from its TOML file and the ``.txt`` or ``.html`` beside it."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    _known(data, _PAGE, path.stem)
    page = next((file for file in (path.with_suffix(end) for end in (".txt", ".html")) if file.exists()), None)
    if page is None:
        raise CorpusError(f"{path.name}: neither {path.stem}.txt nor {path.stem}.html exists")
    article = sayso.read(page)
    if page.suffix == ".txt":
        # Spans of a plain text are offsets in the unchanged file.
        with page.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        if article.text != text:
            raise CorpusError(f"{page.name}: reading changes the text, so spans do not fit")
    speakers = tuple(_speaker(key, item, path.stem) for key, item in data.get("speakers", {}).items())
    attributions = tuple(_attribution(item, article.text, path.stem) for item in data.get("attributions", ()))
    outlets = dict.fromkeys(attribution.relay for attribution in attributions if attribution.relay)
    record = Record(
        article=article,
        attributions=attributions,
        speakers=speakers,
        relays=tuple(Relay(outlet, tuple(a.id for a in attributions if a.relay == outlet)) for outlet in outlets),
        inconsistencies=tuple(
            Inconsistency(item["why"], spans_of(article.text, item["spans"], path.stem))
            for item in data.get("inconsistencies", ())
        ),
    )
    texts = tuple(data["forms"]), tuple(data.get("furniture", ())), data.get("notes", "")
    return Expected(path.stem, page, data["genre"], *texts, record)


def bare(expected: Expected) -> tuple[Attribution, ...]:
    """The expected attributions without act, speaker, relay and repeat, as input of the later stages."""
    return tuple(
        msgspec.structs.replace(item, act=Act.STATEMENT, speaker=None, relay=None, repeats=None)
        for item in expected.record.attributions
    )


def places(text: str, words: str) -> list[int]:
    """The positions of a string as whole words."""
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    return [match.start() for match in re.finditer(before + re.escape(words) + after, text)]


def spans_of(text: str, pieces: list[Any], where: str) -> Spans:
    """Spans of strings: a string that occurs once, or ``[string, n]`` for its n-th occurrence, from 1."""
    spans = []
    for piece in pieces:
        words, number = piece if isinstance(piece, list) else (piece, None)
        occurrences = places(text, words)
        if number is None and len(occurrences) != 1:
            raise CorpusError(f"{where}: {words!r} occurs {len(occurrences)} times in the text, not once")
        if number is not None and not 1 <= number <= len(occurrences):
            raise CorpusError(f"{where}: {words!r} has {len(occurrences)} occurrences, not {number}")
        start = occurrences[(number or 1) - 1]
        spans.append(Span(start, start + len(words)))
    return tuple(sorted(spans))


def _attribution(item: dict[str, Any], text: str, where: str) -> Attribution:
    _known(item, _ATTRIBUTION, where)
    source, cue, content = (spans_of(text, item[role], f"{where}, {item['id']}, {role}") for role in ROLES)
    return Attribution(
        item["id"],
        source,
        cue,
        content,
        form=Form(item["form"]),
        act=Act(item["act"]),
        speaker=item["speaker"],
        inside=item.get("inside"),
        relay=item.get("relay"),
        repeats=item.get("repeats"),
        confidence=1.0,
    )


def _speaker(key: str, item: dict[str, Any], where: str) -> Speaker:
    _known(item, _SPEAKER, where)
    return Speaker(
        key,
        item["name"],
        SpeakerKind(item["kind"]),
        role=item.get("role"),
        affiliation=item.get("affiliation"),
        spokesperson=item.get("spokesperson", False),
        anonymity_reason=item.get("anonymity_reason"),
    )


def _known(item: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = item.keys() - keys
    if unknown:
        raise CorpusError(f"{where}: unknown keys {sorted(unknown)}")
