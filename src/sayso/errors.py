"""The exceptions of sayso. Each one says what is wrong, how to fix it, in which file, and where in the file.

SaysoError
├── InputError      a page that cannot be read: empty, binary, missing, in an unknown format
│   └── LimitError  a page that exceeds one of the limits in :mod:`sayso.limits`
├── FetchError      a URL that may not be fetched, or whose server does not respond
├── RecordError     JSON that is not a record, or an inconsistent record
├── LexiconError    a malformed lexicon file
├── ModelError      weights that are missing, damaged, or of another version
├── ArchiveError    an archive that cannot be opened, read or written
│   ├── MissingError    the requested item is not in the archive
│   └── QueryError  a query or filter with a syntax error
├── BusyError       a server at capacity
├── WorkerError     a worker process that crashed on a page, or cannot be started
└── ExtraError      an optional dependency that is not installed
"""

from __future__ import annotations


class SaysoError(Exception):
    """The base class of all errors of sayso.

    Its arguments are positional because exceptions with keyword-only arguments cannot be unpickled.
    """

    def __init__(self, what: str, hint: str, file: str | None = None, place: str | None = None) -> None:
        super().__init__(what, hint, file, place)
        self.what = what
        self.hint = hint
        self.file = file
        self.place = place

    @property
    def mend(self) -> str:
        """The former name of ``hint``, to be removed in the next version."""
        return self.hint

    def __str__(self) -> str:
        """Return one line: file and place if known, then what is wrong and the hint."""
        where = ", ".join(part for part in (self.file, self.place) if part)
        return f"{where}: {self.what}. {self.hint}" if where else f"{self.what}. {self.hint}"

    def row(self) -> dict[str, str | None]:
        """Return the error as a row of the errors table or as a JSON body."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "hint": self.hint,
            "mend": self.hint,  # the former name of "hint", to be removed in the next version
            "file": self.file,
            "place": self.place,
        }


class InputError(SaysoError):
    """A page cannot be read."""


class LimitError(InputError):
    """A page exceeds a limit."""


class FetchError(SaysoError):
    """A URL may not be fetched, or its server gives no usable response."""


class RecordError(SaysoError):
    """JSON is not a record, or a record is inconsistent."""


class LexiconError(SaysoError):
    """A lexicon file is malformed."""


class ModelError(SaysoError):
    """The model files are missing, damaged or of another version."""


class ArchiveError(SaysoError):
    """An archive cannot be opened, read or written."""


class MissingError(ArchiveError):
    """The requested item is not in the archive."""


class QueryError(ArchiveError):
    """A query or a filter has a syntax error."""


class BusyError(SaysoError):
    """A server is at capacity. Try again after ``seconds``."""

    def __init__(
        self, what: str, hint: str, file: str | None = None, place: str | None = None, seconds: int = 1
    ) -> None:
        super().__init__(what, hint, file, place)
        self.args = (what, hint, file, place, seconds)
        self.seconds = seconds


class WorkerError(SaysoError):
    """A worker process crashed on a page, or cannot be started."""


class ExtraError(SaysoError):
    """An optional dependency is not installed."""


def extra_missing(what: str, extra: str, package: str) -> ExtraError:
    """Return the error for a feature (``what``) that needs a package of an extra that is not installed."""
    return ExtraError(f"{what} needs {package}", f'Install it: pip install "sayso[{extra}]"')
