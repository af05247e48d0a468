"""The versions of a page in the archive, as addresses name them."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from sayso.archive import Archive
from sayso.errors import MissingError


@dataclass(frozen=True, slots=True)
class PageVersion:
    """A version of a page: page number, id of the version, number of the version, and how many versions there are."""

    page: int
    version: int
    number: int
    versions: int
    newest: bool

    @property
    def parameter(self) -> str:
        """The value of ``version`` in addresses; empty for the newest."""
        return "" if self.newest else str(self.number)

    @property
    def query(self) -> str:
        """The query string that selects this version; empty for the newest."""
        return "" if self.newest else f"?version={self.number}"


def find_version(archive: Archive, page: str, number: int | None) -> PageVersion:
    """Return a version of a page, the newest by default. Raises MissingError if it does not exist."""
    versions = archive.versions(page)
    newest = max(versions)
    number = newest if number is None else number
    if number not in versions:
        raise MissingError(f"there is no version {number} of this page", f"The newest is version {newest}")
    return PageVersion(int(page.removeprefix("p")), versions[number], number, len(versions), number == newest)


def requested_version(request: Request) -> int | None:
    """Return the version number in the query string."""
    return parse_number(request.query_params.get("version", ""))


def parse_number(value: str) -> int | None:
    """Return a number of up to eight digits; None for anything else."""
    return int(value) if value.isdecimal() and len(value) < 9 else None
