"""The terms of a record that hold no spans: Share, Sourcing, Provenance. Import them from :mod:`sayso.terms`."""

from __future__ import annotations

import msgspec


class Share(msgspec.Struct, frozen=True):
    """A count, and its share of the total from 0 to 1."""

    count: int
    share: float


class Sourcing(msgspec.Struct, frozen=True):
    """Counts and shares over the attributions of an article, without repeats.

    Only actual attributions count; ``not_actual`` is the number of negated and hypothetical ones.
    """

    attributions: int = 0
    by_kind: dict[str, Share] = {}
    by_form: dict[str, Share] = {}
    by_act: dict[str, Share] = {}
    named: Share = Share(0, 0.0)
    unnamed: Share = Share(0, 0.0)
    first_hand: Share = Share(0, 0.0)
    relayed: Share = Share(0, 0.0)
    words: int = 0
    quoted_words: Share = Share(0, 0.0)
    speakers_by_words: dict[str, Share] = {}
    no_answer: tuple[str, ...] = ()
    not_actual: int = 0
    rests_on: str | None = None


class Provenance(msgspec.Struct, frozen=True):
    """The package version and the model that produced a record."""

    version: str
    model: str
