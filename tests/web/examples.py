"""An archive of fictional pages for the screen tests: every kind of mark, many outlets and months, a quotation in
several wordings, a trail, two versions of a page, many speakers, and a hostile page.
"""

from __future__ import annotations

from msgspec.structs import replace

from sayso.analysis import Analysis
from sayso.archive import Archive
from sayso.linking import form_of
from sayso.record import assemble
from sayso.terms import (
    Act,
    Alternative,
    Article,
    Attribution,
    Block,
    BlockKind,
    Determinacy,
    Inconsistency,
    Record,
    Span,
    Speaker,
    SpeakerKind,
)
from sayso.text.quoted_words import QuotedWords

OUTLETS = ("Harrow Echo", "Tarn Valley Ledger", "Northmoor Dispatch", "Saltby Courier")
EVIL = '"><script>document.title="pwned"</script><img src=x onerror=alert(1)>'
TURNED = "evil \u202eexe.gnp\u202c \u2066hidden\u2069 end"


def spans(text, *words):
    """Return the spans of some words at their first occurrence, in order."""
    return tuple(sorted(Span(text.index(word), text.index(word) + len(word)) for word in words))


def blocks(text, kinds):
    """Return a block for each line; ``kinds`` maps the first words of a line to its kind (default: body)."""
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        kind = next((kind for start, kind in kinds.items() if line.startswith(start)), BlockKind.BODY)
        lines.append(Block(kind, Span(at, at + len(line))))
        at += len(line)
    return tuple(lines)


def record(text, statements, speakers, *, kinds=None, inconsistencies=(), **article):
    """Return a record; statements are (speaker, source, cue, content, options), with words or tuples of words."""
    quoted, attributions = QuotedWords(text), []
    for number, (who, source, cue, content, *options) in enumerate(statements, 1):
        parts = [
            spans(text, *((words,) if isinstance(words, str) else words)) if words else ()
            for words in (source, cue, content)
        ]
        extra = options[0] if options else {}
        attributions.append(
            Attribution(
                f"a{number}", *parts, form_of(quoted, parts[2]), Act(extra.get("act", "statement")), who,
                extra.get("inside"), extra.get("relay"), confidence=extra.get("confidence", 0.9),
                determinacy=Determinacy(extra.get("determinacy", "actual")), speaker_confidence=extra.get("sure"),
                considered=tuple(Alternative(*other) for other in extra.get("considered", ())),
            )
        )  # fmt: skip
    page = Article(text, blocks(text, kinds or {}), **article)
    assembled = assemble(Analysis(page), attributions, speakers, "by hand")
    if inconsistencies:
        listed = tuple(Inconsistency(why, spans(text, *words)) for why, *words in inconsistencies)
        assembled = replace(assembled, inconsistencies=listed)
    return assembled


WEIR = """© 2026 The Tarn Valley Ledger.
Weir will hold through winter, engineers say
By Odile Marsh
The weir at Tarn Ford will hold until spring, the county’s engineers said on Monday.
“We looked at every gate,” said Ruth Aldane, the county’s chief engineer, “and not one has moved.”
Two people who saw the report told the Northmoor Dispatch that the eastern gate was cracked. They asked not to be \
named because the report has not been published.
The engineer denied that any gate was cracked. The county offered to open the site to visitors.
Mayor Ines Calder said the Dispatch had told her that the county feared a flood. She declined to say more.
The county threatened to close the site to visitors, a notice at the gate reads.
“We looked at every gate,” said Ruth Aldane
Support the Ledger: leave a tip today.
Share this story
"""


def weir():
    """A story with nested, discontinuous and repeated statements, a relay, a contradiction and an unnamed source."""
    speakers = [
        Speaker("s1", "The county’s engineers", SpeakerKind.GROUP),
        Speaker("s2", "Ruth Aldane", SpeakerKind.PERSON, "chief engineer", "the county"),
        Speaker("s3", "Two people", SpeakerKind.UNNAMED, anonymity_reason="the report has not been published"),
        Speaker("s4", "Northmoor Dispatch", SpeakerKind.OUTLET),
        Speaker("s5", "Ines Calder", SpeakerKind.PERSON, "Mayor"),
        Speaker("s6", "the county", SpeakerKind.ORGANIZATION),
        Speaker("s7", "a notice at the gate", SpeakerKind.DOCUMENT),
    ]
    statements = [
        ("s1", "engineers", "say", "Weir will hold through winter"),
        ("s1", "the county’s engineers", "said", "The weir at Tarn Ford will hold until spring"),
        (
            "s2",
            "Ruth Aldane, the county’s chief engineer",
            "said",
            ("“We looked at every gate,”", "“and not one has moved.”"),
        ),
        ("s3", "Two people who saw the report", "told", "that the eastern gate was cracked", {"relay": "s4"}),
        ("s3", "They", "asked", "not to be named because the report has not been published"),
        ("s2", "The engineer", "denied", "that any gate was cracked", {"act": "denial"}),
        ("s6", "The county", "offered", "to open the site to visitors", {"act": "intention"}),
        ("s5", "Mayor Ines Calder", "said", "the Dispatch had told her that the county feared a flood"),
        ("s4", "the Dispatch", "had told", "that the county feared a flood", {"inside": "a8"}),
        ("s6", "the county", "feared", "a flood", {"inside": "a9", "act": "belief"}),
        ("s5", "She", "declined", "to say more", {"act": "non_response"}),
        ("s7", "a notice at the gate", "reads", "The county threatened to close the site to visitors"),
    ]
    story = record(
        WEIR, statements, speakers,
        kinds={
            "©": BlockKind.COPYRIGHT, "Weir will": BlockKind.HEADLINE, "By Odile": BlockKind.BYLINE,
            "Support": BlockKind.DONATION_ASK, "Share": BlockKind.SHARE_PROMPT,
        },
        inconsistencies=[("One place says “offered”, another “threatened”, of the same thing: the county, the site.",
                          "offered to open the site", "threatened to close the site")],
        headline="Weir will hold through winter, engineers say", byline=("Odile Marsh",), published="2026-05-03",
        publisher="Tarn Valley Ledger", url="https://ledger.example/weir", language="en",
    )  # fmt: skip
    return with_repeat(story)


SLUICE = """The sluice at Ambry stays shut
Owen Falk and Priya Dunmore of the lock board met residents on Tuesday.
“We open it when the river falls,” the engineer said.
Mr Falk said the board has the money.
At no point did Ms Dunmore say that the sluice was safe.
If Engineer Falk says that the gate will hold, the town will sleep again.
She promised to come back in May.
Nobody was hurt.
"""


def sluice():
    """A story with uncertain speakers, and with negated and hypothetical statements."""
    speakers = [
        Speaker("s1", "Owen Falk", SpeakerKind.PERSON, "engineer", "the lock board"),
        Speaker("s2", "Priya Dunmore", SpeakerKind.PERSON, "chair", "the lock board"),
        Speaker("s3", "She", SpeakerKind.PERSON),
        Speaker("s4", "Ida Marr", SpeakerKind.PERSON),
    ]
    statements = [
        ("s1", "the engineer", "said", "“We open it when the river falls,”",
         {"sure": 0.61, "considered": [("s2", 0.31), ("s4", 0.02)], "confidence": 0.96}),
        ("s1", "Mr Falk", "said", "the board has the money", {"sure": 0.99, "confidence": 0.94}),
        ("s2", "Ms Dunmore", "At no point did", "that the sluice was safe", {"determinacy": "negated", "sure": 0.98}),
        ("s1", "Engineer Falk", "says", "that the gate will hold", {"determinacy": "hypothetical", "sure": 0.97}),
        ("s3", "She", "promised", "to come back in May", {"considered": [("s2", 0.48), ("s4", 0.41)], "sure": 0.11}),
    ]  # fmt: skip
    return record(
        SLUICE, statements, speakers, kinds={"The sluice": BlockKind.HEADLINE},
        headline="The sluice at Ambry stays shut",
        published="2026-05-07", publisher="Saltby Courier", url="https://courier.example/sluice", language="en",
    )  # fmt: skip


def with_repeat(story):
    """Add a last statement that repeats Ruth Aldane's first."""
    at = story.article.text.rindex("“We looked at every gate,”")
    first = next(attribution for attribution in story.attributions if len(attribution.content) == 2)
    last = Attribution(
        "a99", (), (), (Span(at, at + 26),), speaker=first.speaker, chain=first.chain, repeats=first.id, confidence=0.7
    )
    return replace(story, attributions=(*story.attributions, last))


def short(outlet, published, who, kind, content, *, url=None, cue="said", relay=None, headline=None, role=None):
    """A page of one sentence."""
    text = f"“{content},” {cue} {who}."
    speakers = [Speaker("s1", who, SpeakerKind(kind), role)]
    if relay:
        text = f"“{content},” {who} {cue} the {relay}."
        speakers.append(Speaker("s2", relay, SpeakerKind.OUTLET))
    statements = [("s1", who, cue, content, {"relay": "s2"} if relay else {})]
    return record(
        text, statements, speakers, publisher=outlet, published=published, url=url,
        headline=headline or f"{content[:32]} …", language="en",
    )  # fmt: skip


TOLL = "We will not double the toll on the old bridge, and we never planned to do so"


def many():
    """Yield two years of four outlets with different proportions of named and unnamed sources."""
    sources = (("Ines Calder", "person"), ("Harrow & Pike", "organization"), ("A county official", "unnamed"),
              ("Lena Voss", "person"), ("the auditor’s report", "document"))  # fmt: skip
    for month in range(24):
        for number, outlet in enumerate(OUTLETS):
            for nth in range(3):
                place = 2 if (month * 7 + nth * 5 + number * 3) % (3 + number) == 0 else (month + nth + number) % 5
                who, kind = sources[place]
                date = f"{2024 + month // 12}-{month % 12 + 1:02d}-{nth * 9 + 1:02d}"
                yield short(
                    outlet, date, who, kind,
                    f"The ferry took {month * 31 + number * 7 + nth + 90} people across the Tarn this week",
                    url=f"https://{outlet.split()[0].lower()}.example/ferry-{month}-{nth}",
                )  # fmt: skip


def tolls():
    """Yield one quotation in several wordings, and a report that relays it."""
    yield short("Northmoor Dispatch", "2026-04-01", "Ines Calder", "person", TOLL, url="https://dispatch.example/toll")
    yield short("Harrow Echo", "2026-04-02", "Ines Calder", "person", TOLL, url="https://echo.example/toll")
    yield short(
        "Saltby Courier",
        "2026-04-03",
        "Ines Calder",
        "person",
        TOLL.replace("double", "raise").replace("old ", ""),
        url="https://courier.example/toll",
    )
    yield short(
        "Tarn Valley Ledger",
        "2026-04-04",
        "Ines Calder",
        "person",
        TOLL,
        cue="told",
        relay="Northmoor Dispatch",
        url="https://ledger.example/toll",
    )


def versions():
    """Return two versions of a page."""
    first = short("Harrow Echo", "2026-03-01", "Lena Voss", "person", "The piers were sound when we left them in 2019",
                  url="https://echo.example/piers", headline="Firm: piers were sound")  # fmt: skip
    second = short("Harrow Echo", "2026-03-02", "Harrow & Pike", "organization",
                   "The piers were safe when we left them in 2019", url="https://echo.example/piers",
                   headline="Firm stands by its piers")  # fmt: skip
    return first, second


def crowd(speakers=40, each=5):
    """Return a large page with many speakers, including outlets."""
    lines, people = [], []
    kinds = ("person", "organization", "unnamed", "outlet", "document")
    for n in range(speakers):
        kind = kinds[n % 5]
        name = {"outlet": f"Harbour Paper {n}", "unnamed": f"An official of ward {n}"}.get(kind, f"Witness Number {n}")
        people.append(Speaker(f"s{n + 1}", name, SpeakerKind(kind)))
    for n in range(speakers * each):
        who = n % speakers
        lines.append(f"The water stood at {n + 1} inches by the old mill, {people[who].name} said on day {n + 1}.")
    text = "\n".join(lines) + "\n"
    at = 0
    attributions = []
    for n, line in enumerate(lines):
        who = n % speakers
        comma = line.index(", ")
        name = people[who].name
        start = at + comma + 2
        relay = f"s{who - who % 5 + 4}" if people[who].kind is SpeakerKind.UNNAMED else None
        attributions.append(
            Attribution(
                f"a{n + 1}", (Span(start, start + len(name)),), (Span(start + len(name) + 1, start + len(name) + 5),),
                (Span(at, at + comma),), speaker=f"s{who + 1}", relay=relay, confidence=0.8,
            )
        )  # fmt: skip
        at += len(line) + 1
    address = f"https://echo.example/flood-{speakers}-{each}"
    article = Article(
        text, blocks(text, {}), headline=f"Flood diary of {speakers} voices", publisher="Harrow Echo",
        published="2026-02-01", url=address, language="en",
    )  # fmt: skip
    return assemble(Analysis(article), attributions, people, "by hand")


def hostile():
    """Return a page with scripts and direction overrides in every field."""
    text = (
        f"Headline {EVIL}\n"
        f"“{EVIL} {TURNED},” said {EVIL} on Monday.\n"
        "<svg onload=alert(1)><style>*{display:none}</style></svg> &lt;b&gt; ${alert(1)} {{ 7*7 }}\n"
        f"Share {EVIL}\n"
    )
    source = spans(text, f"said {EVIL}")[0]
    speaker = Speaker("s1", EVIL, SpeakerKind.UNNAMED, EVIL, TURNED, anonymity_reason=EVIL, mentions=())
    first = Attribution(
        "a1", (Span(source.start + 5, source.end),), (Span(source.start, source.start + 4),),
        (Span(text.index("“"), text.index(",” said")),), speaker="s1", confidence=0.5,
    )  # fmt: skip
    second = Attribution(f"x{EVIL}", (), (), spans(text, "{{ 7*7 }}"), speaker="s1", confidence=0.5)
    kinds = {"Headline": BlockKind.HEADLINE, "Share": BlockKind.SHARE_PROMPT}
    article = Article(
        text, blocks(text, kinds), headline=EVIL, byline=(EVIL,), published="2026-01-01", publisher=EVIL + TURNED,
        url="javascript:alert(1)", language='en" onclick="alert(1)',
    )  # fmt: skip
    assembled = assemble(Analysis(article), [first, second], [speaker], EVIL)
    return replace(assembled, inconsistencies=(Inconsistency(EVIL, spans(text, "Headline", "Monday")),))


def fill(path):
    """Fill an archive and return the page numbers by name."""
    before, after = versions()
    with Archive(path) as archive:
        pages = {"weir": archive.add(weir()).page}
        for page in [*many(), *tolls()]:
            archive.add(page)
        pages["piers"] = archive.add(before).page
        archive.add(after)
        pages["crowd"] = archive.add(crowd()).page
        pages["hostile"] = archive.add(hostile()).page
        pages["huge"] = archive.add(crowd(100, 100)).page
        pages["plain"] = archive.add(plain()).page
        pages["sluice"] = archive.add(sluice()).page
        pages["council"] = archive.add(council(63, "https://echo.example/council-63")).page
    return pages


def plain():
    """Return a page without statements."""
    return Record(
        Article("Rain fell all day.\n", blocks("Rain fell all day.\n", {}), headline="Rain", publisher="Echo")
    )


_TOPICS = (
    "the lock gates need new timber", "the dredger will not return before May", "the ferry lost money last winter",
    "the towpath floods twice a year", "no tender was ever published", "the board met without minutes",
    "the east sluice leaks", "the warden asked for two more hands", "the toll pays for the lamps",
)  # fmt: skip
_PEOPLE = (
    ("Owen Falk", "person"), ("Priya Dunmore", "person"), ("Ida Marr", "person"), ("A board member", "unnamed"),
    ("the lock board", "organization"), ("Residents", "group"), ("the Saltby Courier", "outlet"),
)  # fmt: skip


def council(statements=39, url="https://echo.example/council", headline="Lock board argues over gates, quays, jetties"):
    """Return a page with this many statements: every eighth is doubtful, every thirteenth holds a belief.

    Its headline has descenders in each line; the speaker of the second statement is wrong, and the right one the first
    of those considered.
    """
    text, drafts, number = f"{headline}\n", [], 0
    while len(drafts) < statements:
        place = number % len(_PEOPLE)
        who = _PEOPLE[place][0]
        content = f"{_TOPICS[number % len(_TOPICS)]}, by the {number + 1}. count"
        nested = number % 13 == 12 and len(drafts) + 1 < statements
        body = f"the warden fears that {content}" if nested else content
        sentence = f"{who[:1].upper()}{who[1:]} said that {body}."
        at = len(text)
        end = at + len(sentence) - 1
        said = at + len(who) + 1
        drafts.append((at, at + len(who), said, said + 4, said + 10, end, f"s{place + 1}", number, None))
        if nested:
            start = said + 10
            fears = start + len("the warden ")
            drafts.append((start, start + 10, fears, fears + 5, fears + 11, end, "s8", number, len(drafts)))
        text += sentence + ("\n" if number % 3 == 2 else " ")
        number += 1
    text += "\n"
    speakers = [Speaker(f"s{n}", name, SpeakerKind(kind)) for n, (name, kind) in enumerate(_PEOPLE, 1)]
    speakers.append(Speaker("s8", "the warden", SpeakerKind.PERSON))
    attributions = [
        Attribution(
            f"a{n}", (Span(*draft[:2]),), (Span(*draft[2:4]),), (Span(*draft[4:6]),), speaker=draft[6],
            act=Act.BELIEF if draft[8] else Act.DENIAL if n % 9 == 5 else Act.STATEMENT,
            inside=f"a{draft[8]}" if draft[8] else None, confidence=0.5 if n % 8 == 3 else 0.7 if n % 5 == 4 else 0.93,
            speaker_confidence=0.66 if n == 2 else 0.97,
            considered=(Alternative("s3", 0.3), Alternative("s1", 0.04)) if n == 2 else (),
        )
        for n, draft in enumerate(drafts, 1)
    ]  # fmt: skip
    article = Article(
        text, blocks(text, {headline[:10]: BlockKind.HEADLINE}), headline=headline, publisher="Harrow Echo",
        published="2026-05-11", url=url, language="en",
    )  # fmt: skip
    return assemble(Analysis(article), attributions, speakers, "by hand")
