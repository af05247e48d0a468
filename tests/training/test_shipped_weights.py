"""The weights of a model folder, read back for further training (needs the extra train)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra [train] is not installed")
onnx = pytest.importorskip("onnx", reason="the extra [train] is not installed")

WEIGHTS = Path(__file__).parents[2] / "src" / "sayso" / "tagging" / "weights"


def test_the_bundled_model_read_back_and_exported_is_the_same_model(tmp_path: Path) -> None:
    from sayso.train.export import write_model
    from sayso.train.loop import minilm_folder
    from training.shipped_weights import read_weights

    state = {name: value.numpy() for name, value in read_weights(WEIGHTS).items()}
    write_model(state, tmp_path / "model", "again", minilm_folder(None))
    before, after = ({i.name: onnx.numpy_helper.to_array(i) for i in onnx.load(folder / "model.onnx").graph.initializer}
                     for folder in (WEIGHTS, tmp_path / "model"))  # fmt: skip
    assert before.keys() == after.keys()
    for name, value in before.items():
        assert np.allclose(value.astype(np.float64), after[name].astype(np.float64), atol=1e-4), name
    heads = [np.load(folder / "heads.npz") for folder in (WEIGHTS, tmp_path / "model")]
    assert all(np.allclose(heads[0][name], heads[1][name]) for name in heads[1].files)
