"""The chain's marginals against a sum over every path, where torch is installed (extra [train])."""

import itertools

import pytest

torch = pytest.importorskip("torch")


def chain():
    from sayso.train.model import Crf

    torch.manual_seed(0)
    crf = Crf()
    crf.transitions.data.normal_()
    return crf, torch.randn(2, 4, 7), torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])


def test_marginals_are_the_sum_over_every_path_that_goes_through():
    crf, scores, mask = chain()
    tags, pairs = crf.marginals(scores, mask)
    steps = crf.transitions + crf.illegal
    for row, length in enumerate((4, 3)):
        single, double, total = torch.zeros(4, 7), torch.zeros(7, 7), torch.zeros(())
        for path in itertools.product(range(7), repeat=length):
            weight = sum(scores[row, at, tag] for at, tag in enumerate(path))
            weight = torch.exp(weight + sum(steps[one, two] for one, two in itertools.pairwise(path)))
            total = total + weight
            for at, tag in enumerate(path):
                single[at, tag] += weight
            for one, two in itertools.pairwise(path):
                double[one, two] += weight
        assert torch.allclose(tags[row], single / total, atol=1e-5)
        assert torch.allclose(pairs[row], double / total, atol=1e-5)


def test_a_teacher_that_is_certain_teaches_what_the_annotation_teaches():
    crf, scores, mask = chain()
    gold = torch.tensor([[0, 1, 2, 0], [5, 6, 0, 0]])
    tags = torch.nn.functional.one_hot(gold, 7) * mask[..., None].float()
    pairs = torch.zeros(2, 7, 7)
    for row, length in enumerate((4, 3)):
        for one, two in itertools.pairwise(gold[row, :length].tolist()):
            pairs[row, one, two] += 1
    assert torch.allclose(crf(scores, gold, mask), crf.soft(scores, tags, pairs, mask))
