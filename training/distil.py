"""Distillation: the outputs of several teacher models, and students with narrower layers.

After Hinton et al. 2015. For a chain of tags, the targets are the teachers' marginals of tags and of pairs of tags;
this is the gradient of the divergence between two linear-chain CRFs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from sayso.train.examples import SKIP
from sayso.train.model import Soft, Tagger, depth_of, inner_of


def load_tagger(path: Path, device: str) -> Tagger:
    """A trained model (a mean-N.pt), with the depth and width of its weights."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Tagger(depth_of(state), inner_of(state))
    model.load_state_dict(state, strict=False)
    return model.to(device).eval()


class Teachers:
    """Trained models whose outputs are targets for a student."""

    def __init__(self, paths: Sequence[Path], device: str) -> None:
        self.models = [load_tagger(path, device) for path in paths]

    @torch.no_grad()
    def __call__(self, step: dict[str, Tensor]) -> Soft:
        """The mean output of the models for a step."""
        outputs = [self._one(model, step) for model in self.models]

        def mean(name: str) -> Tensor | None:
            parts = [getattr(output, name) for output in outputs]
            return None if parts[0] is None else torch.stack(parts).mean(0)

        tags, pairs = mean("tags"), mean("pairs")
        assert tags is not None
        assert pairs is not None
        return Soft(tags, pairs, mean("source"), mean("cue"))

    @staticmethod
    def _one(model: Tagger, step: dict[str, Tensor]) -> Soft:
        scores, hidden = model.read(step)
        tags, pairs = model.crf.marginals(scores, step["mask"])
        pointed: list[Tensor | None] = []
        for pointer, name in ((model.source, "source"), (model.cue, "pointer_cue")):
            rows, cells = torch.nonzero(step[name] != SKIP, as_tuple=True)
            pointed.append(torch.softmax(pointer(hidden, step["mask"], rows, cells), -1) if len(rows) else None)
        return Soft(tags, pairs, *pointed)


@torch.no_grad()
def narrower(model: Tagger, batches: Sequence[dict[str, Tensor]], inner: int) -> Tagger:
    """The model with the ``inner`` most important units of each feed-forward layer.

    The importance of a unit is its mean absolute output times the norm of its output weights.
    """
    sums = [torch.zeros(layer.up.out_features) for layer in model.encoder.layers]

    def observe(number: int) -> object:
        def hook(_module: object, _inputs: object, output: Tensor) -> None:
            sums[number] += model.encoder.layers[number].activation(output.float()).abs().flatten(0, -2).sum(0)

        return model.encoder.layers[number].up.register_forward_hook(hook)

    handles = [observe(number) for number in range(len(sums))]
    model.eval()
    for step in batches:
        model.read(step)
    for handle in handles:
        handle.remove()  # type: ignore[attr-defined]
    state = model.state_dict()
    for number, total in enumerate(sums):
        name = f"encoder.layers.{number}."
        weight = total * state[f"{name}down.weight"].norm(dim=0)
        kept = weight.topk(inner).indices.sort().values
        state[f"{name}up.weight"] = state[f"{name}up.weight"][kept]
        state[f"{name}up.bias"] = state[f"{name}up.bias"][kept]
        state[f"{name}down.weight"] = state[f"{name}down.weight"][:, kept]
    student = Tagger(len(sums), inner)
    student.load_state_dict(state)
    return student
