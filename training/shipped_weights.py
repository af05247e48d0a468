"""Reads the weights of a model folder back, so that a model can be trained further without its checkpoints.

``python -m training.shipped_weights --model src/sayso/tagging/weights --out start.pt``. The result is the start of
``python -m training.train --start start.pt``. The int8 weights are multiplied out; the embeddings of single annotators
are not in a model folder and start at zero.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from sayso.tagging.windows import CASES
from sayso.text.quotation_marks import STATES
from sayso.train.model import Tagger

Arrays = dict[str, NDArray[np.generic]]


def multiplied_out(arrays: Arrays, name: str) -> NDArray[np.float32]:
    """A weight in float32, from its int8 values, scales and zero points where it was quantized."""
    if name in arrays:
        return arrays[name].astype(np.float32)
    values = arrays[f"{name}_quantized"].astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
    return (values * arrays[f"{name}_scale"].astype(np.float32)).astype(np.float32)


def read_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The state of a :class:`Tagger` with the weights of a model folder."""
    model = onnx.load(folder / "model.onnx")
    arrays: Arrays = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    relu = any(node.op_type == "Relu" for node in model.graph.node)
    depth = sum(name.endswith(".norm1.weight") for name in arrays)
    state = Tagger(depth, len(arrays["encoder.layers.0.up.bias"])).state_dict()
    weights = {"encoder.words.weight": multiplied_out(arrays, "words"), "encoder.positions.weight": arrays["positions"]}
    table = arrays["features"].reshape(CASES, STATES, -1)
    weights["encoder.types"] = table.mean((0, 1))
    weights["encoder.case.weight"] = table.mean(1) - weights["encoder.types"]
    weights["encoder.quote.weight"] = table.mean(0) - weights["encoder.types"]
    weights |= {f"encoder.norm.{kind}": arrays[f"norm.{kind}"] for kind in ("weight", "bias")}
    weights |= {"tags.weight": arrays["tags.weight"].T, "tags.bias": arrays["tags.bias"]}
    for number in range(depth):
        weights |= _layer(arrays, f"encoder.layers.{number}.", relu)
    heads = np.load(folder / "heads.npz")
    weights["crf.transitions"] = heads["transitions"]
    for role in ("source", "cue"):
        weights[f"{role}.distance"] = heads[f"{role}.distance"]
        for part in ("query", "key"):
            weights |= {
                f"{role}.{part}.weight": heads[f"{role}.{part}"].T,
                f"{role}.{part}.bias": heads[f"{role}.{part}_bias"],
            }
    for name, value in weights.items():
        state[name] = torch.from_numpy(np.array(value, dtype=np.float32)).reshape(state[name].shape)
    return state


def _layer(arrays: Arrays, name: str, relu: bool) -> Arrays:
    """The weights of one layer of the encoder."""
    weights: Arrays = {f"{name}sharp": np.array(float(relu))}
    weights[f"{name}qkv.weight"] = np.concatenate([multiplied_out(arrays, f"{name}{part}.weight").T for part in "qkv"])
    weights[f"{name}qkv.bias"] = np.concatenate([arrays[f"{name}{part}.bias"] for part in "qkv"])
    for part in ("out", "up", "down"):
        weights[f"{name}{part}.weight"] = multiplied_out(arrays, f"{name}{part}.weight").T
        weights[f"{name}{part}.bias"] = arrays[f"{name}{part}.bias"]
    return weights | {
        f"{name}{norm}.{kind}": arrays[f"{name}{norm}.{kind}"]
        for norm in ("norm1", "norm2")
        for kind in ("weight", "bias")
    }


def main() -> None:
    """Write the state as a file of PyTorch."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="a model folder with model.onnx and heads.npz")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args()
    torch.save(read_weights(options.model), options.out)


if __name__ == "__main__":
    main()
