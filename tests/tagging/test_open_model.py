"""The open model, a distribution of its own: found by name, with its card, in Python and on the command line."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest

import sayso
from sayso.tagging.model import ENTRY_POINTS, model_folder

OPEN = sayso.Options(model=Path("open"))


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The weir will hold,” said Ida Marr, the warden of Pell.", "Ida Marr", "“The weir will hold,”"),
        ("Ona Reed said that the ferry would be sold.", "Ona Reed", "that the ferry would be sold"),
        ("According to the harbour office, the crane is sound.", "the harbour office", "the crane is sound"),
        ("The union fears that the mill will close by June.", "The union", "that the mill will close by June"),
    ],
)
def test_the_open_model_finds_statements(text, source, content):
    (attribution,) = sayso.attribute(text, options=OPEN).attributions
    assert attribution.source[0].of(text).startswith(source)
    assert attribution.content[0].of(text).startswith(content)


def test_the_open_model_finds_nothing_in_a_timetable():
    text = "The ferry leaves at nine and at noon. Tickets cost two pounds. Dogs travel free."
    assert sayso.attribute(text, options=OPEN).attributions == ()


def test_a_record_of_the_open_model_names_it():
    assert sayso.attribute("Ona Reed said no.", options=OPEN).sayso.model.startswith("minilm6-open+")


def test_the_open_model_is_read_by_name_on_the_command_line(run, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("Ona Reed said that the ferry would be sold.")
    result = run("read", page, "--model", "open", "--format", "jsonl")
    assert result.returncode == 0
    assert sayso.Record.from_json(result.stdout).sayso.model.startswith("minilm6-open+")


def test_the_card_stands_beside_the_weights():
    assert "open" in entry_points(group=ENTRY_POINTS).names
    card = (model_folder(Path("open")) / "CARD.md").read_text(encoding="utf-8")
    assert "CC BY 4.0" in card
    assert "corpus" in card
