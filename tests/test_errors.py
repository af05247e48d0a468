"""Errors have a message, a hint, a file and a place; they survive pickling, and are documented."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import sayso
from sayso import errors
from sayso.errors import InputError, ModelError, RecordError, SaysoError
from sayso.record.roster import load_roster
from sayso.tagging.model import load

CLASSES = [member for member in vars(errors).values() if isinstance(member, type) and issubclass(member, SaysoError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_survives_pickling_with_all_its_fields(kind: type[SaysoError]) -> None:
    error = pickle.loads(pickle.dumps(kind("it is damaged", "Fix it", "page.html", "line 3")))
    assert type(error) is kind
    assert str(error) == "page.html, line 3: it is damaged. Fix it"
    row = {
        "error": kind.__name__,
        "what": "it is damaged",
        "hint": "Fix it",
        "mend": "Fix it",
        "file": "page.html",
        "place": "line 3",
    }
    assert error.row() == row


def test_an_error_without_a_place_is_one_line() -> None:
    assert str(SaysoError("it is damaged", "Fix it")) == "it is damaged. Fix it"
    with pytest.raises(TypeError):
        SaysoError("an error without a hint")  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_is_documented(kind: type[SaysoError]) -> None:
    docs = Path(__file__).parents[1] / "docs" / "errors.md"
    assert f"`{kind.__name__}`" in docs.read_text(encoding="utf-8")
    assert kind.__name__ in (errors.__doc__ or "")


def test_an_error_of_a_file_has_its_name(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        sayso.attribute(tmp_path / "none.html")
    assert missing.value.file == str(tmp_path / "none.html")
    people = tmp_path / "people.csv"
    people.write_text("name,beat\nAnna Roe,bus\nAnna Roe,rail\n")
    with pytest.raises(InputError) as twice:
        load_roster(people)
    assert (twice.value.file, twice.value.place) == (str(people), "line 3")


def test_an_error_of_a_model_has_its_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load(tmp_path)
    assert caught.value.file == str(tmp_path)


@pytest.mark.parametrize("data", ["", "[]", "{", '{"article": {"text": 3}}', b"\xff"])
def test_json_that_is_not_a_record_is_refused(data: str | bytes) -> None:
    with pytest.raises(RecordError, match="not a record"):
        sayso.Record.from_json(data)


def test_an_error_of_a_span_outside_the_text_has_its_place() -> None:
    with pytest.raises(RecordError) as caught:
        sayso.Record.from_json('{"article": {"text": "ab", "blocks": [{"kind": "body", "span": [0, 3]}]}}')
    assert caught.value.place == "article.blocks[0]"
