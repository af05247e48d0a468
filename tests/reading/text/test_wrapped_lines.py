"""Hard-wrapped text has the same paragraphs as the text before wrapping."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from sayso.reading.text.plain import lines, paragraphs
from tests.corpus.load import HERE, load
from tests.corpus.wrapping import WIDTHS, score, wrapped

PAGES = [path for path in sorted(HERE.glob("*.txt")) if path.stem.split("-")[0] in ("biz", "court", "press", "sci")]


def parts(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


def line_texts(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in lines(text)]


@pytest.mark.issue(20)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_paragraphs_separated_by_blank_lines_are_found_at_every_width(path: Path, width: int) -> None:
    text = "\n\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if line)
    joined = parts(wrapped(text, width))
    assert len(set(line_texts(text)) - set(joined)) <= 1, "at most one table or list is split"


@pytest.mark.issue(20)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_without_wrapping_is_unchanged(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert paragraphs(text) == lines(text)


@pytest.mark.issue(20)
@pytest.mark.skipif(shutil.which("fmt") is None, reason="fmt is not installed")
@pytest.mark.parametrize("width", [50, 64, 75])
def test_paragraphs_wrapped_by_fmt_are_joined(width: int) -> None:
    text = "\n\n".join(PAGES[0].read_text(encoding="utf-8").strip().split("\n"))
    formatted = subprocess.run(["fmt", "-w", str(width)], input=text, text=True, capture_output=True, check=True).stdout
    assert parts(formatted) == line_texts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Weir Lane\nMill Street and the quay below it\nThe old road to the harbour and the pier\nHill Rise",
        "the fog came in on a Monday night\nand nobody in town\nhad seen the boat come home again that year\nor heard",
        "Soup of the day 4.50\nBread from the mill and butter 2.20\nFish of the bay, peas and chips 11.00\nTea 1.80",
        "Ona Bell, Tarnby\n\nPia Holm, Low Meadow\n\nLeo Brandt, Castle Row",
    ],
)
def test_lists_and_verse_are_not_joined(text: str) -> None:
    assert paragraphs(text) == lines(text)


@pytest.mark.issue(20)
def test_list_items_labels_and_indents_start_a_paragraph() -> None:
    body = "The weir at Tarnby burst on Monday night and the lower road has been under water since then."
    text = textwrap.fill(body, 50)
    items = f"{text}\n- {textwrap.fill(body, 48)}\n18:40 {textwrap.fill(body, 44)}\nHOLM: {textwrap.fill(body, 44)}"
    joined = parts(items)
    assert [part[:8] for part in joined] == ["The weir", "- The we", "18:40 Th", "HOLM: Th"]
    indented = "\n".join("   " + textwrap.fill(body, 50) for _ in range(3))
    assert parts(indented) == [body] * 3


@pytest.mark.issue(20)
def test_wrapping_the_corpus_costs_little_accuracy() -> None:
    pages = [page for page in load() if re.match("biz|court|sci", page.name)]
    whole = score(pages, None)["full"]
    assert all(score(pages, width)["full"] >= whole - 1.5 for width in (40, 72))  # 10 pages; all of them: -0.5


@pytest.mark.parametrize(
    ("speaker", "quotation"),
    [
        (
            '"We asked the whole town twice about the crane," said Idris Vaughan.',
            '"Poets do not own tackle of such weight."',
        ),
        (
            "The harbour master, who has been here for years, told the council:",
            '"Poets do not own tackle of such weight."',
        ),
        (
            "“We asked the whole town twice about the crane,” said Idris Vaughan.",
            "“Poets do not own tackle of such weight.”",
        ),
    ],
)
def test_a_quotation_goes_on_after_a_full_line_in_text_without_blank_lines(speaker: str, quotation: str) -> None:
    first = "The last steam crane in the port of Ostrand will be broken up in the spring, the port authority confirmed."
    last = (
        "The Friends of the Crane, a group of local residents, said that they would chain themselves to it if need be."
    )
    lines_ = [
        line for part in (first, f"{speaker} {quotation}", last, first) for line in textwrap.wrap(part, len(speaker))
    ]
    assert speaker in lines_
    assert f"{speaker} {quotation}" in parts("\n".join(lines_) + "\n")
