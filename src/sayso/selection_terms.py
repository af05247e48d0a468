"""The selection of statements that the library, the commands, batches, REST and the archive share."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from sayso.terms import Act, Determinacy, Form, SpeakerKind

_VALUES: Final = {
    "act": frozenset(map(str, Act)),
    "kind": frozenset(map(str, SpeakerKind)),
    "form": frozenset(map(str, Form)),
    "determinacy": frozenset(map(str, Determinacy)),
}  # fmt: skip


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Selects statements. They match all fields, and of each field any one of its values; an empty field selects all.

    ``kind`` is the kind of the speaker, ``speaker`` a name, whole words of a name, or an id. A speaker with an unknown
    confidence does not match ``min_speaker_confidence``. ``nested`` False omits statements inside other statements.
    """

    min_confidence: float = 0.0
    min_speaker_confidence: float = 0.0
    act: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    nested: bool = True
    determinacy: tuple[str, ...] = ()

    def selection(self) -> Selection:
        """Return the selection without the fields of subclasses."""
        return Selection(**{name: getattr(self, name) for name in SELECTION_FIELDS})

    def narrowed(self, other: Selection) -> dict[str, Any]:
        """Return the fields of this selection narrowed by another one, whose values replace those given here."""
        fields = {name: getattr(other, name) or getattr(self, name) for name in SELECTION_FIELDS}
        for name in ("min_confidence", "min_speaker_confidence"):
            fields[name] = max(getattr(self, name), getattr(other, name))
        return fields | {"nested": self.nested and other.nested}

    def fault(self) -> tuple[str, str] | None:
        """Return what is wrong with an invalid value and how to fix it, or None."""
        for name in ("min_confidence", "min_speaker_confidence"):
            if not 0 <= getattr(self, name) <= 1:
                return f"{name} is {getattr(self, name)}", "Use a probability from 0 to 1"
        for name in (*_VALUES, "speaker"):
            values = getattr(self, name)
            if isinstance(values, str):
                return f"{name} is text", f'Use a tuple: {name}=("{values}",)'
        for name, allowed in _VALUES.items():
            if invalid := [value for value in getattr(self, name) if value not in allowed]:
                return f"{invalid[0]} is not a valid {name}", f"Choose one of: {', '.join(sorted(allowed))}"
        return None


SELECTION_FIELDS: Final = Selection.__struct_fields__
ALL_STATEMENTS: Final = Selection()
