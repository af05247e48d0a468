"""Speech in block quotations, posts and pull quotes is attributed to the source next to it."""

import pytest

import sayso
from sayso.terms import Form

PROSE = (
    "<p>The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down and sold, "
    "and the boats have unloaded by hand.</p>"
)


def page(inner):
    return (
        "<html><head><title>Crane row | Merrow Echo</title></head><body><article><h1>Crane row</h1>"
        f'<p class="byline">By Olive Tarn</p>{PROSE}{inner}{PROSE}</article></body></html>'
    )


def statements(inner, whole=False):
    record = sayso.attribute(inner if whole else page(inner))
    names = {speaker.id: speaker.name for speaker in record.speakers}
    text = record.article.text
    return record, [
        (names[attribution.speaker], [span.of(text) for span in attribution.content], attribution.form, attribution)
        for attribution in record.attributions
        if attribution.inside is None
    ]


LEAD_INS = [
    ("<p>Merrow Bank said in a statement:</p>", "Merrow Bank"),
    ("<p>In a letter to the board, driver Una Pike wrote:</p>", "Una Pike"),
    ("<p>The harbour board released the following statement:</p>", "The harbour board"),
    ("<p>Una Pike, the driver, apologised in an email to the board.</p>", "Una Pike"),
    ("<p>Here is the full statement from Otway Cranes:</p>", "Otway Cranes"),
    ("<p>Harbour master Nell Otway:</p>", "Nell Otway"),
    ("<p>Nell Otway spoke on Monday. She went on to say:</p>", "Nell Otway"),
]


@pytest.mark.parametrize(("lead", "speaker"), LEAD_INS)
def test_a_lead_in_names_the_speaker_of_all_paragraphs(lead, speaker):
    _, outer = statements(f"{lead}<blockquote><p>The crane is late.</p><p>No boat will be lost.</p></blockquote>")
    statement = next(item for item in outer if "The crane is late." in item[1])
    assert statement[:3] == (speaker, ["The crane is late.", "No boat will be lost."], Form.DIRECT)


PREDICATES = [
    ("<p>Its incident commander, Nell Otway, put it this way:</p>", "Nell Otway"),
    ("<p>The judge, Sir Guy Latch, was scathing:</p>", "Guy Latch"),
    ("<p>“It gets worse,” says driver Una Pike. She goes on:</p>", "Una Pike"),
    ("<p>Merrow Bank responded with the following:</p>", "Merrow Bank"),
    ("<p>Afterwards the chairman, Dov Pellar, issued an apology.</p>", "Dov Pellar"),
    ("<p>Coach Wen Tai offered a different account.</p>", "Wen Tai"),
    ("<p>Her manager, Rosalind Key, gave the reason in a message to the crew.</p>", "Rosalind Key"),
    ("<p>The reply from Merrow Council came within the hour:</p>", "Merrow Council"),
    ("<p>From the statement issued by Otway Cranes:</p>", "Otway Cranes"),
    ("<p>Otway Cranes’ full response is below.</p>", "Otway Cranes"),
]


@pytest.mark.parametrize(("lead", "speaker"), PREDICATES)
def test_a_lead_in_can_have_any_predicate_before_a_colon_and_any_noun_for_a_statement(lead, speaker):
    _, outer = statements(f"{lead}<blockquote><p>We looked at every other way and there was none.</p></blockquote>")
    statement = next(item for item in outer if "We looked at every other way and there was none." in item[1][-1])
    assert (statement[0], statement[2]) == (speaker, Form.DIRECT)


@pytest.mark.parametrize(
    "lead",
    [
        "Article 9 of the treaty states:",
        "The opening lines of the ballad are known to every child in the valley:",
        "Residents received this letter:",
    ],
)
def test_a_part_of_a_law_or_poem_and_a_letter_received_have_no_speaker_above_the_quotation(lead):
    _, outer = statements(f"<p>{lead}</p><blockquote><p>No vessel shall lie at the quay by night.</p></blockquote>")
    assert all("No vessel" not in words for item in outer for words in item[1])


@pytest.mark.parametrize(
    "lead", ["Merrow Bank said in a statement:", "Driver Una Pike wrote:", "Mayor Ida Stell told the board:"]
)
def test_plain_text_and_markdown_have_block_quotations_too(lead):
    text = (
        f"Crane row\n\n{PROSE[3:-4]}\n\n{lead}\n\n> The crane is late.\n>\n> No boat will be lost.\n\n{PROSE[3:-4]}\n"
    )
    _, outer = statements(text, whole=True)
    assert (["The crane is late.", "No boat will be lost."], Form.DIRECT) in [item[1:3] for item in outer]


SIGNED = [
    "<blockquote><p>The crane is late.</p><footer>— Una Pike, driver</footer></blockquote>",
    "<blockquote><p>The crane is late.</p><p>– Una Pike</p></blockquote>",
    "<blockquote><p>The crane is late.</p></blockquote><p>— Una Pike, driver</p>",
    "<blockquote><p>The crane is late. <cite>Una Pike</cite></p></blockquote>",
]


@pytest.mark.issue(24)
@pytest.mark.parametrize(
    ("line", "speakers"),
    [(f"{'&' * 1200}:", set()), ("Merrow has waited for a new crane. " * 30 + "Driver Una Pike wrote:", {"Una Pike"})],
)
def test_a_long_line_above_a_quotation_is_read_from_its_last_words(line, speakers):
    page = f"{line}\n> The old crane was safe, and the board knew it.\n"
    assert {who for who, *_ in statements(page, whole=True)[1]} >= speakers


@pytest.mark.parametrize("markup", SIGNED)
def test_the_signature_of_a_quotation_is_its_source(markup):
    _, outer = statements(markup)
    assert [item[:3] for item in outer] == [("Una Pike", ["The crane is late."], Form.DIRECT)]


@pytest.mark.parametrize(
    "lead",
    [
        "Far from helping, the driver opened himself to ridicule with his own careless words and evasions.",
        "Driver Una Pike offered a different account.",
        "The board issued a statement.",
    ],
)
def test_a_quotation_that_names_its_own_speaker_is_not_the_statement_of_the_sentence_above(lead):
    _, outer = statements(
        f"<p>{lead}</p><blockquote><p>“The crane is late,” said Nell Otway, the clerk.</p></blockquote>"
    )
    assert ("Nell Otway", ["“The crane is late,”"]) in [item[:2] for item in outer]


def test_a_noun_for_a_statement_in_the_middle_of_a_sentence_leads_in_nothing():
    lead = "The driver opened himself to ridicule with his own careless words and evasions."
    _, outer = statements(f"<p>{lead}</p><blockquote><p>The crane is late.</p></blockquote>")
    assert all("The crane is late." not in item[1] for item in outer)


TWO_LINES = [
    '<blockquote class="a__quote"><p>The crane is late.</p><p class="a__quote-author">Una Pike</p>'
    '<p class="a__quote-role">General secretary, Dockers’ Union</p></blockquote>',
    "<blockquote><p>The crane is late.</p><footer>Otway spokesperson <cite>Una Pike</cite></footer></blockquote>",
    '<blockquote><p>The crane is late.</p><p class="reader-name">Una Pike, Upper Tarn</p></blockquote>',
]


@pytest.mark.parametrize("markup", TWO_LINES)
def test_a_signature_can_have_a_role_or_a_place_beside_the_name(markup):
    _, outer = statements(markup)
    assert [item[:3] for item in outer] == [("Una Pike", ["The crane is late."], Form.DIRECT)]


INDENTED = [
    "    The crane is late.\n    No boat will be lost for it, whatever the papers say.",
    "\tThe crane is late.\n\tNo boat will be lost for it, whatever the papers say.",
    "     The crane is late. No boat will be lost for it, whatever the papers say.",
]


@pytest.mark.parametrize("lines", INDENTED)
def test_indented_lines_of_plain_text_are_a_quotation(lines):
    text = f"Crane row\n\n{PROSE[3:-4]}\n\nDriver Una Pike explained in a post:\n\n{lines}\n\n{PROSE[3:-4]}\n"
    _, outer = statements(text, whole=True)
    (spoken,) = [item for item in outer if item[0] == "Una Pike"]
    assert " ".join(" ".join(spoken[1]).split()).startswith("The crane is late. No boat will be lost")


def test_indented_text_without_a_lead_in_and_a_list_are_no_quotations():
    items = "    - hooks\n    - chains of the longest and the heaviest kind"
    text = f"Crane row\n\n{PROSE[3:-4]}\n\n{items}\n\n{PROSE[3:-4]}\n"
    assert sayso.read(text).quotations == ()


NO_SPEECH = [
    "<p>The plaque carries a poem:</p><blockquote>The tide is out<br>the crane is in<br>and rust is all</blockquote>",
    "<p>Section 9 of the Harbour Act says:</p><blockquote><p>No person shall lift a load at night.</p></blockquote>",
    "<p>The by-law reads as follows:</p><blockquote><p>No person shall lift a load.</p></blockquote>",
    "<blockquote><p>Editor’s note: An earlier version misnamed the crane.</p></blockquote>",
    "<blockquote>The tide goes out<br>the crane stays in<br>and rust is all<br>— Una Pike</blockquote>",
    "<p>For the stew you need:</p><blockquote><p>Two eels and a pound of flour.</p></blockquote>",
    "<p>The crane was built in 1902.</p><blockquote><p>It has two arms and a cabin.</p></blockquote>",
]


@pytest.mark.parametrize("markup", NO_SPEECH)
def test_a_quotation_without_speech_is_no_attribution(markup):
    assert statements(markup)[1] == []


POST = (
    '<blockquote class="twitter-tweet"><p>I got it wrong. The crane comes in June.</p>&mdash; Ida Stell MP (@idastell) '
    '<a href="https://x.com/idastell/status/1">May 4, 2026</a></blockquote>'
)


@pytest.mark.parametrize(
    "lead",
    [
        "",
        "<p>Harbour minister Ida Stell gave way. In a post on X, she wrote:</p>",
        "<p>Ida Stell, the minister, replied.</p>",
    ],
)
def test_a_post_is_a_statement_of_its_author_relayed_from_the_platform(lead):
    record, outer = statements(lead + POST)
    post = next(item for item in outer if item[1] == ["I got it wrong. The crane comes in June."])
    assert (post[0], post[2]) == ("Ida Stell", Form.DIRECT)
    names = {speaker.id: speaker.name for speaker in record.speakers}
    assert names[post[3].relay] == "X"
    assert [names[hop] for hop in post[3].chain[1:]] == ["X", "Ida Stell"]


PULL_QUOTES = [
    '<aside class="pull-quote">“I said so”</aside><p>“I said so,” driver Una Pike told the board. “Nobody came.”</p>',
    '<p>“I said so,” driver Una Pike told us. “Nobody came.”</p><blockquote class="pullquote">I said so</blockquote>',
    '<p>It fell in May, driver Una Pike told the board.</p><div class="pull_quote"><p>“Nobody came to look at it”</p>'
    "<p>Una Pike, driver</p></div><p>“Nobody came to look at it,” Pike said. “I rang nine times.”</p>",
]


@pytest.mark.parametrize("markup", PULL_QUOTES)
def test_a_pull_quote_repeats_its_original(markup):
    record, outer = statements(markup)
    (pull,) = [item[3] for item in outer if item[3].repeats is not None]
    original = next(attribution for attribution in record.attributions if attribution.id == pull.repeats)
    assert original.speaker == pull.speaker
    assert original.cue
    assert not pull.cue
    assert all(not set(item[3].content) & set(pull.content) for item in outer if item[3] is not pull)


@pytest.mark.parametrize(
    "pull_quote", ["The crane is the oldest in the county", "“The oldest in the county”", "Two arms and a cabin"]
)
def test_a_pull_quote_of_the_author_s_own_words_is_no_statement(pull_quote):
    paragraph = "<p>The crane is the oldest in the county, with two arms and a cabin.</p>"
    assert statements(f'<div class="pullquote">{pull_quote}</div>{paragraph}')[1] == []


@pytest.mark.parametrize(
    ("markup", "content"),
    [
        ("<p><q>It fell,</q> driver Una Pike said. <q>Twice.</q></p>", ["It fell,", "Twice."]),
        ("<p>Driver Una Pike said: <q>It fell in the night.</q></p>", ["It fell in the night."]),
        ("<p><q>Nobody came to look,</q> said driver Una Pike.</p>", ["Nobody came to look,"]),
    ],
)
def test_q_is_direct_speech_with_the_characters_of_the_page(markup, content):
    _, outer = statements(markup)
    assert [item[:3] for item in outer] == [("Una Pike", content, Form.DIRECT)]


def test_attributions_in_a_block_quotation_are_nested():
    record, _ = statements(
        "<p>Driver Una Pike wrote to the board:</p>"
        "<blockquote><p>My deputy, Ivo Marr, says the crane is safe.</p></blockquote>"
    )
    names = {speaker.id: speaker.name for speaker in record.speakers}
    outer, inner = record.attributions
    assert (names[outer.speaker], names[inner.speaker], inner.inside) == ("Una Pike", "Ivo Marr", outer.id)


def test_the_words_of_a_block_quotation_count_as_quoted():
    record, _ = statements(SIGNED[0])
    assert record.sourcing.quoted_words.share == 1.0


COMPLETE = [
    "<p>According to the Bay Ledger, Otway told staff that the crane would be scrapped.</p>",
    "<p>The board had no comment. According to the Bay Ledger, Otway told staff that the crane would be scrapped.</p>",
    "<p>Una Pike said that the boats had waited for a month.</p>",
    "<p>The harbour board has declined to comment.</p>",
    "<p>“It is late,” said Nell Otway.</p>",
]


@pytest.mark.parametrize("line", COMPLETE)
def test_a_complete_sentence_does_not_introduce_the_quotation_below(line):
    _, rows = statements(f"{line}<blockquote>Each boat must carry a lamp from dusk to dawn. (Act 4)</blockquote>")
    assert not [row for row in rows if "must carry" in " ".join(row[1])]


def test_the_platform_of_a_post_relays_nothing_but_the_post():
    post = (
        '<blockquote class="twitter-tweet"><p>No crane, no fish.</p>&mdash; Lena Virtz (@lenavirtz) '
        '<a href="https://twitter.com/lenavirtz/status/12">April 2, 2026</a></blockquote>'
    )
    _, rows = statements(f"{post}<p>“We have waited for a month,” Virtz said on the quay.</p>")
    relayed = {row[1][0]: row[3].relay is not None for row in rows if row[0] == "Lena Virtz"}
    assert relayed == {"No crane, no fish.": True, "“We have waited for a month,”": False}
