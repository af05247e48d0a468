"""Other outlets' reports that the page passes on: each outlet once, with its attributions."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.terms import Attribution, Relay


def relayed(attributions: Sequence[Attribution]) -> tuple[Relay, ...]:
    """The relays in order of their first attribution."""
    outlets: dict[str, list[str]] = {}
    for attribution in attributions:
        if attribution.relay is not None:
            outlets.setdefault(attribution.relay, []).append(attribution.id)
    return tuple(Relay(outlet, tuple(ids)) for outlet, ids in outlets.items())
