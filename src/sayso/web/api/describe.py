"""The OpenAPI 3.1 description: schemas are derived from the types, examples come from a small archive."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from sayso._version import __version__
from sayso.analysis import Analysis
from sayso.archive import Archive, ArchivedStatement, Correct, Correction
from sayso.archive.corrections.apply import Corrected
from sayso.archive.queries.pages import ArchivedVersion
from sayso.archive.queries.people import Person
from sayso.archive.queries.sourcing import Audit
from sayso.archive.queries.trace import Trail
from sayso.archive.quotations.copies import Copy
from sayso.errors import ExtraError
from sayso.record import assemble
from sayso.terms import Article, Attribution, Record, Span, Speaker, SpeakerKind
from sayso.web.api.answers import ResultList
from sayso.web.api.bodies import AttributeRequest, NewCorrection, NewStatement
from sayso.web.problems import PROBLEM_JSON, Problem
from sayso.web.settings import ServerSettings

_REF: Final = "#/components/schemas/{name}"
TYPES: Final[dict[str, Any]] = {
    "Record": Record, "Pages": ResultList[ArchivedVersion],
    "Statement": ArchivedStatement, "Statements": ResultList[ArchivedStatement],
    "Speaker": Person, "Speakers": ResultList[Person], "Quotations": ResultList[Copy], "Trail": Trail,
    "Sourcing": ResultList[Audit],
    "Corrected": Corrected, "Correction": Correction, "Corrections": ResultList[Correction], "Problem": Problem,
    "AttributeRequest": AttributeRequest, "NewCorrection": NewCorrection, "NewStatement": NewStatement,
}  # fmt: skip
_ABOUT: Final = (
    "Attributed statements in news pages: who said what, through whom, with verbatim spans. Spans are `[start, end)` "
    "in Unicode code points of `article.text`. Ids are stable: a record has its version (12), a statement "
    "VERSION.ATTRIBUTION (12.a7), a speaker e12, a page p3. Lists continue with `cursor`. Errors are problem+json."
)


def response(name: str, status: int = 200, description: str = "The result.") -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI description of a response: a type in JSON, or a problem."""
    schema = {"$ref": f"#/components/schemas/_{name}"}
    return {
        status: {
            "description": description,
            "headers": {"ETag": {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}}
            if status == 200
            else {},
            "content": {"application/json": {"schema": schema}},
        },
        **PROBLEMS,
    }


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/_Problem"}}},
    }


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "The resource has not changed since the ETag that was sent."},
    "4XX": _problem("The request cannot be answered; `hint` says how to fix it."),
    "5XX": _problem("The server failed."),
}


def describe(app: FastAPI, settings: ServerSettings) -> dict[str, Any]:
    """Return the OpenAPI description of an application."""
    description = get_openapi(
        title="sayso", version=__version__, openapi_version="3.1.0", description=_ABOUT, routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )  # fmt: skip
    schemas, components = msgspec.json.schema_components(list(TYPES.values()), ref_template=_REF)
    component_schemas = description.setdefault("components", {}).setdefault("schemas", {})
    component_schemas.update(components)
    component_schemas["Span"]["maxItems"] = 2
    by_name = dict(zip(TYPES, schemas, strict=True))
    _fill_in(description["paths"], by_name, _examples())
    for unused in ("HTTPValidationError", "ValidationError"):
        component_schemas.pop(unused, None)
    if settings.token is not None:
        description["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        description["security"] = [{"token": []}]
    return description


def _fill_in(node: Any, schemas: dict[str, Any], examples: dict[str, Any]) -> None:  # noqa: ANN401 (JSON)
    """Replace the references to types by their schemas, with examples."""
    if isinstance(node, list):
        for item in node:
            _fill_in(item, schemas, examples)
    elif isinstance(node, dict):
        ref = node.get("schema", {}).get("$ref", "") if isinstance(node.get("schema"), dict) else ""
        name = ref.rpartition("/_")[2] if "/_" in ref else None
        if name in schemas:
            node["schema"] = schemas[name]
            if name in examples and "example" not in node and "examples" not in node:
                node["example"] = examples[name]
        for item in node.values():
            _fill_in(item, schemas, examples)


@cache
def _examples() -> dict[str, Any]:
    """Return an example of each type, from a small archive."""
    text = "“The weir holds,” said Ivo Marr, the warden."
    speaker = Speaker("s1", "Ivo Marr", SpeakerKind.PERSON, role="warden", mentions=(Span(23, 31),))
    attribution = Attribution("a1", (Span(23, 31),), (Span(18, 22),), (Span(0, 17),), speaker="s1", confidence=0.93)
    first = Article(
        text, headline="Weir holds", published="2026-05-03", publisher="Harrow Echo", url="https://echo.example/weir"
    )
    later = msgspec.structs.replace(
        first, published="2026-05-04", publisher="Ferry Post", url="https://post.example/weir"
    )
    with Archive(":memory:") as archive:
        for article in (first, later):
            archive.add(assemble(Analysis(article), (attribution,), (speaker,), "c0ffee"))
        examples: dict[str, Any] = {}
        with contextlib.suppress(ExtraError):
            examples["Quotations"] = ResultList(archive.same("2.a1"))
        examples |= {
            "Record": archive.record(1), "Pages": ResultList(archive.pages()), "Statement": archive.statement("1.a1"),
            "Statements": ResultList(archive.search("weir")), "Speaker": archive.speakers()[0],
            "Speakers": ResultList(archive.speakers()), "Sourcing": ResultList(archive.sourcing(["outlet", "month"])),
            "Trail": archive.trace("1.a1"),
            "Correction": archive.correct("1.a1", Correct(deleted=True), "Ana", "a headline"),
            "Corrections": ResultList(archive.corrections()), "Corrected": archive.corrected(1),
        }  # fmt: skip
    examples["Problem"] = Problem(
        "urn:sayso:MissingError", "Not ArchivedStatement", 404, "there is no statement 12.a7", "Search first"
    )
    examples["AttributeRequest"] = AttributeRequest(page=text, publisher="Harrow Echo")
    examples["NewCorrection"] = NewCorrection(by="Ana", change=Correct(deleted=True), note="a headline")
    examples["NewStatement"] = NewStatement(
        by="Ana", content=(Span(0, 17),), cue=(Span(18, 22),), source=(Span(23, 31),)
    )
    encoded: dict[str, Any] = msgspec.to_builtins(examples)
    return encoded
