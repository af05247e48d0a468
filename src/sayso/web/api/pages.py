"""Pages: read one, list those in the archive, take the record of one."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msgspec
from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.archive import Archive
from sayso.errors import InputError
from sayso.terms import Page, Record
from sayso.web.api.answers import JSON, Listed, asked, at, onward, service_of, tagged
from sayso.web.api.bodies import Asked, body, json_of
from sayso.web.api.describe import response
from sayso.web.api.params import Listing, Version

router = APIRouter(tags=["pages"])
_RAW: Final = {"text/plain": "text", "text/html": "html"}
_SAMPLE: Final = "“The weir holds,” said Ivo Marr, the warden."
_MEDIA: Final[dict[str, dict[str, Any]]] = {
    "text/plain": {"schema": {"contentMediaType": "text/plain"}, "example": _SAMPLE},
    "text/html": {"schema": {"contentMediaType": "text/html"}, "example": f"<p>{_SAMPLE}</p>"},
}
_KEPT: Final[dict[int | str, dict[str, Any]]] = {
    201: {
        "description": "The record, which was added to the archive; Location says where.",
        "headers": {"Location": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/_Record"}}},
    }
}


@router.post(
    "/attribute", operation_id="attribute", openapi_extra=body("Asked", _MEDIA), responses=response("Record") | _KEPT
)  # fmt: skip
async def attribute(request: Request) -> Response:
    """Read a page: who says what in it. The page comes in JSON, or bare as text/plain or text/html."""
    given = await _asked(request)
    service = service_of(request)
    options = service.settings.options
    options = msgspec.structs.replace(
        options,
        publisher=given.publisher or options.publisher,
        format=given.format or options.format,
        min_confidence=max(given.min_confidence, options.min_confidence),
        min_speaker_confidence=max(given.min_speaker_confidence, options.min_speaker_confidence),
    )
    if given.fetch:
        page = await service.fetch(given.fetch, options)
    else:
        page = Page(given.page or "", "page", given.url)
    data = await service.attribute_json(page, options)
    if not given.keep:
        return Response(data, media_type=JSON)
    added = await service.keep(await asyncio.to_thread(Record.from_json, data))
    if not added.version:
        return Response(data, media_type=JSON)  # forgotten on request, and so not kept
    return Response(data, 201, {"location": f"/api/v1/records/{added.version}"}, JSON)


async def _asked(request: Request) -> Asked:
    """What is to be read. Raises InputError where it is nothing or two things."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _RAW:
        data = await request.body()
        return Asked(page=data.decode("utf-8", "replace"), format=_RAW[kind])
    if kind != JSON:
        raise HTTPException(415, "a page comes as application/json, text/plain or text/html")
    given = await json_of(request, Asked)
    if (given.page is None) == (given.fetch is None):
        raise InputError("one of page and fetch is wanted", "Send the page itself, or the URL to fetch")
    return given


@router.get("/records", operation_id="list_records", responses=response("Pages"))
async def records(request: Request, given: Listing) -> Response:
    """The pages of the archive with a statement that fits the filters, last added first."""
    filters = given.filters()
    before = at(given.cursor, ("records", filters)) or None

    def listed(archive: Archive) -> object:
        found = archive.pages(filters, given.limit + 1, before)
        kept = found[: given.limit]
        return Listed(kept, onward(kept[-1].version, ("records", filters)) if len(found) > given.limit else None)

    return await asked(request, listed)


@router.get("/records/{version}", operation_id="get_record", responses=response("Record"))
async def record(request: Request, version: Version) -> Response:
    """The record of a version of a page, as the machine made it."""
    data = await service_of(request).ask(lambda archive: archive.record(version).to_json().encode())
    return tagged(request, data)


@router.get("/records/{version}/corrected", operation_id="get_corrected", responses=response("Corrected"))
async def corrected(request: Request, version: Version) -> Response:
    """The record with what users corrected, who corrected it, and what they deleted."""
    return await asked(request, lambda archive: archive.corrected(version))
