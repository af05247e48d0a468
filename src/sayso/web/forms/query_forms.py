"""What a reader chose in a form, out of a query string or a form that was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode

from sayso.archive import Filters
from sayso.terms import Act, Determinacy, Form, SpeakerKind
from sayso.web.forms.statement_filter import StatementChoice

KINDS = tuple(str(one) for one in SpeakerKind)
ACTS = tuple(str(one) for one in Act)
FORMS = tuple(str(one) for one in Form)
DETERMINACIES = tuple(str(one) for one in Determinacy)


class FormValues(Protocol):
    """A query string or a form: several values may have one name."""

    def getlist(self, key: Any) -> list[Any]:  # noqa: ANN401 (a form may hold files too)
        """The values of a name."""


def first(asked: FormValues, name: str) -> str:
    """The first value of a name, without white space around it."""
    values = asked.getlist(name)
    return values[0].strip() if values and isinstance(values[0], str) else ""


def choice_of(asked: FormValues) -> StatementChoice:
    """The statements of a page that are asked for; unknown kinds and acts are let fall."""
    return StatementChoice(
        frozenset(asked.getlist("kind")) & frozenset(KINDS),
        frozenset(asked.getlist("act")) & frozenset(ACTS),
        frozenset(asked.getlist("speaker")),
    )


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters as the form shows them."""

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
    kinds: tuple[str, ...] = KINDS
    acts: tuple[str, ...] = ACTS
    forms: tuple[str, ...] = FORMS
    determinacies: tuple[str, ...] = DETERMINACIES

    @property
    def filters(self) -> Filters:
        """The filters that the archive takes."""
        return Filters(
            speaker=(self.speaker,) if self.speaker else (), kind=self.kind, act=self.act, form=self.form,
            outlet=(self.outlet,) if self.outlet else (), since=self.since or None, until=self.until or None,
            all_versions=self.all_versions, determinacy=self.determinacy or Filters().determinacy,
        )  # fmt: skip

    def pairs(self) -> list[tuple[str, str]]:
        """The form as a query string has it, without what is empty."""
        single = (("q", self.query), ("speaker", self.speaker), ("outlet", self.outlet), ("since", self.since),
                  ("until", self.until), ("all_versions", "1" if self.all_versions else ""))  # fmt: skip
        several: Mapping[str, tuple[str, ...]] = {"kind": self.kind, "act": self.act, "form": self.form,
                                                    "determinacy": self.determinacy}  # fmt: skip
        return [pair for pair in single if pair[1]] + [(name, one) for name, told in several.items() for one in told]

    def address(self, path: str, **more: object) -> str:
        """The address of the same question with something changed."""
        kept = [(name, value) for name, value in self.pairs() if name not in more]
        pairs = [*kept, *((name, str(value)) for name, value in more.items() if value not in ("", None))]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def without(self, path: str, name: str, value: str) -> str:
        """The address of the same question without one filter."""
        pairs = [pair for pair in self.pairs() if pair != (name, value)]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def filters_of(asked: FormValues) -> FilterForm:
    """The filters that were asked for."""
    return FilterForm(
        query=first(asked, "q"), speaker=first(asked, "speaker"), outlet=first(asked, "outlet"),
        since=first(asked, "since"), until=first(asked, "until"),
        kind=tuple(one for one in KINDS if one in asked.getlist("kind")),
        act=tuple(one for one in ACTS if one in asked.getlist("act")),
        form=tuple(one for one in FORMS if one in asked.getlist("form")),
        determinacy=tuple(one for one in DETERMINACIES if one in asked.getlist("determinacy")),
        all_versions=first(asked, "all_versions") == "1",
    )  # fmt: skip
