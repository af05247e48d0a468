"""The experiments of training/: span models, ensembles, augmentation and ablations."""

import itertools
import math
import random

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra [train] is not installed")
pytest.importorskip("onnx", reason="the extra [train] is not installed")

from sayso import read  # noqa: E402
from sayso.analysis import Analysis  # noqa: E402
from sayso.tagging import model as tagging  # noqa: E402
from sayso.tagging import tag  # noqa: E402
from sayso.tagging.windows import Batch  # noqa: E402
from sayso.train.data.annotated import Annotated, Relation  # noqa: E402
from sayso.train.examples import TrainingStep  # noqa: E402
from sayso.train.loop import one_per_annotator  # noqa: E402
from training.likes import FIRST, Likes  # noqa: E402
from training.tries.__main__ import half_annotated  # noqa: E402
from training.tries.choices import CHOICES, changed  # noqa: E402
from training.tries.ensemble import together  # noqa: E402
from training.tries.spans import SpanTagger  # noqa: E402

LENGTH = 4


def taggings(length):
    """All legal tag sequences of a window."""
    for tags in itertools.product(range(7), repeat=length):
        before = (0, *tags)
        if all(b % 2 or b == 0 or a in (b, b - 1) for a, b in itertools.pairwise(before)):
            yield tags


@pytest.fixture
def spans():
    torch.manual_seed(5)
    return SpanTagger().eval(), 3 * torch.randn(1, LENGTH, 384)


def losses(model, hidden):
    step = {"place": torch.arange(LENGTH)[None], "mask": torch.ones(1, LENGTH, dtype=torch.long)}
    return {
        tags: float(model.tag_loss(None, hidden, step | {"tags": torch.tensor([tags])})[0]) for tags in taggings(LENGTH)
    }


@torch.no_grad()
def test_probabilities_of_all_taggings_sum_to_one(spans):
    assert math.isclose(sum(math.exp(-loss) for loss in losses(*spans).values()), 1, rel_tol=1e-4)


@torch.no_grad()
def test_best_tagging_has_the_lowest_loss(spans):
    model, hidden = spans
    scores = model.scores(hidden, torch.zeros(1, LENGTH, dtype=torch.bool))
    by_tagging = losses(model, hidden)
    assert tuple(model.best(*(part[0].numpy() for part in scores)).tolist()) == min(by_tagging, key=by_tagging.get)


@torch.no_grad()
def test_no_span_crosses_a_border(spans):
    model, hidden = spans
    border = torch.tensor([[False, True, False, False]])
    tags = model.best(*(part[0].numpy() for part in model.scores(hidden, border)))
    assert tags[1] == 0
    assert tags[2] in (0, 1, 3, 5)


def test_ensemble_of_a_model_with_itself_gives_the_same_tags():
    page = "The weir will close, Ona Reed said. “It leaks,” she told the Harrow Echo.\n"
    folder = tagging.default_folder()
    single = tag(Analysis(read(page)))
    model = tagging.load(folder)
    both = together([model, model])
    tagging._LOADED[folder.resolve()] = both
    try:
        combined = tag(Analysis(read(page)))
    finally:
        tagging._LOADED[folder.resolve()] = model
    for expected, window in zip(single.windows, combined.windows, strict=True):
        assert np.array_equal(expected.content.starts, window.content.starts)
        assert np.allclose(expected.to_source, window.to_source, atol=1e-3)
        assert np.allclose(expected.to_cue, window.to_cue, atol=1e-3)


RELATION = Relation(((0, 3),), ((4, 8),), ((9, 20),))


@pytest.mark.parametrize(("length", "half"), [(20, False), (24, False), (40, True)])
def test_annotation_that_stops_early_is_detected(length, half):
    text = ("Ona said it had rained" + " " * 100)[: length - 3] + "end"
    assert half_annotated(Annotated("mill", text, ((RELATION,),))) is half


def test_article_with_two_annotators_becomes_two():
    article = Annotated("mill", "Ona said it had rained.", ((RELATION,), ()), ("a", "b"))
    copies = [(copy.hands, copy.annotators) for copy in one_per_annotator([article])]
    assert copies == [(("a",), ((RELATION,),)), (("b",), ((),))]


def test_words_are_replaced_by_similar_words():
    likes = Likes(torch.nn.functional.normalize(torch.randn(FIRST + 40, 8), dim=1))
    ids = np.arange(FIRST - 20, FIRST + 20)[None]
    place = np.arange(40)[None]
    place[0, -1] = -1
    none = np.zeros_like(ids)
    step = TrainingStep(Batch(ids, none, none, none, place), none, none, none, none[:, 0])
    changed_ids = likes.changed(step, 1.0, random.Random(1)).batch.ids
    assert (changed_ids == ids)[0].tolist() == [True] * 20 + [False] * 19 + [True]
    assert all(new in likes.near[old] for old, new in zip(ids[0, 20:39], changed_ids[0, 20:39], strict=True))
    assert np.array_equal(likes.changed(step, 0.0, random.Random(1)).batch.ids, ids)


def test_each_ablation_is_applied_and_reverted():
    for changes in CHOICES.values():
        before = [getattr(module, name) for module, name, _ in changes]
        with changed(changes):
            assert [getattr(module, name) for module, name, _ in changes] == [other for _, _, other in changes]
        assert [getattr(module, name) for module, name, _ in changes] == before
