"""Where a record stands in the archive."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from sayso.archive import Archive
from sayso.errors import MissingError


@dataclass(frozen=True, slots=True)
class Shelf:
    """The page, the id of the version, its number, and how many versions there are."""

    page: int
    version: int
    number: int
    versions: int
    newest: bool

    @property
    def query(self) -> str:
        """What leads to this version in an address; the newest one needs nothing."""
        return "" if self.newest else f"?version={self.number}"


def shelf_of(archive: Archive, name: str, number: int | None) -> Shelf:
    """Where a version of a page stands. Raises MissingError for one that is not there."""
    versions = archive.versions(name)
    newest = max(versions)
    number = newest if number is None else number
    if number not in versions:
        raise MissingError(f"there is no version {number} of this page", f"The last one is {newest}")
    return Shelf(int(name.removeprefix("p")), versions[number], number, len(versions), number == newest)


def version_asked(request: Request) -> int | None:
    """The number of the version that an address names."""
    told = request.query_params.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 9 else None
