"""Pages as labeled lines: bodies from the ground truth, other kinds from markup; and pages with invented furniture."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from lxml.etree import _Element

from sayso.limits import Options
from sayso.reading.html.furniture import Roles
from sayso.reading.html.markup_features import Markup
from sayso.reading.html.tree import lines, parse
from sayso.reading.inputs.decoding import characters
from sayso.reading.metadata.structured_data import Stated, stated
from sayso.reading.text.features import features
from sayso.reading.text.plain import BLANK
from sayso.reading.text.plain import lines as spans_of
from sayso.terms import BlockKind, Page

TEMPLATES: Final = Path(__file__).with_name("furniture_lines.tsv")
Row = tuple[str, int, BlockKind | None]
_WORD: Final = re.compile(r"\w+")
_SHINGLE: Final = 4
_COPIED: Final = 0.8


@dataclass(slots=True)
class Source:
    """A page of the benchmark with its true body and the kind of each line (None: unknown)."""

    name: str
    site: str
    root: _Element
    truth: str
    markup: Markup
    stated: Stated
    body: list[bool]
    kinds: list[BlockKind | None]


@dataclass(slots=True)
class Text:
    """A page as plain text: its lines, the number of blank lines after each, and the kinds (None: unknown)."""

    site: str
    lines: list[str]
    gaps: list[int]
    kinds: list[BlockKind | None]
    real: bool = True
    style: str = "dressed"


def read_pages(folder: Path) -> list[Source]:
    """All pages of the article-extraction-benchmark in a folder, in order of their names."""
    truths = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [_source(folder, name, entry) for name, entry in sorted(truths.items())]


def _source(folder: Path, name: str, entry: dict[str, str]) -> Source:
    """A page with labels."""
    data = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
    text = characters(Page(data, name), Options())
    root = parse(text)
    assert root is not None
    markup = Markup(list(lines(root)))
    metadata = stated(root)
    rows = features([line.text for line in markup.lines])
    body = label_body([line.text for line in markup.lines], entry["articleBody"])
    return Source(
        name,
        site(entry["url"]),
        root,
        entry["articleBody"],
        markup,
        metadata,
        body,
        Roles(markup, metadata, body, rows).kinds(),
    )


def site(url: str) -> str:
    """The approximate registered domain of an address, to group the pages of a site."""
    parts = urlsplit(url).netloc.split(".")
    return ".".join(parts[-3:] if len(parts) > 2 and len(parts[-2]) <= 3 else parts[-2:])


def label_body(page: Sequence[str], truth: str) -> list[bool]:
    """Whether each line belongs to the true body: by most of its shingles, or as one of its short paragraphs."""
    tokens = _WORD.findall(truth)
    body_shingles = {tuple(tokens[i : i + _SHINGLE]) for i in range(len(tokens) - _SHINGLE + 1)}
    paragraphs = {tuple(_WORD.findall(paragraph)) for paragraph in truth.split("\n")}
    labels: list[bool | None] = []
    for line in page:
        words = _WORD.findall(line)
        runs = [tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]
        if len(words) > _SHINGLE:
            labels.append(sum(run in body_shingles for run in runs) > 0.5 * len(runs))
        else:
            labels.append(None if words and tuple(words) in paragraphs else False)
    _drop_copies(labels, page, tokens)
    body_lines = [i for i, label in enumerate(labels) if label]
    return [
        bool(body_lines) and body_lines[0] < i < body_lines[-1] + 2 if label is None else label
        for i, label in enumerate(labels)
    ]


def _drop_copies(labels: list[bool | None], page: Sequence[str], truth: Sequence[str]) -> None:
    """Unmark copies: lines whose words are already in the body, such as summaries and galleries.

    The copies farthest from the middle of the body are unmarked first.
    """
    in_truth = Counter(_shingles(truth))
    runs = {i: _shingles(_WORD.findall(page[i])) for i, label in enumerate(labels) if label}
    in_page = Counter(run for shingles in runs.values() for run in shingles)
    middle, seen = sum(map(len, runs.values())) / 2, 0
    center = 0
    for i, shingles in runs.items():
        seen += len(shingles)
        if seen >= middle:
            center = i
            break
    for i in sorted(runs, key=lambda line: -abs(line - center)):
        line_shingles = Counter(runs[i])
        if (
            sum(min(count, max(0, in_page[run] - in_truth[run])) for run, count in line_shingles.items())
            > _COPIED * line_shingles.total()
        ):
            labels[i] = False
            in_page -= line_shingles


def _shingles(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of four words."""
    return [tuple(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)]


def render(source: Source, chance: random.Random, style: str) -> Text:
    """A page as plain text from a scraper. Styles: whole (all lines), near (without most furniture), excerpt (a few
    paragraphs, as people paste them).
    """
    rows = [
        (line.text, kind)
        for line, kind in zip(source.markup.lines, source.kinds, strict=True)
        if line.text.strip(BLANK)  # in plain text, a line of invisible characters is blank
    ]
    if style == "near":
        rows = _near(rows, chance)
    if style == "excerpt":
        rows = _excerpt(rows, chance)
    blank = chance.choice((0, 0, 1, 1, 2))
    gaps = [0 if chance.random() < 0.1 else blank if len(text) > 60 or chance.random() < 0.5 else 0 for text, _ in rows]
    return Text(source.site, [text for text, _ in rows], gaps, [kind for _, kind in rows], style=style)


def _near(rows: list[tuple[str, BlockKind | None]], chance: random.Random) -> list[tuple[str, BlockKind | None]]:
    """The parts of the article, with a few lines of furniture that most scrapers keep."""
    kept = {
        BlockKind.HEADLINE,
        BlockKind.DEK,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.BODY,
        BlockKind.CAPTION,
        BlockKind.CREDIT,
    }
    rate = chance.choice((0.0, 0.05, 0.3))
    return [row for row in rows if row[1] in kept or chance.random() < rate]


def _excerpt(rows: list[tuple[str, BlockKind | None]], chance: random.Random) -> list[tuple[str, BlockKind | None]]:
    """One to six consecutive lines of the body, sometimes below the headline."""
    body = [row for row in rows if row[1] is BlockKind.BODY]
    at = chance.randrange(max(1, len(body)))
    head = [row for row in rows if row[1] is BlockKind.HEADLINE][:1] if chance.random() < 0.3 else []
    return head + body[at : at + chance.randrange(1, 7)]


def read_polnear(folder: Path, count: int) -> list[Text]:
    """PolNeAR's articles as plain texts: the first line is a headline, lines with an attribution are body."""
    articles = []
    for file in sorted((folder / "text").glob("*.txt"))[:: max(1, 840 // count)]:
        text = file.read_text(encoding="utf-8")
        spans = spans_of(text)
        files = sorted((folder / "attributions").glob(f"{file.stem}*.ann"))[:1]
        notes = files[0].read_text(encoding="utf-8") if files else ""
        starts = [int(match[1]) for match in re.finditer(r"^T\d+\t\w+ (\d+)", notes, re.M)]
        kinds: list[BlockKind | None] = [
            BlockKind.BODY if any(start <= at < end for at in starts) else None for start, end in spans
        ]
        if kinds:
            kinds[0] = BlockKind.HEADLINE
        articles.append(
            Text(
                "polnear " + file.stem.split("_")[0],
                [text[a:b].strip() for a, b in spans],
                [1] * len(spans),
                kinds,
                False,
            )
        )
    return articles


def dressed(text: Text, chance: random.Random, templates: dict[str, list[list[str]]]) -> Text:
    """The article of a page with invented furniture above and below, as scrapers keep it."""
    people = People(chance)
    rows = list(zip(text.lines, text.gaps, text.kinds, strict=True))
    top = [
        "copyright",
        "sign_in_prompt",
        "navigation",
        "share_prompt",
        "advertisement",
        "subscribe_ask",
        "byline",
        "dateline",
    ]
    end = [
        "donation_ask",
        "comment_prompt",
        "sign_in_prompt",
        "subscribe_ask",
        "newsletter_ask",
        "share_prompt",
        "author_box",
    ]
    end += ["related_link", "copyright", "editor_note", "navigation", "advertisement", "author_box"]
    before = [row for kind in _some(top, chance, 4) for row in _filled(kind, templates, people, chance)]
    after = [row for kind in _some(end, chance, 7) for row in _filled(kind, templates, people, chance)]
    for kind in _some(["advertisement", "related_link", "newsletter_ask", "share_prompt"], chance, 2):
        at = chance.randrange(len(rows) + 1)
        rows[at:at] = _filled(kind, templates, people, chance)
    headline = next((row for row in rows if row[2] is BlockKind.HEADLINE), None)
    if headline and chance.random() < 0.4:
        rows.insert(next(i for i, row in enumerate(rows) if row is headline), headline)
        if chance.random() < 0.6:
            at = next(i for i, row in enumerate(rows) if row is headline) + 1
            rows[at:at] = _filled("caption", templates, people, chance)
    rows = before + rows + after
    return Text(text.site, [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows], real=False)


def _some(kinds: list[str], chance: random.Random, most: int) -> list[str]:
    """A few of the kinds, in random order."""
    return chance.sample(kinds, chance.randrange(most + 1))


def _filled(
    kind: str, templates: dict[str, list[list[str]]], people: People, chance: random.Random
) -> list[tuple[str, int, BlockKind | None]]:
    """The lines of a random template of a kind, with its slots filled."""
    gap = chance.choice((0, 1, 1))
    lines_ = chance.choice(templates[kind])
    return [(people.fill(line), gap, BlockKind(kind)) for line in lines_]


class People:
    """Invented values for the slots of templates; a page has one writer."""

    FIRST = [
        "Ada",
        "Bram",
        "Celia",
        "Dmitri",
        "Esther",
        "Farid",
        "Greta",
        "Hugo",
        "Ines",
        "Jonas",
        "Kaya",
        "Lionel",
        "Mirela",
        "Nils",
        "Odette",
        "Pavel",
        "Rosa",
        "Stellan",
        "Tamsin",
        "Uri",
        "Vera",
        "Wim",
        "Yara",
        "Zeno",
    ]
    LAST = [
        "Abenov",
        "Brackwell",
        "Calder",
        "Dunmore",
        "Eskola",
        "Fairlamb",
        "Grivas",
        "Hollin",
        "Iverly",
        "Jarrow",
        "Kessling",
        "Lindqvar",
        "Marchetti-Rowe",
        "Nordby",
        "Okparanta",
        "Pellham",
        "Quillon",
        "Restrick",
        "Sandoval-Pike",
        "Thorne",
        "Ulverby",
        "Vantongeren",
        "Wexcombe",
        "Yarrow",
    ]
    PLACE = [
        "Port Calder",
        "Wexley",
        "Dunmore Falls",
        "North Arden",
        "Lake Sorrel",
        "Brackenridge",
        "Saltmere",
        "Kestrel Bay",
    ]
    OUTLET = [
        "The Wexley Courier",
        "Arden Daily Post",
        "Channel 12 News",
        "Sorrel Lake Herald",
        "The Saltmere Wire",
        "Kestrel Media Group",
        "Brackenridge Tribune",
        "Northline",
    ]
    ROLE = [
        "Staff Writer",
        "Senior Reporter",
        "Politics Editor",
        "Staff writer",
        "Correspondent",
        "City Hall Reporter",
        "Contributor",
        "Digital Producer",
        "Opinion Editor",
        "National Reporter",
        "Health Correspondent",
    ]
    TOPIC = [
        "city politics",
        "schools and housing",
        "the statehouse",
        "health care",
        "courts and crime",
        "energy and climate",
        "business",
        "sports",
    ]

    def __init__(self, chance: random.Random) -> None:
        self.first, self.last = chance.choice(self.FIRST), chance.choice(self.LAST)
        outlet = chance.choice(self.OUTLET)
        self.slots = {
            "name": f"{self.first} {self.last}",
            "first": self.first,
            "last": self.last,
            "other": f"{chance.choice(self.FIRST)} {chance.choice(self.LAST)}",
            "place": chance.choice(self.PLACE),
            "outlet": outlet,
            "role": chance.choice(self.ROLE),
            "topic": chance.choice(self.TOPIC),
            "mail": f"{self.first[0].lower()}{self.last.lower()}@{outlet.split()[-1].lower()}.example",
            "handle": f"@{self.first}{self.last}".replace("-", ""),
            "year": str(chance.randrange(2004, 2027)),
            "day": str(chance.randrange(1, 29)),
            "month": chance.choice(
                [
                    "January",
                    "February",
                    "March",
                    "April",
                    "May",
                    "June",
                    "July",
                    "August",
                    "September",
                    "October",
                    "November",
                    "December",
                ]
            ),
            "hour": str(chance.randrange(1, 13)),
            "minute": f"{chance.randrange(60):02d}",
            "number": str(chance.randrange(2, 60)),
        }

    def fill(self, line: str) -> str:
        """The template with its slots filled."""
        return line.format(**self.slots)


def read_templates() -> dict[str, list[list[str]]]:
    """Templates of invented furniture by kind; ` // ` separates the lines of a template."""
    templates: dict[str, list[list[str]]] = {}
    for row in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#") and row != "kind\ttemplate":
            kind, template = row.split("\t")
            templates.setdefault(kind, []).append(template.split(" // "))
    return templates
