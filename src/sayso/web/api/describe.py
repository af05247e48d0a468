"""The description of the API: OpenAPI 3.1, its schemas derived from the types, its examples made by a small archive."""

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
from sayso.web.api.answers import Listed
from sayso.web.api.bodies import Asked, NewCorrection, NewStatement
from sayso.web.problems import PROBLEM_JSON, Problem
from sayso.web.settings import ServerSettings

_REF: Final = "#/components/schemas/{name}"
TYPES: Final[dict[str, Any]] = {
    "Record": Record, "Pages": Listed[ArchivedVersion],
    "Statement": ArchivedStatement, "Statements": Listed[ArchivedStatement],
    "Speaker": Person, "Speakers": Listed[Person], "Quotations": Listed[Copy], "Trail": Trail,
    "Sourcing": Listed[Audit],
    "Corrected": Corrected, "Correction": Correction, "Corrections": Listed[Correction], "Problem": Problem,
    "Asked": Asked, "NewCorrection": NewCorrection, "NewStatement": NewStatement,
}  # fmt: skip
_ABOUT: Final = (
    "Who said it, and on whose say-so: attributed statements with the spans that they stand on. Spans are "
    "`[start, end)` in Unicode code points of `article.text`. Ids are stable: a record by its version (12), a "
    "statement as "
    "VERSION.ATTRIBUTION (12.a7), a speaker as e12, a page as p3. Lists go on with `cursor`. Errors are problem+json."
)


def response(name: str, status: int = 200, what: str = "The answer.") -> dict[int | str, dict[str, Any]]:
    """The description of an answer of a type, and of the problem that may come instead."""
    schema = {"$ref": f"#/components/schemas/_{name}"}
    return {
        status: {
            "description": what,
            "headers": {"ETag": {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}}
            if status == 200
            else {},
            "content": {"application/json": {"schema": schema}},
        },
        **PROBLEMS,
    }


def _problem(what: str) -> dict[str, Any]:
    return {"description": what, "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/_Problem"}}}}


PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Nothing has changed since the ETag that was sent."},
    "4XX": _problem("What was asked cannot be answered; `hint` says what to do."),
    "5XX": _problem("A fault of the server's."),
}


def describe(app: FastAPI, settings: ServerSettings) -> dict[str, Any]:
    """The description of an application."""
    made = get_openapi(
        title="sayso", version=__version__, openapi_version="3.1.0", description=_ABOUT, routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )  # fmt: skip
    schemas, components = msgspec.json.schema_components(list(TYPES.values()), ref_template=_REF)
    parts = made.setdefault("components", {}).setdefault("schemas", {})
    parts.update(components)
    parts["Span"]["maxItems"] = 2
    names = dict(zip(TYPES, schemas, strict=True))
    _filled(made["paths"], names, _examples())
    for unused in ("HTTPValidationError", "ValidationError"):
        parts.pop(unused, None)
    if settings.token is not None:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    return made


def _filled(node: Any, names: dict[str, Any], examples: dict[str, Any]) -> None:  # noqa: ANN401 (JSON)
    """Put schemas and examples where a type is named."""
    if isinstance(node, list):
        for one in node:
            _filled(one, names, examples)
    elif isinstance(node, dict):
        ref = node.get("schema", {}).get("$ref", "") if isinstance(node.get("schema"), dict) else ""
        name = ref.rpartition("/_")[2] if "/_" in ref else None
        if name in names:
            node["schema"] = names[name]
            if name in examples and "example" not in node and "examples" not in node:
                node["example"] = examples[name]
        for one in node.values():
            _filled(one, names, examples)


@cache
def _examples() -> dict[str, Any]:
    """An example of each type, as a small archive answers."""
    text = "“The weir holds,” said Ivo Marr, the warden."
    speaker = Speaker("s1", "Ivo Marr", SpeakerKind.PERSON, role="warden", mentions=(Span(23, 31),))
    said = Attribution("a1", (Span(23, 31),), (Span(18, 22),), (Span(0, 17),), speaker="s1", confidence=0.93)
    first = Article(
        text, headline="Weir holds", published="2026-05-03", publisher="Harrow Echo", url="https://echo.example/weir"
    )
    later = msgspec.structs.replace(
        first, published="2026-05-04", publisher="Ferry Post", url="https://post.example/weir"
    )
    with Archive(":memory:") as archive:
        for article in (first, later):
            archive.add(assemble(Analysis(article), (said,), (speaker,), "c0ffee"))
        made: dict[str, Any] = {}
        with contextlib.suppress(ExtraError):
            made["Quotations"] = Listed(archive.same("2.a1"))
        made |= {
            "Record": archive.record(1), "Pages": Listed(archive.pages()), "Statement": archive.statement("1.a1"),
            "Statements": Listed(archive.search("weir")), "Speaker": archive.speakers()[0],
            "Speakers": Listed(archive.speakers()), "Sourcing": Listed(archive.sourcing(["outlet", "month"])),
            "Trail": archive.trace("1.a1"),
            "Correction": archive.correct("1.a1", Correct(deleted=True), "Ana", "a headline"),
            "Corrections": Listed(archive.corrections()), "Corrected": archive.corrected(1),
        }  # fmt: skip
    made["Problem"] = Problem("urn:sayso:MissingError", "Not Found", 404, "there is no statement 12.a7", "Search first")
    made["Asked"] = Asked(page=text, publisher="Harrow Echo")
    made["NewCorrection"] = NewCorrection(by="Ana", change=Correct(deleted=True), note="a headline")
    made["NewStatement"] = NewStatement(by="Ana", content=(Span(0, 17),), cue=(Span(18, 22),), source=(Span(23, 31),))
    out: dict[str, Any] = msgspec.to_builtins(made)
    return out
