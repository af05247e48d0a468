"""The tutorial is an executed notebook: a real kernel gives the stored outputs, and the site shows them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
_SPEC = importlib.util.spec_from_file_location("notebook_script", ROOT / "scripts" / "notebook.py")
assert _SPEC is not None
assert _SPEC.loader is not None
script = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(script)


def outputs(notebook) -> list[str]:
    """The outputs of all cells as text. Confidences depend on the processor in their last digit."""
    texts = [
        str(output.get("data") or output.get("text"))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]
    return [re.sub(r"\b\d+%", "N%", text) for text in texts]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_real_kernel_gives_the_stored_outputs() -> None:
    stored = nbformat.read(script.NOTEBOOK, as_version=4)
    nbformat.validate(stored)
    executed = script.executed()
    counts = [cell.execution_count for cell in executed.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert outputs(executed) == outputs(stored), "run: make notebook docs"
    shown = executed.cells[1].outputs[0]["data"]["text/html"]
    assert shown.startswith('<div class="sayso">')
    assert len(shown.encode()) < 50_000


def test_show_displays_a_record_in_a_notebook() -> None:
    from nbclient import NotebookClient

    code = "import sayso\nsayso.Record(sayso.read('It rained in Harrow.')).show()"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "display_data"
    assert "It rained in Harrow." in output["data"]["text/html"]


def test_the_page_has_each_cell_and_its_output() -> None:
    text = script.as_markdown()
    cells = nbformat.read(script.NOTEBOOK, as_version=4).cells
    assert text.count("```py\n") == sum(cell.cell_type == "code" for cell in cells) > 5
    assert text.count('<div class="sayso">') == 1
    for html in re.findall(r"<div>\n(.*?)\n</div>", text, re.DOTALL):
        assert "\n\n" not in html
