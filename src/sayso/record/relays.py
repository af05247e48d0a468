"""Lists the outlets whose reports the page relays, each with its attributions."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.terms import Attribution, Relay


def relayed(attributions: Sequence[Attribution]) -> tuple[Relay, ...]:
    """The relays in the order of their first attribution."""
    outlets: dict[str, list[str]] = {}
    for attribution in attributions:
        if attribution.relay is not None:
            outlets.setdefault(attribution.relay, []).append(attribution.id)
    return tuple(Relay(outlet, tuple(ids)) for outlet, ids in outlets.items())
