"""Lines after > are quotations in plain text and Markdown."""

import pytest

import sayso
from sayso.limits import Options
from sayso.terms import QuotationKind as K

PROSE = (
    "The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down and sold.\n\n"
)


def quotations(inner, form="text"):
    article = sayso.read(f"Crane row\n\n{PROSE}{inner}\n\n{PROSE}", options=Options(format=form))
    return [
        (item.kind, [span.of(article.text) for span in item.content], item.source and item.source.of(article.text))
        for item in article.quotations
    ]


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize(
    ("inner", "content", "source"),
    [
        ("> It fell.\n>\n> I ran.", ["It fell.", "I ran."], None),
        ("> It fell.\n> — Una Pike, driver", ["It fell."], "Una Pike, driver"),
        ("> It fell.\n\n— Una Pike, driver", ["It fell."], "Una Pike, driver"),
        ("   > It fell in\n   > the night.", ["It fell in", "the night."], None),
    ],
)
def test_a_run_of_quoted_lines_is_one_quotation(form, inner, content, source):
    assert quotations(inner, form) == [(K.BLOCK, content, source)]


def test_each_depth_is_a_separate_quotation():
    assert [content for _, content, _ in quotations("> outer\n>> inner\n> outer again")] == [
        ["outer"],
        ["inner"],
        ["outer again"],
    ]


@pytest.mark.parametrize("inner", [">>> import crane", "```\n> not a quotation\n```", "3 > 2 and so on, he said.", ">"])
def test_prompts_code_and_comparisons_are_not_quotations(inner):
    assert quotations(inner, "markdown") == []


@pytest.mark.parametrize(
    "inner",
    [
        "No crane yet.\n\n— Nell Otway (@nellotway) May 4, 2026",
        "No crane yet. — Nell Otway (@nellotway) May 4, 2026",
        "> No crane yet.\n> — Nell Otway (@nellotway) May 4, 2026",
    ],
)
def test_a_post_is_recognized_by_handle_and_date(inner):
    assert quotations(inner) == [(K.POST, ["No crane yet."], "Nell Otway")]


def test_a_handle_without_a_date_is_not_a_signature():
    assert quotations("Write to Nell Otway (@nellotway) about cranes.") == []
