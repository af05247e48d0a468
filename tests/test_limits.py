"""Every limit is documented and enforced, is named in its error, and can be raised."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso import Options
from sayso.errors import InputError, LimitError
from sayso.limits import LIMITS, parse_limits

DOCS = Path(__file__).parents[1] / "docs"
DEEP = "<html><body>" + "<div>" * 60 + "<p>Anna Roe said no.</p>" + "</div>" * 60 + "</body></html>"
# tests/reading/inputs tests the limits of fetching.
REACHED = {
    "max_page_bytes": (b"Anna Roe said no. " * 10, 100),
    "max_text_chars": ("Anna Roe said no. " * 10, 100),
    "max_lines": ("Anna Roe said no.\n" * 10, 5),
}


def test_every_limit_is_in_the_docs() -> None:
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    assert [limit.name for limit in LIMITS if f"`{limit.name}` | {limit.default:,} |" not in text] == []


@pytest.mark.parametrize("name", REACHED)
def test_a_limit_is_enforced_named_and_can_be_raised(name: str) -> None:
    page, bound = REACHED[name]
    with pytest.raises(LimitError, match=f"{name} is {bound}") as caught:
        sayso.read(page, options=Options(limits={name: bound}))
    assert f"--limit {name}=N" in caught.value.hint
    assert sayso.read(page, options=Options(limits={name: bound * 100})).text


def test_every_limit_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(sayso.__file__).parent.rglob("*.py"))
    assert [limit.name for limit in LIMITS if code.count(f'"{limit.name}"') < 2] == []


@pytest.mark.parametrize("pair", ["max_lines", "max_lines=", "max_lines=-1", "max_lines=1.5", "lines=3", "=3"])
def test_an_unknown_limit_is_refused_with_the_known_names(pair: str) -> None:
    with pytest.raises(InputError, match="is not valid") as caught:
        parse_limits([pair])
    assert "max_lines" in caught.value.hint


def test_limits_are_parsed() -> None:
    assert parse_limits(["max_lines=7", "max_redirects=2"]) == {"max_lines": 7, "max_redirects": 2}
    assert Options(limits={"max_lines": 7}).limit("max_lines") == 7
    assert Options().limit("max_lines") == 30_000
