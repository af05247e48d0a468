"""From a path to a page: what is on the disk, with a clear message where it cannot be read."""

from __future__ import annotations

from pathlib import Path

from sayso.errors import InputError
from sayso.terms import Page

_MOST: int = 1_000_000_000


def load(path: Path, url: str | None = None) -> Page:
    """The page that a file holds. Raises InputError for a file that is missing, a folder or unreadable."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError("this is a folder", "Name the files in it, or use sayso batch", name)
        size = path.stat().st_size
        if size > _MOST:
            raise InputError(f"{size:,} bytes are no page", "Hand in one page a file", name)
        return Page(path.read_bytes(), name, url)
    except FileNotFoundError as error:
        raise InputError("there is no such file", "Check the name and the folder", name) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"the file cannot be read ({reason})", "Check the name and the permissions", name) from error
