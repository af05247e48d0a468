"""The exported model equals the network, with both activations (needs the extra train)."""

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")


@pytest.mark.parametrize("sharp", [0.0, 1.0])
def test_exported_encoder_equals_the_network(sharp):
    import onnxruntime

    from sayso.train.export import build
    from sayso.train.model import Tagger

    torch.manual_seed(5)
    model = Tagger(2, 64).eval()
    for layer in model.encoder.layers:
        layer.sharp.fill_(sharp)
    ids, feature = torch.randint(1000, 9000, (1, 23)), torch.randint(0, 25, (1, 23))
    case, quote = feature // 5, feature % 5
    with torch.no_grad():
        scores, hidden = model(ids, case, quote, torch.ones_like(ids), torch.zeros(1, dtype=torch.long))
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    session = onnxruntime.InferenceSession(build(weights).SerializeToString(), providers=["CPUExecutionProvider"])
    outputs = session.run(None, {"ids": ids.numpy(), "feature": feature.numpy()})
    # The exported GELU uses the tanh approximation, which differs in the fourth decimal.
    for output, expected in zip(outputs, (scores, hidden), strict=True):
        assert torch.allclose(torch.from_numpy(output), expected, atol=5e-3 if sharp == 0 else 1e-4)


def test_activation_changes_from_gelu_to_relu():
    from sayso.train.model import Layer

    layer, x = Layer(24, 32, 0.0), torch.linspace(-4, 4, 81)
    relu, gelu = torch.relu(x), torch.nn.functional.gelu(x)
    assert torch.allclose(layer.activation(x), gelu)
    gaps = []
    for sharp in (0.0, 0.5, 0.9, 1.0):
        layer.sharp.fill_(sharp)
        gaps.append(float((layer.activation(x) - relu).abs().max()))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] == 0 < gaps[-2]
