"""The sourcing memo: its lines are verbatim words and fixed labels, and each links to its words."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from sayso.cli import sayso
from sayso.export.memo import build_memo, memo_docx, memo_html
from sayso.terms import Article, Record
from tests.web import examples

LABELS = re.compile(
    r"person|organization|outlet|document|group|anonymous( spokesperson)?|spokesperson|reason|no reason stated"
    r"|according to|this page|text of"
    r"|nearly all statements come from|source not stated|did not say|hypothetical|\d+|\d+ statements?"
    r"|\d+ uncertain|uncertain (words|speaker), \d+%"
)


@pytest.fixture(params=["weir", "sluice"])
def record(request) -> Record:
    return getattr(examples, request.param)()


def lines(record: Record) -> dict[str, list[str]]:
    """The lines of the memo by section, as text."""
    return {
        section.title: [" | ".join(part.text for part in line.parts) for line in section.lines]
        for section in build_memo(record).sections
    }


def test_a_memo_contains_only_words_of_the_page_and_fixed_labels(record) -> None:
    text = " ".join(record.article.text.split())
    names = {speaker.name for speaker in record.speakers}
    parts = [part for section in build_memo(record).sections for line in section.lines for part in line.parts]
    assert len(parts) > 10
    for part in parts:
        if part.kind == "label":
            assert LABELS.fullmatch(part.text), part.text
        else:
            pieces = part.text.removesuffix(" …").split(" … ")
            assert part.text in names or all(piece in text for piece in pieces), part.text


def test_a_memo_names_who_speaks_and_what_the_page_rests_on() -> None:
    memo = lines(examples.weir())
    assert any(re.match(r"Ruth Aldane \| person.* \| 2 statements$", line) for line in memo["Who speaks"])
    assert memo["Denials"] == ["Ruth Aldane | denied | that any gate was cracked"]
    assert memo["Declined to comment"] == ["Ines Calder | declined | to say more"]
    relayed = "Two people | told | that the eastern gate was cracked | according to | Northmoor Dispatch"
    assert memo["Only an anonymous source of another outlet"] == [relayed]
    assert relayed not in memo.get("Second-hand claims", [])
    assert any("a flood" in line for line in memo["Second-hand claims"])
    assert len(memo["Possible contradictions"]) == 2
    assert "threatened to close the site" in memo["Possible contradictions"][1]


def test_an_anonymous_source_has_its_stated_reason_or_the_label_that_there_is_none() -> None:
    from sayso import attribute

    record = attribute(
        "The mill at Osk will close, two clerks said. They asked not to be named because they feared for their jobs. "
        "“The boiler is finished,” a foreman said."
    )
    rows = lines(record)["Anonymous sources"]
    assert any("reason | asked not to be named because they feared for their jobs" in row for row in rows)
    assert any(row.endswith("no reason stated") for row in rows)


def test_negated_and_hypothetical_statements_are_apart() -> None:
    memo = lines(examples.sluice())
    assert len(memo["Not said, or hypothetical"]) == 2
    assert not any("gate will hold" in row for title, rows in memo.items() if title[:3] != "Not" for row in rows)
    assert any(
        row.startswith("Owen Falk | ") and row.endswith("2 statements | 1 uncertain") for row in memo["Who speaks"]
    )


def test_a_statement_without_a_confidence_is_not_uncertain() -> None:
    record = examples.weir()
    by_hand = [replace(row, confidence=0.0, speaker_confidence=None) for row in record.attributions]
    memo = lines(replace(record, attributions=tuple(by_hand)))
    assert memo["Who speaks"]
    assert not any("uncertain" in line for section in memo.values() for line in section)


def test_agency_copy_is_named_with_the_words_that_show_it() -> None:
    from sayso import attribute

    page = "<article><h1>Dam at Orley spills</h1><p class=byline>By Associated Press</p><p>ORLEY (AP) — The dam "
    page += "spilled on Monday, the water board said. “We open it by hand,” said Ada Brill, its head.</p></article>"
    record = attribute(page)
    assert record.article.origin == "Associated Press"
    assert lines(record)["Agency copy"][0].startswith("text of | Associated Press | ")


def test_in_agency_copy_only_the_anonymous_sources_of_the_agency_are_second_hand() -> None:
    from sayso import attribute

    page = "<article><h1>Dam at Orley spills</h1><p class=byline>By Associated Press</p><p>ORLEY (AP) — The dam "
    page += "spilled on Monday, the water board said. “We open it by hand,” said Ada Brill, its head.</p>"
    page += "<p>A worker at the dam said the gate had rusted. Ivo Marr, the mayor, declined to comment.</p></article>"
    memo = lines(attribute(page))
    assert "Second-hand claims" not in memo
    assert [row.split(" | ")[0] for row in memo["Only an anonymous source of another outlet"]] == [
        "A worker at the dam"
    ]
    assert len(memo["Declined to comment"]) == 1


def test_words_with_their_own_quotation_marks_get_no_others() -> None:
    page = memo_html(examples.weir())
    assert "““" not in page
    assert "“denied” " in page.replace("</span>", "")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.targets.add(values["id"] or "")
        if (values.get("href") or "").startswith("#in-"):
            self.links.append((values["href"] or "")[1:])


def test_every_line_of_the_html_memo_links_to_words_in_the_file(record) -> None:
    parser = _Links()
    parser.feed(memo_html(record))
    memo = build_memo(record)
    assert all(line.links for section in memo.sections for line in section.lines)
    assert len(parser.links) == sum(len(line.links) for section in memo.sections for line in section.lines)
    assert set(parser.links) <= parser.targets


def test_every_link_of_the_docx_memo_has_its_bookmark(record) -> None:
    pytest.importorskip("docx")
    with zipfile.ZipFile(io.BytesIO(memo_docx(record))) as pack:
        xml = pack.read("word/document.xml").decode()
    links = re.findall(r'w:anchor="([^"]+)"', xml)
    assert len(links) == sum(len(line.links) for s in build_memo(record).sections for line in s.lines)
    assert set(links) <= set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml))


def test_hostile_characters_neither_break_nor_escape_a_memo() -> None:
    pytest.importorskip("docx")
    record = examples.weir()
    hostile = replace(record, article=replace(record.article, headline=f"{examples.EVIL} \x00\ud800 {examples.TURNED}"))
    page = memo_html(hostile)
    assert "<script" not in page
    assert "⟨U+202E⟩" in page
    assert memo_docx(hostile)[:2] == b"PK"


def test_a_page_without_statements_has_a_memo() -> None:
    empty = Record(Article(""))
    assert build_memo(empty).sections == ()
    assert "Who speaks" in memo_html(empty)


def test_the_command_line_writes_memos(tmp_path) -> None:
    page = tmp_path / "osk.txt"
    page.write_text("“The mill will close,” said Ada Brill, the mayor of Osk.", encoding="utf-8")
    for form, ending in (("memo-html", "memo.html"), ("memo-docx", "memo.docx")):
        done = CliRunner().invoke(sayso, ["export", "--to", form, str(page), "-o", str(tmp_path / form)])
        assert done.exit_code == 0, done.output
        assert (tmp_path / form / f"osk.{ending}").stat().st_size > 500


def test_one_page_is_written_to_one_file(tmp_path) -> None:
    page, other = tmp_path / "osk.txt", tmp_path / "ambry.txt"
    for path in (page, other):
        path.write_text("“The mill will close,” said Ada Brill, the mayor of Osk.", encoding="utf-8")
    file = tmp_path / "memo.docx"
    assert CliRunner().invoke(sayso, ["export", "--to", "memo-docx", str(page), "-o", str(file)]).exit_code == 0
    assert file.read_bytes()[:2] == b"PK"
    done = CliRunner().invoke(
        sayso, ["export", "--to", "memo-html", str(page), str(other), "-o", str(tmp_path / "m.html")]
    )
    assert "do not fit into one file" in str(done.exception)


def test_an_unknown_confidence_is_not_uncertain() -> None:
    record = examples.weir()
    unknown = replace(record, attributions=tuple(replace(each, confidence=0.0) for each in record.attributions))
    assert "uncertain words" not in str(lines(unknown))
    unsure = replace(record, attributions=tuple(replace(each, confidence=0.7) for each in record.attributions))
    assert "uncertain words, 70%" in str(lines(unsure))
