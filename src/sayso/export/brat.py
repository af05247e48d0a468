"""Exports and imports brat standoff files: NAME.txt has the text, NAME.ann the annotations.

Each source, cue and content is a text-bound annotation (T), split at line ends as brat requires. Relations (R) link
contents to sources and cues to contents. A note (#) on the first T of an attribution holds its other fields, and a
note on T1 the rest of the record, so that the import restores the whole record. Negated and hypothetical attributions
have the attribute (A) Determinacy. The import applies changes made in brat to spans and attributes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

import msgspec

from sayso.errors import InputError
from sayso.standoff import Standoff, parse, read_exactly
from sayso.terms import Attribution, Determinacy, Record, Span, Spans

CONFIGURATION: Final = (
    "[entities]\nSource\nCue\nContent\nText\n\n[relations]\nAttributed\tArg1:Content, Arg2:Source\n"
    "Signals\tArg1:Cue, Arg2:Content\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, "
    "<OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n"
    "Determinacy\tArg:<ENTITY>, Value:negated|hypothetical\n"
)
_ROLES: Final = {"source": "Source", "cue": "Cue", "content": "Content"}
_PIECE: Final = re.compile(r"[^\n\r]+")
_HINT: Final = "Use a file written by sayso export --to brat"


def write_brat(record: Record, path: Path) -> None:
    """Write ``path`` with the suffixes .txt and .ann."""
    path.with_name(path.name + ".txt").write_text(record.article.text, encoding="utf-8", newline="")
    path.with_name(path.name + ".ann").write_text(to_ann(record), encoding="utf-8", newline="")


def read_brat(path: Path) -> Record:
    """The record of a pair of files. Raises InputError if they were not written by sayso, or are inconsistent."""
    try:
        text, annotation = (read_exactly(path.with_name(path.name + end)) for end in (".txt", ".ann"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read ({error})", _HINT, str(path)) from error
    return from_ann(text, annotation, str(path))


def to_ann(record: Record) -> str:
    """The annotations of a record in the format of an .ann file."""
    text = record.article.text
    lines: list[str] = []
    notes: list[tuple[str, str, dict[str, Any]]] = []
    number = relations = attributes = 0
    for attribution in record.attributions:
        ids: dict[str, str] = {}
        for role, kind in _ROLES.items():
            pieces = _pieces(text, getattr(attribution, role))
            if pieces:
                number += 1
                ids[role] = f"T{number}"
                lines.append(_text_bound(f"T{number}", kind, pieces, text))
        for kind, left, right in (("Attributed", "content", "source"), ("Signals", "cue", "content")):
            if left in ids and right in ids:
                relations += 1
                lines.append(f"R{relations}\t{kind} Arg1:{ids[left]} Arg2:{ids[right]}")
        if ids and attribution.determinacy is not Determinacy.ACTUAL:
            attributes += 1
            lines.append(f"A{attributes}\tDeterminacy {_attribute_target(ids)} {attribution.determinacy}")
        fields = msgspec.to_builtins(attribution)
        notes.append((next(iter(ids.values()), "T1"), "SaysoAttribution", {"ids": ids, **fields}))
    if not number:
        first = _PIECE.search(text)
        if first is None:
            return ""
        lines.append(_text_bound("T1", "Text", [Span(*first.span())], text))
    rest = msgspec.to_builtins(msgspec.structs.replace(record, attributions=()))
    rest["article"].pop("text")
    notes.insert(0, ("T1", "SaysoRecord", rest))
    for n, (target, kind, fields) in enumerate(notes, 1):
        lines.append(f"#{n}\t{kind} {target}\t{json.dumps(fields, ensure_ascii=True)}")
    return "\n".join(lines) + "\n"


def _attribute_target(ids: dict[str, str]) -> str:
    """The T of an attribution that has its attributes: the content, else the first one."""
    return ids.get("content") or next(iter(ids.values()))


def _text_bound(name: str, kind: str, pieces: list[Span], text: str) -> str:
    """The line of a text-bound annotation."""
    words = " ".join(span.of(text) for span in pieces)
    return f"{name}\t{kind} {';'.join(f'{span.start} {span.end}' for span in pieces)}\t{words}"


def _pieces(text: str, spans: Spans) -> list[Span]:
    """Spans split at line ends."""
    return [Span(*match.span()) for span in spans for match in _PIECE.finditer(text, span.start, span.end)]


def from_ann(text: str, ann: str, name: str = "brat") -> Record:
    """The record of a text and its annotations. Raises InputError with the number of a malformed line."""
    standoff = parse(ann, file=name, hint=_HINT)
    determinacy = _determinacy(standoff, name)
    attributions: list[Attribution] = []
    record: Record | None = None
    for note in standoff.notes:
        try:
            if note.type == "SaysoRecord":
                rest = json.loads(note.text)
                rest["article"]["text"] = text
                record = msgspec.convert(rest, Record)
            elif note.type == "SaysoAttribution":
                attributions.append(_attribution(json.loads(note.text), standoff, determinacy, text))
        except (ValueError, KeyError, TypeError, msgspec.ValidationError) as error:
            raise InputError(f"the note cannot be read ({error})", _HINT, name, f"line {note.line}") from error
    if record is None:
        raise InputError("no SaysoRecord note", _HINT, name)
    return msgspec.structs.replace(record, attributions=tuple(attributions))


def _determinacy(standoff: Standoff, name: str) -> dict[str, Determinacy]:
    """The values of the attribute Determinacy by annotation."""
    determinacy: dict[str, Determinacy] = {}
    for attribute in standoff.attributes:
        if attribute.type == "Determinacy":
            try:
                determinacy[attribute.target] = Determinacy(attribute.value)
            except ValueError as error:
                values = ", ".join(Determinacy)
                raise InputError(
                    f"Determinacy is not one of: {values}", _HINT, name, f"line {attribute.line}"
                ) from error
    return determinacy


def _attribution(
    fields: dict[str, Any], standoff: Standoff, determinacy: dict[str, Determinacy], text: str
) -> Attribution:
    """An attribution from its note, with the spans and the determinacy of the annotations where they differ."""
    ids = fields.pop("ids")
    if ids:
        fields["determinacy"] = str(determinacy.get(_attribute_target(ids), Determinacy.ACTUAL))
    attribution = msgspec.convert(fields, Attribution)
    changed = {}
    for role in _ROLES:
        bound = standoff.bounds.get(ids.get(role, ""))
        spans = bound.spans if bound is not None else ()
        if spans != tuple(_pieces(text, getattr(attribution, role))):
            changed[role] = spans
    return msgspec.structs.replace(attribution, **changed)
