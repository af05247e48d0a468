"""The bar that leads through the statements to check, of a page or of the archive, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from sayso.archive.corrections.review import ToCheck
from sayso.web.forms.query_forms import first
from sayso.web.views.archived_versions import parse_number


@dataclass(frozen=True, slots=True)
class CheckBar:
    """The statement to check, the progress, and the addresses after a decision and without one.

    ``whole`` says whether the queue is that of the archive, ``deleted`` whether a reviewer rejected the statement, and
    ``undone`` is the address after the undoing of the last decision: its statement.
    """

    statement: str
    checked: int
    total: int
    after: str
    skip: str
    by: str
    whole: bool
    deleted: bool
    undone: str


def check_bar(
    query: QueryParams, current: ToCheck, queue: Sequence[ToCheck], by: str, *, deleted: bool = False
) -> CheckBar:
    """Return the bar for a statement of a queue; it may have left the queue already."""
    whole, checked = first(query, "of") == "archive", parse_number(first(query, "checked")) or 0
    place = queue.index(current) if current in queue else -1
    others = [*queue[place + 1 :], *queue[: max(place, 0)]]

    def address(number: int) -> str:
        if not others:
            return "/review" if whole else f"/pages/p{current.page}?done=checked"
        return check_address(others[0], number, whole=whole)

    total = checked + len(queue) + (place < 0)
    page = parse_number(first(query, "undo_on")[1:]) or current.page
    last = ToCheck(page, current.version, first(query, "undo").partition(",")[0] or current.name)
    undone = check_address(last, max(0, checked - 1), whole=whole)
    return CheckBar(current.name, checked, total, address(checked + 1), address(checked), by, whole, deleted, undone)


def check_address(statement: ToCheck, checked: int = 0, *, whole: bool = False) -> str:
    """Return the address that shows a statement to check."""
    pairs = {"check": statement.name, "checked": str(checked), **({"of": "archive"} if whole else {})}
    return f"/pages/p{statement.page}?{urlencode(pairs)}#{quote(statement.name)}"
