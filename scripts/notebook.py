"""Executes docs/tutorial.ipynb on a real kernel, and converts it to Markdown for the documentation site.

``python scripts/notebook.py`` executes the notebook and stores its outputs; then run ``python scripts/docs.py``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[1] / "docs" / "tutorial.ipynb"
_SECONDS = 300
_KEPT = ("text/html", "text/plain")  # the first of them is stored


def executed(path: Path = NOTEBOOK) -> Any:  # noqa: ANN401 (nbformat has no types)
    """The notebook with the outputs of a fresh kernel, and without times and versions."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=_SECONDS, kernel_name="python3", record_timing=False).execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            output.pop("metadata", None)
            if "data" in output:
                kind = next(kind for kind in _KEPT if kind in output["data"])
                output["data"] = {kind: output["data"][kind]}
                output["metadata"] = {}
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    return notebook


def as_markdown(path: Path = NOTEBOOK) -> str:
    """The stored notebook as Markdown: code as fences that are not run again, HTML outputs as they are."""
    import nbformat

    parts = []
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```py\n{cell.source}\n```")
        parts += [_output(output) for output in cell.outputs]
    return "\n\n".join(part for part in parts if part) + "\n"


def _output(output: Any) -> str:  # noqa: ANN401 (nbformat has no types)
    """An output as raw HTML, which ends at a blank line in Markdown, or as text."""
    data = output.get("data", {})
    if "text/html" in data:
        html = re.sub(r"\n\s*\n", "\n", data["text/html"])
        return f"<div>\n{html}\n</div>"
    text = data.get("text/plain") or output.get("text", "")
    return f"```text\n{text.rstrip()}\n```"


def main() -> None:
    """Execute the notebook and store it."""
    import nbformat

    nbformat.write(executed(), NOTEBOOK)
    print(f"{NOTEBOOK.name}: executed")


if __name__ == "__main__":
    main()
