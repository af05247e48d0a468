"""The bundled model: digest, name, threads, determinism."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import sayso
from sayso.analysis import Analysis
from sayso.errors import ModelError
from sayso.pipeline import read
from sayso.tagging import model_name, tag
from sayso.tagging.model import bucket, default_folder, load

TEXT = "“The ferry will run,” harbour master Ilka Thorne said. Critics doubted that the pier would hold."


def spans(tags):
    return [(w.source.starts.tolist(), w.cue.starts.tolist(), w.content.ends.tolist()) for w in tags.windows]


def test_name_has_the_start_of_the_digest():
    assert model_name().partition("+")[2] == (default_folder() / "digest.txt").read_text().strip()[:12]


def test_damaged_file_is_rejected(tmp_path):
    folder = tmp_path / "weights"
    shutil.copytree(default_folder(), folder)
    with (folder / "model.onnx").open("r+b") as file:
        file.seek(5000)
        file.write(b"\0\0\0\0oops")
    with pytest.raises(ModelError, match="digest"):
        load(folder)


def test_missing_file_is_named(tmp_path):
    folder = tmp_path / "weights"
    shutil.copytree(default_folder(), folder)
    (folder / "heads.npz").unlink()
    with pytest.raises(ModelError, match=r"heads\.npz"):
        load(folder)


def test_an_installed_model_has_a_name(tmp_path, monkeypatch):
    info = tmp_path / "sayso_small-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sayso-small\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[sayso.models]\nsmall = sayso_small:folder\n")
    package = tmp_path / "sayso_small"
    shutil.copytree(default_folder(), package)
    (package / "__init__.py").write_text("from pathlib import Path\n\ndef folder(): return Path(__file__).parent\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert load(Path("small")) is load(package)
    options = sayso.Options(model=Path("small"))
    assert sayso.attribute(TEXT, options=options).attributions == sayso.attribute(TEXT).attributions


def test_a_model_that_is_not_installed_is_named():
    with pytest.raises(ModelError, match=r"nowhere: is no folder, and no installed model"):
        load(Path("nowhere"))


def test_threads_share_one_model_and_agree():
    article = read(TEXT)
    expected = spans(tag(Analysis(article)))
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda _: load(), range(8)))
        results = list(pool.map(lambda _: spans(tag(Analysis(article))), range(24)))
    assert len({id(model) for model in models}) == 1
    assert all(result == expected for result in results)


def test_article_without_words_has_no_candidates():
    assert tag(Analysis(read("…"))).windows == () or not len(tag(Analysis(read("…"))).windows[0].cue.starts)


def test_distance_buckets_are_exact_and_then_logarithmic():
    near = bucket(np.arange(0, 8))
    assert near.tolist() == list(range(8))
    assert bucket(np.array([8, 255, 5000])).tolist() == [8, 15, 15]
    assert bucket(np.array([-1])).tolist() == [17]
