"""Review through the archive: goes to the worst statement that nobody has checked."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.web.forms.check_bar import check_address
from sayso.web.forms.query_forms import first
from sayso.web.rendering.messages import messages
from sayso.web.rendering.templates import page
from sayso.web.service import Service

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ReviewedView:
    """The view after the last statement: what was done last."""

    notice: str


@router.get("/review")
async def review(request: Request) -> Response:
    """Show the worst statement of the archive in its page; a message if there is none to check."""
    service: Service = request.app.state.service
    queue = await service.ask(lambda archive: archive.to_check(1))
    if queue:
        return RedirectResponse(check_address(queue[0], whole=True), 303)
    done = first(request.query_params, "done")
    notice = messages()("notice.accepted") if done else ""
    return page(request, "review.html", ReviewedView(notice), "review")
