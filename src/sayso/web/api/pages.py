"""API endpoints for pages: analyze a page, list the pages of the archive, get records."""

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
from sayso.web.api.answers import JSON, ResultList, cursor_of, etag_response, offset_of, query_response, service_of
from sayso.web.api.bodies import AttributeRequest, body, json_of
from sayso.web.api.describe import response
from sayso.web.api.params import Listing, Version

router = APIRouter(tags=["pages"])
_FORMATS: Final = {"text/plain": "text", "text/html": "html"}
_DOCUMENTS: Final = (
    "application/pdf",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
_SAMPLE: Final = "“The weir holds,” said Ivo Marr, the warden."
_MEDIA: Final[dict[str, dict[str, Any]]] = {
    "text/plain": {"schema": {"contentMediaType": "text/plain"}, "example": _SAMPLE},
    "text/html": {"schema": {"contentMediaType": "text/html"}, "example": f"<p>{_SAMPLE}</p>"},
    **{kind: {"schema": {"type": "string", "format": "binary"}} for kind in _DOCUMENTS},
}
_STORED: Final[dict[int | str, dict[str, Any]]] = {
    201: {
        "description": "The record was added to the archive at the address in Location.",
        "headers": {
            "Location": {"schema": {"type": "string"}},
            "Link": {"schema": {"type": "string"}, "description": "The screen of the page (rel=alternate)."},
        },
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/_Record"}}},
    }
}


@router.post(
    "/attribute", operation_id="attribute", openapi_extra=body("AttributeRequest", _MEDIA),
    responses=response("Record") | _STORED,
)  # fmt: skip
async def attribute(request: Request) -> Response:
    """Analyze a page and return its record. Send the page in JSON, or directly: text, HTML, a document."""
    document = await request.body() if _media(request) in _DOCUMENTS else None
    body = AttributeRequest() if document is not None else await _attribute_request(request)
    service = service_of(request)
    options = service.settings.options
    options = msgspec.structs.replace(
        options,
        publisher=body.publisher or options.publisher,
        format=body.format or options.format,
        **options.narrowed(body),
    )
    if body.fetch:
        page = await service.fetch(body.fetch, options)
    else:
        page = Page(document if document is not None else body.page or "", "page", body.url)
    data = await service.attribute_json(page, options)
    if not body.keep:
        return Response(data, media_type=JSON)
    added = await service.add(await asyncio.to_thread(Record.from_json, data))
    if not added.version:
        return Response(data, media_type=JSON)  # the page was forgotten on request and is not stored again
    links = {
        "location": f"/api/v1/records/{added.version}",
        "link": f'</pages/p{added.page}>; rel="alternate"; type="text/html"',
    }
    return Response(data, 201, links, JSON)


def _media(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _attribute_request(request: Request) -> AttributeRequest:
    """Decode the request. Raises InputError unless it has exactly one of ``page`` and ``fetch``."""
    kind = _media(request)
    if kind in _FORMATS:
        data = await request.body()
        return AttributeRequest(page=data.decode("utf-8", "replace"), format=_FORMATS[kind])
    if kind != JSON:
        raise HTTPException(415, f"a page must be sent as one of {', '.join([JSON, *_FORMATS, *_DOCUMENTS])}")
    body = await json_of(request, AttributeRequest)
    if (body.page is None) == (body.fetch is None):
        raise InputError("exactly one of page and fetch is required", "Send the page itself, or the URL to fetch")
    return body


@router.get("/records", operation_id="list_records", responses=response("Pages"))
async def list_records(request: Request, params: Listing) -> Response:
    """List the pages with a statement that matches the filters, most recently added first."""
    filters = params.filters()
    before = offset_of(params.cursor, ("records", filters)) or None

    def pages(archive: Archive) -> object:
        versions = archive.pages(filters, params.limit + 1, before)
        shown = versions[: params.limit]
        more = len(versions) > params.limit
        return ResultList(shown, cursor_of(shown[-1].version, ("records", filters)) if more else None)

    return await query_response(request, pages)


@router.get("/records/{version}", operation_id="get_record", responses=response("Record"))
async def get_record(request: Request, version: Version) -> Response:
    """Get the record of a version of a page, without corrections."""
    data = await service_of(request).ask(lambda archive: archive.record(version).to_json().encode())
    return etag_response(request, data)


@router.get("/records/{version}/corrected", operation_id="get_corrected", responses=response("Corrected"))
async def get_corrected(request: Request, version: Version) -> Response:
    """Get the record with the users' corrections, their authors, and the deleted statements."""
    return await query_response(request, lambda archive: archive.corrected(version))
