"""The filters of the search, speaker and sourcing screens, parsed from query strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from sayso.archive import Filters
from sayso.record.doubt import Step
from sayso.terms import Act, Determinacy, Form, SpeakerKind
from sayso.web.forms.statement_filter import StatementFilter

STEP_COOKIE: Final = "sayso_show"
"""The cookie that remembers the step of certainty."""
KINDS = tuple(map(str, SpeakerKind))
ACTS = tuple(map(str, Act))
FORMS = tuple(map(str, Form))
DETERMINACIES = tuple(map(str, Determinacy))


class FormValues(Protocol):
    """A query string or a form; a name may have several values."""

    def getlist(self, key: Any) -> list[Any]:  # noqa: ANN401 (a form may contain files)
        """Return the values of a name."""


def first(form: FormValues, name: str) -> str:
    """Return the first value of a name, stripped."""
    values = form.getlist(name)
    return values[0].strip() if values and isinstance(values[0], str) else ""


def statement_filter_of(form: FormValues, version: str = "", remembered: str = "") -> StatementFilter:
    """Return the statement filter of a page; unknown kinds, acts and steps are ignored.

    ``version`` is the number of an older version; ``remembered`` is the step without one in the query.
    """
    show = step_of(first(form, "show"))
    return StatementFilter(
        frozenset(form.getlist("kind")) & frozenset(KINDS),
        frozenset(form.getlist("act")) & frozenset(ACTS),
        frozenset(form.getlist("speaker")),
        show or step_of(remembered) or Step.SURE,
        (("version", version), ("show", str(show or ""))),
    )


def kept_query(form: FormValues, version: str, **changes: str) -> str:
    """Return the query string that keeps version and step of a query, with some values changed."""
    return statement_filter_of(form, version).query(**changes)


def step_of(value: str) -> Step | None:
    """Return the step of certainty of this name, or None."""
    return Step(value) if value in tuple(Step) else None


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters of a screen, as text."""

    query: str
    speaker: str
    outlet: str
    since: str
    until: str
    kind: tuple[str, ...]
    act: tuple[str, ...]
    form: tuple[str, ...]
    determinacy: tuple[str, ...]
    all_versions: bool
    relayed: bool = False
    relayed_from: str = ""
    without_repeats: bool = False
    kinds: tuple[str, ...] = KINDS
    acts: tuple[str, ...] = ACTS
    forms: tuple[str, ...] = FORMS
    determinacies: tuple[str, ...] = DETERMINACIES

    @property
    def filters(self) -> Filters:
        """The filters in the form that the archive expects."""
        return Filters(
            speaker=(self.speaker,) if self.speaker else (), kind=self.kind, act=self.act, form=self.form,
            outlet=(self.outlet,) if self.outlet else (), since=self.since or None, until=self.until or None,
            all_versions=self.all_versions, determinacy=self.determinacy or Filters().determinacy,
            relayed=True if self.relayed else None, relayed_from=self.relayed_from or None,
            without_repeats=self.without_repeats,
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values of the query string, without empty values."""
        single = (("q", self.query), ("speaker", self.speaker), ("outlet", self.outlet), ("since", self.since),
                  ("until", self.until), ("all_versions", "1" if self.all_versions else ""),
                  ("relayed", "1" if self.relayed else ""), ("relayed_from", self.relayed_from),
                  ("repeats", "no" if self.without_repeats else ""))  # fmt: skip
        several: Mapping[str, tuple[str, ...]] = {"kind": self.kind, "act": self.act, "form": self.form,
                                                    "determinacy": self.determinacy}  # fmt: skip
        return [pair for pair in single if pair[1]] + [
            (name, value) for name, values in several.items() for value in values
        ]

    def address(self, path: str, **changes: object) -> str:
        """Return the address of the same query with some values changed."""
        kept = [(name, value) for name, value in self.pairs() if name not in changes]
        return _address(
            path, [*kept, *((name, str(value)) for name, value in changes.items() if value not in ("", None))]
        )

    def without(self, path: str, name: str, value: str) -> str:
        """Return the address of the same query without one filter."""
        return _address(path, [pair for pair in self.pairs() if pair != (name, value)])


def filters_of(form: FormValues) -> FilterForm:
    """Return the filters of a query string; unknown kinds, acts, forms and determinacies are ignored."""

    def known(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(value for value in values if value in form.getlist(name))

    return FilterForm(
        query=first(form, "q"), speaker=first(form, "speaker"), outlet=first(form, "outlet"),
        since=first(form, "since"), until=first(form, "until"), kind=known("kind", KINDS), act=known("act", ACTS),
        form=known("form", FORMS), determinacy=known("determinacy", DETERMINACIES),
        all_versions=first(form, "all_versions") == "1", relayed=first(form, "relayed") == "1",
        relayed_from=first(form, "relayed_from"), without_repeats=first(form, "repeats") == "no",
    )  # fmt: skip


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path
