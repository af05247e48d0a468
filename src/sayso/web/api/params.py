"""Query and path parameters of the API: filters, lists, ids."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, Field

from sayso.archive import Filters
from sayso.terms import Act, Determinacy, Form, SpeakerKind

_DATE: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
MAX_ITEMS: Final = 200
STATEMENT: Final = r"^[0-9]{1,15}\.[ac][0-9]{1,9}$"
_Word = Annotated[str, Field(min_length=1, max_length=300, pattern=r"\w", examples=["Ferreira"])]


class FilterParams(BaseModel):
    """The filters of the command line. Several values of a filter are alternatives; several filters are combined."""

    model_config = ConfigDict(extra="forbid")

    speaker: list[_Word] = Field([], description="A name, words of a name, or an id such as e12.", max_length=20)
    kind: list[SpeakerKind] = Field([], description="The kind of speaker.", max_length=20)
    act: list[Act] = Field([], description="The act of the speaker.", max_length=20)
    form: list[Form] = Field([], description="The form of the statement.", max_length=20)
    outlet: list[_Word] = Field([], description="The outlet of the page.", max_length=20)
    since: str | None = Field(None, description="Published on or after.", pattern=_DATE, examples=["2026-05"])
    until: str | None = Field(None, description="Published on or before.", pattern=_DATE, examples=["2026-12-31"])
    text: str | None = Field(
        None, description='Words, "phrases", AND, OR, NOT, (groups), prefix*.', max_length=500, examples=["bridge"]
    )
    determinacy: list[Determinacy | Literal["all"]] = Field(
        [Determinacy.ACTUAL], description="actual (said), negated (did not say), hypothetical (if she says), or all.",
        min_length=1, max_length=4, examples=[["all"]],
    )  # fmt: skip
    min_confidence: float | None = Field(
        None, ge=0, le=1, description="Minimum probability that source and content are correct.", examples=[0.5]
    )
    min_speaker_confidence: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Minimum probability that the speaker is correct; statements without one are excluded.",
    )
    all_versions: bool = Field(False, description="Include older versions of pages.")
    relayed: bool | None = Field(None, description="Only statements from another outlet; false for the others.")
    relayed_from: str | None = Field(
        None, description="Only statements from this outlet, by name or id.", max_length=200, examples=["Harrow Echo"]
    )
    without_repeats: bool = Field(False, description="Omit statements that the page prints again.")

    def filters(self) -> Filters:
        """Return the filters in the form that the archive expects."""
        return Filters(
            speaker=tuple(self.speaker), kind=tuple(map(str, self.kind)), act=tuple(map(str, self.act)),
            form=tuple(map(str, self.form)), outlet=tuple(self.outlet), since=self.since, until=self.until,
            text=self.text, all_versions=self.all_versions, relayed=self.relayed, relayed_from=self.relayed_from,
            without_repeats=self.without_repeats,
            determinacy=() if "all" in self.determinacy else tuple(map(str, self.determinacy)),
            min_confidence=self.min_confidence or 0.0, min_speaker_confidence=self.min_speaker_confidence or 0.0,
        )  # fmt: skip


class ListParams(FilterParams):
    """Filters, and the part of the list."""

    limit: int = Field(50, ge=1, le=MAX_ITEMS, description="Maximum number of items.", examples=[20])
    cursor: str | None = Field(
        None, description="The `next` value of the previous response.", pattern="^[A-Za-z0-9_-]+$", max_length=80
    )


class SearchParams(ListParams):
    """The parameters of a search."""

    q: str = Field(
        "", description="A query as in `text`; best matches first. Without a query, latest statements first.",
        max_length=500, examples=["weir"],
    )  # fmt: skip


Version = Annotated[int, Path(description="The id of a record.", ge=1, le=10**15, examples=[1])]
StatementId = Annotated[
    str,
    Path(description="The id of a statement: VERSION.ATTRIBUTION.", pattern=STATEMENT, examples=["1.a1"]),
]
SpeakerId = Annotated[str, Path(description="The id of a speaker.", pattern="^e[0-9]{1,15}$", examples=["e2"])]
Asking = Annotated[FilterParams, Query()]
Listing = Annotated[ListParams, Query()]
Searching = Annotated[SearchParams, Query()]
