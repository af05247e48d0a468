"""Writes the model card: training/card.md with the measured figures. `python -m training.card --run runs/base`."""

from __future__ import annotations

import argparse
import json
import string
from pathlib import Path
from typing import Any

from benchmarks.accuracy import PEERS

TEMPLATE = Path(__file__).with_name("card.md")
_ROLES = ("tok.source", "tok.cue", "tok.content", "span.source", "span.cue", "span.content")
_FORMS = [f"{measure}.{form}" for measure in ("full", "content.exact") for form in ("direct", "mixed", "indirect")]
_ROWS = ("full", "full_cue", "content.j50", "content.exact", "source|content", "cue|content", *_FORMS, *_ROLES)


def figures_table(int8: dict[str, Any], fp32: dict[str, Any]) -> str:
    """One row per measure: precision, recall and F1 of the int8 model, and F1 of the fp32 model."""
    lines = ["| measure | P | R | F1 | F1 fp32 |", "| --- | --- | --- | --- | --- |"]
    for name in _ROWS:
        row = int8["metrics"].get(name)
        if row is None:
            continue
        shares = " | ".join(f"{100 * row[key]:.1f}" for key in ("precision", "recall", "f1"))
        label = name.replace("|", " given ")
        lines.append(f"| {label} | {shares} | {100 * fp32['metrics'][name]['f1']:.1f} |")
    return "\n".join(lines)


def peers_table(int8: dict[str, Any]) -> str:
    """The same measures for other systems and for people."""
    names = ("full", "content.exact", "full.direct", "full.indirect")
    rows = {**PEERS, "sayso, int8 as shipped": {name: 100 * int8["metrics"][name]["f1"] for name in names}}
    lines = ["| | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    lines += [f"| {who} | " + " | ".join(f"{row[name]:.1f}" for name in names) + " |" for who, row in rows.items()]
    return "\n".join(lines)


def write_card(run: Path) -> None:
    """Write CARD.md beside the int8 model of a run folder that holds int8.json, fp32.json and options.json."""
    int8, fp32 = (json.loads((run / f"{name}.json").read_text(encoding="utf-8")) for name in ("int8", "fp32"))
    options = json.loads((run / "second" / "options.json").read_text(encoding="utf-8"))
    lost = 100 * (fp32["metrics"]["full"]["f1"] - int8["metrics"]["full"]["f1"])
    text = string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        figures=figures_table(int8, fp32),
        peers=peers_table(int8),
        model=int8["model"],
        date=int8["date"],
        commit=int8["commit"],
        lost=f"{lost:.2f}",
        error=f"{int8['calibration_error']:.3f}",
        size=f"{(run / 'int8' / 'model.onnx').stat().st_size / 1e6:.1f}",
        epochs=options["epochs"],
        rate=options["rate"],
        head_rate=options["head_rate"],
        windows="–".join(map(str, options["windows"])),
        seed=options["seed"],
    )
    (run / "int8" / "CARD.md").write_text(text, encoding="utf-8")


def main() -> None:
    """Write the card of a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    write_card(parser.parse_args().run)


if __name__ == "__main__":
    main()
