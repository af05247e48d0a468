"""The methods of a record that later layers implement: selection, data frames, display.

A record is a value of an early layer, and its methods belong to later ones. Each method loads its function by name when
it is called, so that a record can be imported without them. No other module imports from a later layer.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Self, cast

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

IMPLEMENTATIONS: Final = {
    "only": "sayso.record.selection",
    "to_dicts": "sayso.export.python.frames",
    "to_arrow": "sayso.export.python.frames",
    "to_pandas": "sayso.export.python.frames",
    "to_polars": "sayso.export.python.frames",
    "to_html": "sayso.export.python.notebook",
    "show": "sayso.cli.terminal.show",
}
"""The modules with the function of each method, which has the same name and takes the record as its first argument."""


def _implementation(name: str) -> Any:  # noqa: ANN401 (functions with different signatures)
    """The function of a method."""
    return getattr(import_module(IMPLEMENTATIONS[name]), name)


class RecordMethods:
    """The methods of a record besides its conversion to JSON."""

    __slots__ = ()

    def only(
        self,
        *,
        min_confidence: float = 0.0,
        min_speaker_confidence: float = 0.0,
        act: str | Collection[str] = (),
        kind: str | Collection[str] = (),
        speaker: str | Collection[str] = (),
        form: str | Collection[str] = (),
        nested: bool = True,
        determinacy: str | Collection[str] = (),
    ) -> Self:
        """Return the record with the matching attributions, their speakers, and a summary of them.

        Of each field with several values, any one matches. ``speaker`` is a name, whole words of a name, or the id of
        a speaker of the record; ``nested`` False removes statements inside others. Raises InputError for a bound
        outside 0 to 1, and for an unknown value. See :func:`sayso.record.selection.only`.
        """
        selected = _implementation("only")(
            self, min_confidence=min_confidence, min_speaker_confidence=min_speaker_confidence, act=act, kind=kind,
            speaker=speaker, form=form, nested=nested, determinacy=determinacy,
        )  # fmt: skip
        return cast("Self", selected)

    def to_dicts(self, table: str = "attributions") -> list[dict[str, Any]]:
        """Return the rows of a table of a batch: attributions, speakers, relays or articles."""
        return cast("list[dict[str, Any]]", _implementation("to_dicts")(self, table))

    def to_arrow(self, table: str = "attributions") -> pa.Table:
        """Return a table of a batch as a ``pyarrow.Table``. Raises ExtraError without the extra ``archive``."""
        return _implementation("to_arrow")(self, table)

    def to_pandas(self, table: str = "attributions") -> pd.DataFrame:
        """Return a table of a batch as a pandas data frame. Raises ExtraError without the extra ``pandas``."""
        return cast("pd.DataFrame", _implementation("to_pandas")(self, table))

    def to_polars(self, table: str = "attributions") -> pl.DataFrame:
        """Return a table of a batch as a Polars data frame. Raises ExtraError without the extra ``polars``."""
        return cast("pl.DataFrame", _implementation("to_polars")(self, table))

    def to_html(self) -> str:
        """Return the marked article with its speakers as an HTML fragment: no script, no address outside it."""
        return cast("str", _implementation("to_html")(self))

    def show(self) -> None:
        """Show the record: in a notebook as HTML, elsewhere on standard output, as ``sayso read`` does."""
        _implementation("show")(self)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return self.to_html()
