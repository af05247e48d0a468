"""The stages that a run of the growth benchmark measures, and an encoder that runs once for equal windows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from sayso.tagging.model import load

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class Stage(StrEnum):
    """The stages that are measured.

    ``OTHERS`` are all stages, with one run of the encoder for windows of the same tokens. A family repeats its unit, so
    the encoder takes hardly any time, and the results of all stages stay the same. The encoder's time is linear:
    each window is a separate run, and the size of the page limits the tokens (``sayso.tagging.windows.most_tokens``).
    """

    ALL = "all"
    OTHERS = "others"
    READING = "reading"


class Repeats:
    """A session of ONNX Runtime that keeps the results of windows."""

    def __init__(self, session: InferenceSession) -> None:
        self._session = session
        self._results: dict[bytes, list[NDArray[Any]]] = {}

    def run(self, names: list[str] | None, feed: dict[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """The results of a run, from the last run with the same input if there is one."""
        key = b"".join(values.tobytes() for values in feed.values())
        if key not in self._results:
            self._results[key] = self._session.run(names, feed)
        return self._results[key]


def without_repeats() -> None:
    """Let the bundled model run once for equal windows, in this process."""
    model = load()
    if not isinstance(model.session, Repeats):
        object.__setattr__(model, "session", Repeats(model.session))
