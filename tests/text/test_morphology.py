"""English inflection, in a single module."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import sayso
from sayso.text.morphology import base_form, light_stem, singular


@pytest.mark.parametrize(
    ("plural", "noun"),
    [
        ("ferries", "ferry"), ("ties", "tie"), ("churches", "church"), ("boxes", "box"), ("passes", "pass"),
        ("councillors", "councillor"), ("status", "status"), ("crisis", "crisis"), ("women", "woman"),
        ("spokespeople", "spokesperson"), ("staff", "staff"), ("weir", "weir"),
    ],
)  # fmt: skip
def test_singular(plural: str, noun: str) -> None:
    assert singular(plural) == noun


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("denied", "deny"), ("admits", "admit"), ("admitted", "admit"), ("telling", "tell"), ("wrote", "write"),
        ("argued", "argue"), ("refuses", "refuse"), ("noted", "note"), ("undertaken", "undertake"),
        ("lighthouse", "lighthouse"),
    ],
)  # fmt: skip
def test_base_form(form: str, verb: str) -> None:
    assert base_form(form) == verb


def test_light_stem_removes_only_an_s() -> None:
    assert [light_stem(word) for word in ("weirs", "bus", "glass", "moorings")] == ["weir", "bus", "glass", "mooring"]


def test_no_other_module_inflects_words() -> None:
    inflecting = set()
    for path in Path(sayso.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and {"singular", "stem", "base", "plural", "lemma", "inflect"} & set(
                node.name.strip("_").split("_")
            ):
                inflecting.add(path.name)
    assert inflecting == {"morphology.py"}
