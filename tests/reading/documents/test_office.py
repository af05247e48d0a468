# ruff: noqa: E501 (texts and documents in one line each)
"""DOCX, ODT and RTF: printed text, kinds from styles, headers and footers, notes."""

from __future__ import annotations

import pytest

import sayso
from sayso.errors import InputError, LimitError
from sayso.limits import Options
from sayso.terms import BlockKind
from tests.reading.documents.files import HEADLINE, PARAGRAPHS, docx, odt, word, zipped

K = BlockKind
TITLED = '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:styleId="B"><w:name w:val="caption"/></w:style>'


def blocks(data: bytes | str) -> list[tuple[BlockKind, str]]:
    article = sayso.read(data)
    return [(block.kind, block.span.of(article.text).strip()) for block in article.blocks]


def open_document(*texts: str) -> str:
    return "".join(f"<text:p>{text}</text:p>" for text in texts)


def rtf(*texts: str, head: str = "") -> bytes:
    escaped = ["".join(char if char.isascii() else f"\\u{ord(char)}?" for char in text) for text in texts]
    return ("{\\rtf1\\ansi\\ansicpg1252" + head + "\\pard " + "\\par\n".join(escaped) + "}").encode("latin-1")


DOCX = docx(
    word(HEADLINE, "Titel") + word("By Ione Maddox") + "".join(map(word, PARAGRAPHS)) + word("The quay in May", "B"),
    styles=TITLED, hdr=word("The Wexcombe Courier"), ftr=word("Confidential draft"), footnotes=word("The letter of 3 March."),
)  # fmt: skip
ODT = odt(
    f'<text:h text:outline-level="1">{HEADLINE}</text:h>' + open_document("By Ione Maddox", *PARAGRAPHS),
    "<style:master-page><style:header><text:p>The Wexcombe Courier</text:p></style:header></style:master-page>",
)
RTF = rtf(
    "\\s1 " + HEADLINE + "\\par\\pard By Ione Maddox", *PARAGRAPHS,
    head="{\\fonttbl{\\f0 Times;}}{\\stylesheet{\\s0 Normal;}{\\s1 heading 1;}}{\\header The Wexcombe Courier\\par}",
)  # fmt: skip


@pytest.mark.parametrize("data", [DOCX, ODT, RTF], ids=["docx", "odt", "rtf"])
def test_a_document_has_headline_byline_and_body(data: bytes) -> None:
    typed_blocks = blocks(data)
    assert typed_blocks[:3] == [
        (K.NAVIGATION, "The Wexcombe Courier"),
        (K.HEADLINE, HEADLINE),
        (K.BYLINE, "By Ione Maddox"),
    ]
    assert [text for kind, text in typed_blocks if kind is K.BODY][: len(PARAGRAPHS)] == list(PARAGRAPHS)
    assert sayso.read(data).byline == ("Ione Maddox",)


def test_the_statements_are_the_same_in_all_formats() -> None:
    contents = []
    for data in (DOCX, ODT, RTF):
        record = sayso.attribute(data)
        contents.append(
            {span.of(record.article.text) for attribution in record.attributions for span in attribution.content}
        )
    assert "“It is difficult enough already,”" in contents[0]
    assert contents[0] == contents[1] == contents[2]


def test_notes_captions_and_footers_of_a_docx_are_classified() -> None:
    typed_blocks = blocks(DOCX)
    assert (K.CAPTION, "The quay in May") in typed_blocks
    assert typed_blocks[-1] == (K.NAVIGATION, "Confidential draft")
    assert typed_blocks[-2][1] == "The letter of 3 March."


@pytest.mark.parametrize(
    ("runs", "printed"),
    [
        ("<w:t>Not </w:t><w:delText>never </w:delText><w:t>now</w:t>", "Not now"),
        ("<w:t>one</w:t><w:tab/><w:t>two</w:t>", "one two"),
        ("<w:t>a north</w:t><w:noBreakHyphen/><w:t>south line</w:t>", "a north\u2011south line"),
        ("<w:t>the har</w:t><w:softHyphen/><w:t>bour</w:t>", "the harbour"),
        ("<w:t>page </w:t><w:instrText>PAGEREF _x</w:instrText><w:t>4</w:t>", "page 4"),
    ],
)
def test_a_docx_has_only_its_printed_text(runs: str, printed: str) -> None:
    assert printed in sayso.read(docx(f"<w:p><w:r>{runs}</w:r></w:p>" + word(PARAGRAPHS[0]))).text


def test_a_docx_line_break_ends_a_paragraph_and_a_table_row_is_one_paragraph() -> None:
    cells = "".join(f"<w:tc>{word(text)}</w:tc>" for text in ("Quay", "East"))
    data = docx(f"<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert sayso.read(data).text == "one\n\ntwo\n\nQuay East\n"


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("Crews <text:span>welcomed</text:span> it,<text:s text:c='2'/>they said", "Crews welcomed it, they said"),
        ("one<text:tab/>two", "one two"),
        ("Not<office:annotation><text:p>Really?</text:p></office:annotation> now", "Not now"),
        ("The letter<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Of May.</text:p>"
         "</text:note-body></text:note> says so", "The letter says so\n\nOf May."),
    ],
)  # fmt: skip
def test_an_odt_has_only_its_printed_text(inside: str, printed: str) -> None:
    assert printed in sayso.read(odt(open_document(inside))).text


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("\\'93No,\\'94 she said", "“No,” she said"),
        ("\\ldblquote No,\\rdblquote  she said \\emdash  twice", "“No,” she said — twice"),
        ("a smile \\u-10179?\\u-8704? said so", "a smile 😀 said so"),
        ("{\\uc2\\u246 oe}l", "öl"),
        ("{\\field{\\*\\fldinst HYPERLINK \"https://a.example/\"}{\\fldrslt the report}} says", "the report says"),
        ("before {\\pict\\bin5 }}}}}ffd8} after", "before after"),
        ("the {\\deleted old }har\\-bour", "the harbour"),
        ("\\trowd\\intbl Quay\\cell East\\cell\\row", "Quay East"),
    ],
)  # fmt: skip
def test_an_rtf_has_only_its_printed_text(words: str, printed: str) -> None:
    assert printed in sayso.read(rtf(words)).text


def test_rtf_fonts_have_their_own_charsets() -> None:
    head = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset204 Times;}}"
    assert "Мост" in sayso.read(rtf("{\\f1\\'cc\\'ee\\'f1\\'f2}", head=head)).text


@pytest.mark.parametrize(
    "data",
    [
        docx(""), odt(""), rtf(""), docx("<w:p>" * 5000), DOCX[: len(DOCX) // 2], DOCX.replace(b"PK\x05\x06", b"PK\x05\x07"),
        zipped({"word/document.xml": "<<<"}), rtf("{" * 100_000), rtf("\\bin99999999999 "),
    ],
)  # fmt: skip
def test_a_damaged_or_empty_document_raises_an_input_error(data: bytes) -> None:
    with pytest.raises(InputError):
        sayso.read(data)


def test_a_document_over_a_limit_is_refused_and_entities_are_not_expanded() -> None:
    with pytest.raises(LimitError, match="max_page_bytes"):
        sayso.read(docx("<w:p/>" * 3_000_000))
    laughs = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    data = zipped({"word/document.xml": f'{laughs}<w:document xmlns:w="w"><w:body>{word("Quay &b; said.")}'
                   "</w:body></w:document>".replace("&amp;", "&")})  # fmt: skip
    assert "aaaa" not in sayso.read(data).text
    with pytest.raises(LimitError, match="max_lines"):
        sayso.read(rtf(*["x"] * 40_000))
    with pytest.raises(LimitError, match="max_text_chars"):
        sayso.read(DOCX, options=Options(limits={"max_text_chars": 50}))
