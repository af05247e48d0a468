"""Lines behind > are quotations of plain text and Markdown."""

import pytest

import sayso
from sayso.limits import Options
from sayso.terms import QuotationKind as K

PROSE = (
    "The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down and sold.\n\n"
)


def found(inner, form="text"):
    article = sayso.read(f"Crane row\n\n{PROSE}{inner}\n\n{PROSE}", options=Options(format=form))
    return [
        (one.kind, [span.of(article.text) for span in one.content], one.source and one.source.of(article.text))
        for one in article.quotations
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
    assert found(inner, form) == [(K.BLOCK, content, source)]


def test_quotations_of_another_depth_are_others():
    assert [content for _, content, _ in found("> outer\n>> inner\n> outer again")] == [
        ["outer"],
        ["inner"],
        ["outer again"],
    ]


@pytest.mark.parametrize("inner", [">>> import crane", "```\n> not a quotation\n```", "3 > 2 and so on, he said.", ">"])
def test_prompts_code_and_signs_are_none(inner):
    assert found(inner, "markdown") == []


@pytest.mark.parametrize(
    "inner",
    [
        "No crane yet.\n\n— Nell Otway (@nellotway) May 4, 2026",
        "No crane yet. — Nell Otway (@nellotway) May 4, 2026",
        "> No crane yet.\n> — Nell Otway (@nellotway) May 4, 2026",
    ],
)
def test_a_post_is_told_by_handle_and_date(inner):
    assert found(inner) == [(K.POST, ["No crane yet."], "Nell Otway")]


def test_a_handle_without_a_date_signs_no_post():
    assert found("Write to Nell Otway (@nellotway) about cranes.") == []
