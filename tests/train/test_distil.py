"""The marginals of the CRF, compared with a sum over all paths (needs the extra train)."""

import itertools

import pytest

torch = pytest.importorskip("torch")


def random_crf():
    from sayso.train.model import Crf

    torch.manual_seed(0)
    crf = Crf()
    crf.transitions.data.normal_()
    return crf, torch.randn(2, 4, 7), torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])


def test_marginals_equal_the_sum_over_all_paths():
    crf, scores, mask = random_crf()
    tags, pairs = crf.marginals(scores, mask)
    steps = crf.transitions + crf.illegal
    for row, length in enumerate((4, 3)):
        single, double, total = torch.zeros(4, 7), torch.zeros(7, 7), torch.zeros(())
        for path in itertools.product(range(7), repeat=length):
            weight = sum(scores[row, cell, tag] for cell, tag in enumerate(path))
            weight = torch.exp(weight + sum(steps[a, b] for a, b in itertools.pairwise(path)))
            total = total + weight
            for cell, tag in enumerate(path):
                single[cell, tag] += weight
            for a, b in itertools.pairwise(path):
                double[a, b] += weight
        assert torch.allclose(tags[row], single / total, atol=1e-5)
        assert torch.allclose(pairs[row], double / total, atol=1e-5)


def test_soft_loss_of_certain_targets_equals_the_hard_loss():
    crf, scores, mask = random_crf()
    gold = torch.tensor([[0, 1, 2, 0], [5, 6, 0, 0]])
    tags = torch.nn.functional.one_hot(gold, 7) * mask[..., None].float()
    pairs = torch.zeros(2, 7, 7)
    for row, length in enumerate((4, 3)):
        for a, b in itertools.pairwise(gold[row, :length].tolist()):
            pairs[row, a, b] += 1
    assert torch.allclose(crf(scores, gold, mask), crf.soft(scores, tags, pairs, mask))
