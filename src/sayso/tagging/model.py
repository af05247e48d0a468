"""Loads and runs the model: digest check, encoder pass (ONNX Runtime), pointers. The only user of onnxruntime."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sayso.errors import ModelError
from sayso.limits import check_time
from sayso.tagging.windows import Batch
from sayso.text.quotation_marks import STATES

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FILES: Final = ("model.onnx", "heads.npz", "tokenizer.json", "labels.json")
ENTRY_POINTS: Final = "sayso.models"
"""Entry point group of distributions with a model."""
_HINT: Final = "Use the name of an installed model or a folder written by sayso train, or install sayso again"
_BUCKETS: Final = 32


@dataclass(frozen=True, slots=True)
class Pointer:
    """A learned pointer between the cells of a window: bilinear in the hidden states, plus a signed-distance term."""

    query: Floats
    query_bias: Floats
    key: Floats
    key_bias: Floats
    distance: Floats

    def scores(self, hidden: Floats, windows: Ints, sources: Ints, targets: Ints) -> Floats:
        """Log-probabilities ``(n, sources, 1 + targets)`` that each source cell points to no cell or a target cell.

        ``hidden`` has shape ``(windows, length, width)``; ``windows`` are the indices of n of them. ``sources`` and
        ``targets`` are the cells of these windows, padded with -1. Cell 0 represents no target.
        """
        queries = _projected(hidden, windows, sources, self.query, self.query_bias)
        cells = np.hstack([np.zeros((len(targets), 1), dtype=np.int64), targets])
        keys = _projected(hidden, windows, cells, self.key, self.key_bias)
        scores = queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(keys.shape[2]))
        scores[:, :, 1:] += self.distance[bucket(targets[:, None] - sources[:, :, None])]
        return log_softmax(np.where((cells < 0)[:, None], np.float32(-np.inf), scores))


def _projected(hidden: Floats, windows: Ints, cells: Ints, weight: Floats, bias: Floats) -> Floats:
    """A linear projection of the hidden states of cells, in one matrix product; zeros at padding cells."""
    row, column = np.nonzero(cells >= 0)
    result = np.zeros((*cells.shape, weight.shape[1]), dtype=np.float32)
    result[row, column] = hidden[windows[row], cells[row, column]] @ weight + bias
    return result


def bucket(distance: Ints) -> Ints:
    """The bucket (of 32) of a signed token distance: exact up to 7, logarithmic up to 256."""
    size = np.abs(distance)
    far = 8 + np.minimum((np.log(np.maximum(size, 8) / 8) / np.log(32) * 8).astype(np.int64), 7)
    return np.where(size < 8, size, far) + np.where(distance < 0, _BUCKETS // 2, 0)


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model. Thread-safe."""

    name: str
    tokenizer: Tokenizer
    session: Any
    inputs: tuple[str, ...]
    transitions: Floats
    source: Pointer
    cue: Pointer
    heads: dict[str, Floats]

    def encode(self, batch: Batch) -> tuple[Floats, Floats]:
        """Tag scores ``(windows, length, tags)`` and hidden states ``(windows, length, width)``; 0 at padding.

        Each window is a separate run. The int8 scales depend on the input, so this makes the result of a window
        independent of the others, and more accurate (0.6 points of `full` on dev). It is also faster, since
        activations stay in the CPU cache: batches of 4,096 cells take a third longer.
        """
        # Models from before 25 November 2026 have a mask as input, although a single window has no padding.
        cells = {"ids": batch.ids, "feature": batch.case * STATES + batch.quote, "mask": batch.mask}
        rows, length = batch.ids.shape
        scores = np.zeros((rows, length, len(self.transitions)), dtype=np.float32)
        hidden = np.zeros((rows, length, self.source.query.shape[0]), dtype=np.float32)
        for row, size in enumerate(batch.mask.sum(1).tolist()):
            check_time()
            part = np.s_[row : row + 1, :size]
            feed = {name: cells[name][part] for name in self.inputs}
            scores[part], hidden[part] = self.session.run(None, feed)
        return scores, hidden


def default_folder() -> Path:
    """The folder of the bundled weights."""
    return Path(str(files("sayso.tagging"))) / "weights"


def model_folder(model: Path | None = None) -> Path:
    """The folder of a model: a folder, or the name of an installed distribution; None is the bundled model.

    A distribution names a function without arguments, which returns its folder, as an entry point of the group
    ``sayso.models``. A folder of the same name comes first. Raises ModelError for a model that is neither.
    """
    if model is None:
        return default_folder()
    return model if model.is_dir() else _installed(str(model))


@cache
def _installed(name: str) -> Path:
    """The folder of an installed model."""
    installed = entry_points(group=ENTRY_POINTS)
    if name not in installed.names:
        names = ", ".join(sorted(installed.names)) or "none"
        raise ModelError(f"is no folder, and no installed model (installed: {names})", _HINT, name)
    folder: Path = installed[name].load()()
    return folder


@cache
def model_name(model: Path | None = None) -> str:
    """The label of the model and the first 12 digits of its digest. Does not load the model."""
    folder = model_folder(model)
    labels = _labels(folder)
    return f"{labels['name']}+{_expected(folder)[:12]}"


def _labels(folder: Path) -> dict[str, Any]:
    """The content of labels.json."""
    try:
        labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"the model's labels cannot be read: {error}", _HINT, str(folder)) from error
    return labels


def _expected(folder: Path) -> str:
    """The recorded digest."""
    try:
        return (folder / "digest.txt").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ModelError(f"the model has no digest: {error}", _HINT, str(folder)) from error


def digest(folder: Path) -> str:
    """SHA-256 of the model's files in the order of FILES. Raises ModelError for a missing file."""
    total = hashlib.sha256()
    for name in FILES:
        try:
            total.update((folder / name).read_bytes())
        except OSError as error:
            raise ModelError(f"a file of the model is missing: {error}", _HINT, str(folder)) from error
    return total.hexdigest()


_LOCK = threading.Lock()
_LOADED: dict[Path, Model] = {}


def load(model: Path | None = None) -> Model:
    """A model by folder or name, loaded once per process. Raises ModelError for a missing or damaged file."""
    folder = model_folder(model).resolve()
    with _LOCK:
        if folder not in _LOADED:
            _LOADED[folder] = _load(folder)
        return _LOADED[folder]


def _load(folder: Path) -> Model:
    """Load a model without the cache."""
    if digest(folder) != _expected(folder):
        raise ModelError("the model's files do not match their digest", _HINT, str(folder))
    # Tokenization is a small part of the work, and a thread pool would compete with one process per core.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # onnxruntime 1.32 collects usage data in the user's cache folder, for a server of its vendor.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime
    from tokenizers import Tokenizer

    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    settings.inter_op_num_threads = 1
    settings.log_severity_level = 3
    settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Otherwise int8 products saturate on CPUs without VNNI, with different results for the same page.
    settings.add_session_config_entry("session.x64quantprecision", "1")
    session = onnxruntime.InferenceSession(
        str(folder / "model.onnx"),
        sess_options=settings,
        providers=["CPUExecutionProvider"],
        # The fused operator takes seven times as long as the two that it replaces (onnxruntime 1.32).
        disabled_optimizers=["SkipLayerNormFusion"],
    )
    with np.load(folder / "heads.npz") as arrays:
        heads = {name: arrays[name].astype(np.float32) for name in arrays.files}
    pointers = {
        role: Pointer(*(heads.pop(f"{role}.{part}") for part in ("query", "query_bias", "key", "key_bias", "distance")))
        for role in ("source", "cue")
    }
    return Model(
        name=model_name(folder),
        tokenizer=Tokenizer.from_file(str(folder / "tokenizer.json")),
        session=session,
        inputs=tuple(one.name for one in session.get_inputs()),
        transitions=heads.pop("transitions"),
        source=pointers["source"],
        cue=pointers["cue"],
        heads=heads,
    )
