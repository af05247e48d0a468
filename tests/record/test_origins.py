# ruff: noqa: E501 (texts and documents in one line each)
"""The agency or issuer of a page's text is the first hop of its chains; a page that rests on one report says so."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso import Record
from sayso.batch.outputs.tables import rows_of
from sayso.batch.settings import Item
from sayso.export.jsonld import jsonld
from sayso.export.report import report
from sayso.terms import Page, SpeakerKind
from tests.conftest import Run
from tests.reading.metadata.test_origins import URL, html, text


def names(record: Record, chain: tuple[str, ...]) -> list[str]:
    known = {speaker.id: speaker.name for speaker in record.speakers}
    return [known[hop] for hop in chain]


@pytest.mark.parametrize(
    ("page", "origin"),
    [
        (html(author={"@type": "Person", "name": "Reuters"}), "Reuters"),
        (html(lead="PORT CALDER (AP) — "), "Associated Press"),
        (html(end="(AFP)"), "Agence France-Presse"),
    ],
)
def test_the_agency_is_the_first_hop_after_the_publisher_and_all_is_relayed(page: str, origin: str) -> None:
    record = sayso.attribute(page, url=URL)
    assert record.attributions
    for one in record.attributions:
        assert names(record, one.chain)[:2] == ["The Wexley Courier", origin]
    assert record.sourcing.relayed.share == 1
    assert [names(record, (relay.outlet,)) for relay in record.relays] == [[origin]]
    assert Record.from_json(record.to_json()) == record


def test_the_agency_stands_on_the_words_that_name_it() -> None:
    record = sayso.attribute(html(lead="PORT CALDER (AP) — "), url=URL)
    speaker = next(one for one in record.speakers if one.name == "Associated Press")
    assert [span.of(record.article.text) for span in speaker.mentions] == ["AP"]
    assert speaker.kind is SpeakerKind.OUTLET


def test_the_issuer_of_a_release_is_a_hop_and_no_relay() -> None:
    page = "FOR IMMEDIATE RELEASE\n\n" + text(end="ENDS\n\nAbout Calder Ferries\n\nCalder Ferries runs three boats.")
    record = sayso.attribute(page, url=URL)
    assert all(
        len(one.chain) >= 2 and names(record, one.chain[1:2]) == ["Calder Ferries"] for one in record.attributions
    )
    assert record.sourcing.relayed.count == 0


def test_an_agency_that_is_a_speaker_already_is_one_speaker() -> None:
    page = html(author={"@type": "Person", "name": "Reuters"}, end="Reuters reported that the boats were full.")
    record = sayso.attribute(page, url=URL)
    assert [one.name for one in record.speakers].count("Reuters") == 1


def test_a_page_of_its_own_has_no_hop_more() -> None:
    record = sayso.attribute(html(), url=URL)
    assert record.article.origin is None
    assert record.sourcing.relayed.count == 0
    assert record.sourcing.rests_on is None


@pytest.mark.parametrize("outlet", ["Calder Gazette", "Northmoor Herald", "Bay Tribune"])
def test_a_page_that_rests_on_the_report_of_one_other_outlet_says_so(outlet: str) -> None:
    page = (
        f"Ferry owner to sell boats\n\nThe owner of the ferries will sell two boats, the {outlet} reported on Tuesday.\n\n"
        f"“The boats are old,” Mirela Thorne told the {outlet}. “We cannot repair them.”\n\n"
        f"Thorne told the {outlet} that the sale would end in May.\n"
    )
    record = sayso.attribute(page, url=URL)
    assert names(record, (record.sourcing.rests_on or "",)) in ([outlet], [f"the {outlet}"])


def test_a_page_with_one_statement_from_elsewhere_rests_on_nobody() -> None:
    page = (
        "“The boats are old,” Mirela Thorne told the Calder Gazette.\n\n“They are not,” said Uri Quillon, the chairman.\n\n"
        "“Nobody asked us,” said Ada Fairlamb, a skipper. Ivo Marr, a deckhand, agreed that the boats were sound.\n"
    )
    assert sayso.attribute(page, url=URL).sourcing.rests_on is None


def test_origin_and_report_are_in_every_view_and_export(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "a.html"
    path.write_text(html(lead="PORT CALDER (AP) — "), encoding="utf-8")
    shown = run("read", path, "--format", "page").stdout.decode()
    assert "text of Associated Press" in shown
    assert "Rests on the report of one outlet: Associated Press" in shown
    record = sayso.attribute(path)
    assert "text of Associated Press" in report(record)
    assert "rests on the report of one outlet" in report(record)
    assert jsonld(record, "p1")["sourceOrganization"]["name"] == "Associated Press"
    assert rows_of(record, 1, Item(Page("x"), "in"))["articles"][0]["origin"] == "Associated Press"
