"""The pages of the corpus set to a width, as mail is: python -m tests.corpus.wrapping [WIDTH...] compares the scores.

A page is its text, HTML too. A line ends where a space was, so that every expected span stays where it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace

import msgspec

import sayso
from tests.corpus.load import Expected, load
from tests.corpus.score import evaluate

WIDTHS = (40, 60, 72)
METRICS = ("full", "content.exact", "name", "kind", "act", "form", "nested", "relay")


def wrapped(text: str, width: int) -> str:
    """The text with line ends in the place of spaces, so that no line is wider if words allow it."""
    out, begin, space = list(text), 0, -1
    for place, letter in enumerate(text + "\n"):
        if letter not in " \n":
            continue
        if place - begin > width and space >= begin:
            out[space] = "\n"
            begin = space + 1
        space = place
        if letter == "\n":
            begin, space = place + 1, -1
    return "".join(out)


def score(pages: Sequence[Expected], width: int | None) -> dict[str, float]:
    """F1 of each metric, of 100, where the pages are wrapped; unwrapped where no width is given."""
    pairs = []
    for page in pages:
        text = page.text if width is None else wrapped(page.text, width)
        article = msgspec.structs.replace(page.record.article, text=text)
        expected = replace(page, record=msgspec.structs.replace(page.record, article=article))
        pairs.append((expected, sayso.attribute(text)))
    figures = evaluate(pairs).figures()
    return {name: 100 * figures[name]["f1"] for name in METRICS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of the corpus unwrapped and at each width."""
    parser = argparse.ArgumentParser(description="Score sayso on the wrapped pages of its corpus.")
    parser.add_argument("widths", nargs="*", type=int, default=WIDTHS)
    pages = load()
    print(f"{'width':<10}" + "".join(f"{name:>15}" for name in METRICS))
    for width in (None, *parser.parse_args(arguments).widths):
        scores = score(pages, width)
        print(f"{width or 'none':<10}" + "".join(f"{scores[name]:15.1f}" for name in METRICS), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
