"""Generates fictional articles from a seed, as records, with known copies, alterations and relays.

Words follow Zipf's law over 20,000 invented words, mixed with function words as in English, so that the index has
common and rare words in the proportions of news: the most frequent invented word is 0.3 % of running words, like the
most frequent content words of English. An alteration replaces, drops or adds up to a fifth of the words.

Generated quotations differ clearly. ``hard=True`` makes them as similar as those of newspapers: function words at their
English frequency, each quotation about one of 2,000 subjects with its own words, half of them with a stock phrase, a
third of the new ones near misses (another quotation on the subject that shares half of its words, in order), and a
fifth of the copies a part of the quotation.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

import msgspec

from sayso.terms import (
    PUBLISHER,
    Act,
    Article,
    Attribution,
    Block,
    BlockKind,
    Form,
    Provenance,
    Record,
    Relay,
    Span,
    Speaker,
    SpeakerKind,
)  # fmt: skip

_SMALL_TEXT: Final = (
    "the of to and a in that is for it was on with as be by at this have from or not but we they are an which you "
    "will has been all their would there what so if more when who can out no than them"
)
_SMALL: Final = _SMALL_TEXT.split()
_STOCK_TEXT: Final = """
at the end of the day
we take these matters very seriously
the safety of our residents is our first concern
i cannot comment on an ongoing investigation
our thoughts are with the families
we are working closely with our partners
it is too early to say
there is no truth in this whatsoever
we have nothing to add at this time
it remains to be seen what happens next
this is the right thing to do
nothing could be further from the truth
we will look at all the options on the table
i want to make one thing very clear
everyone has the right to be heard
we have always acted within the law
the people of this town deserve better
that is a matter for the courts
we welcome the decision of the council
more needs to be done and it needs to be done now
"""
_STOCK: Final = [line.split() for line in _STOCK_TEXT.strip().splitlines()]
_SYLLABLES_TEXT: Final = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru sta tre"
_SYLLABLES: Final = _SYLLABLES_TEXT.split()
_ROLES: Final = ("mayor", "spokesman", "professor", "captain", "councillor", "director", "analyst", "lawyer")
_CUES: Final = (("said", Act.STATEMENT), ("denied", Act.DENIAL), ("asked", Act.QUESTION), ("believes", Act.BELIEF))
_SHARE_COPIED: Final = 0.12
_SHARE_RELAYED: Final = 0.05
_OUTLETS: Final = 200
_SUBJECTS: Final = 2_000
_OF_SUBJECT: Final = 40  # words
_SHARE_NEAR: Final = 0.33
_SHARE_PARTS: Final = 0.2  # of the copies


class GeneratedArticle(msgspec.Struct, frozen=True):
    """A record with the quotation number of each statement; copies share the number of their quotation."""

    record: Record
    quotations: tuple[int, ...]


def _lexicon(random_: random.Random, size: int) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < size:
        words["".join(random_.choices(_SYLLABLES, k=random_.choice((2, 2, 3, 3, 4))))] = None
    return list(words)


class Generator:
    """Generates articles; the same seed gives the same articles."""

    def __init__(self, seed: int = 6, vocabulary: int = 20_000, *, hard: bool = False) -> None:
        self.random = random.Random(seed)
        self.hard = hard
        self.words = _lexicon(self.random, vocabulary)
        weights = [1 / (rank + 30) for rank in range(vocabulary)]
        total = 0.0
        self.cumulative = [total := total + weight for weight in weights]
        self.outlets = [
            f"The {self._name()} {kind}" for kind in ("Echo", "Post", "News", "Times") for _ in range(_OUTLETS // 4)
        ]
        self.people = [
            (f"{self._name()} {self._name()}", self.random.choice(_ROLES), f"{self._name()} Council")
            for _ in range(5_000)
        ]
        self.quotations: list[tuple[list[str], int]] = []  # words, person
        total = 0.0
        self.small = [total := total + 1 / (rank + 2) for rank in range(len(_SMALL))]
        self.subjects = [self._some(_OF_SUBJECT) for _ in range(_SUBJECTS)] if hard else []
        self.about: dict[int, list[int]] = {}  # quotations of a subject

    def _name(self) -> str:
        return self.random.choice(self.words).capitalize()

    def _some(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.cumulative, k=count)

    def _quotation(self, length: int) -> list[str]:
        """The words of a new quotation; in hard mode, about a subject."""
        if not self.hard:
            return self.sentence(length)
        subject = self.random.randrange(_SUBJECTS)
        others = self.about.setdefault(subject, [])
        if others and self.random.random() < _SHARE_NEAR:
            words = self._near(self.quotations[self.random.choice(others)][0], subject)
        else:
            words = self._on(subject, length)
            if self.random.random() < 0.5:
                place = self.random.randrange(len(words))
                words[place:place] = self.random.choice(_STOCK)
        others.append(len(self.quotations))
        return words

    def _on(self, subject: int, length: int) -> list[str]:
        """Function and content words as in English; most content words belong to the subject."""
        small = iter(self.random.choices(_SMALL, cum_weights=self.small, k=length))
        own = iter(self.random.choices(self.subjects[subject], k=length))
        rest = iter(self._some(length))
        return [
            next(small) if self.random.random() < 0.45 else next(own if self.random.random() < 0.6 else rest)
            for _ in range(length)
        ]

    def _near(self, words: list[str], subject: int) -> list[str]:
        """Another quotation that keeps the first, the second or a random half of the words."""
        size = len(words)
        kind = self.random.randrange(3)
        half = set(self.random.sample(range(size), size // 2))
        if kind < 2:
            half = set(range(size // 2)) if kind else set(range(size - size // 2, size))
        return [
            word if n in half else new for n, (word, new) in enumerate(zip(words, self._on(subject, size), strict=True))
        ]

    def _part(self, words: list[str]) -> list[str]:
        """A part of a quotation, at least six words."""
        size = max(6, int(len(words) * self.random.uniform(0.3, 0.8)))
        place = self.random.randrange(max(1, len(words) - size + 1))
        return words[place : place + size]

    def sentence(self, length: int) -> list[str]:
        """Function words (about 45 %) and content words, as in English."""
        content = iter(self.random.choices(self.words, cum_weights=self.cumulative, k=length))
        small = iter(self.random.choices(_SMALL, k=length))
        return [next(small) if self.random.random() < 0.45 else next(content) for _ in range(length)]

    def alter(self, words: list[str], share: float) -> list[str]:
        """The words with up to a share of them replaced, dropped or added."""
        altered = list(words)
        for place in sorted(self.random.sample(range(len(words)), max(1, int(len(words) * share))), reverse=True):
            kind = self.random.random()
            new = self.random.choices(self.words, cum_weights=self.cumulative)[0]
            if kind < 0.5:
                altered[place] = new
            elif kind < 0.75:
                del altered[place]
            else:
                altered.insert(place, new)
        return altered

    def articles(self, count: int) -> Iterator[GeneratedArticle]:
        """Articles with their quotation numbers."""
        for number in range(count):
            yield self._article(number)

    def _article(self, number: int) -> GeneratedArticle:
        random_ = self.random
        outlet = random_.choice(self.outlets)
        headline = " ".join(self.sentence(8)).capitalize()
        text, statements, truth = headline + "\n", [], []
        blocks = [Block(BlockKind.HEADLINE, Span(0, len(text)))]
        speakers: dict[int, Speaker] = {}
        outlets: dict[str, Speaker] = {}
        for place in range(random_.choice((3, 4, 4, 5, 6))):
            copied = self.quotations and random_.random() < _SHARE_COPIED
            if copied:
                quotation = random_.randrange(len(self.quotations))
                words, person = self.quotations[quotation]
                if self.hard and random_.random() < _SHARE_PARTS:
                    words = self._part(words)
                elif random_.random() < 0.6:
                    words = self.alter(words, random_.uniform(0.02, 0.2))
            else:
                words, person = self._quotation(random_.randint(8, 40)), random_.randrange(len(self.people))
                quotation = len(self.quotations)
                self.quotations.append((words, person))
            relay = random_.choice(self.outlets) if random_.random() < _SHARE_RELAYED else None
            cue, act = random_.choice(_CUES)
            name, role, affiliation = self.people[person]
            quote = " ".join(words).capitalize()
            content = Span(len(text) + 1, len(text) + 1 + len(quote))
            text += f"“{quote},” {cue} "
            verb = Span(content.end + 3, content.end + 3 + len(cue))
            source = Span(len(text), len(text) + len(name))
            text += f"{name}, {role} of {affiliation}"
            if relay:
                text += f", told {relay}"
                outlets.setdefault(relay, Speaker(f"o{len(outlets) + 1}", relay, SpeakerKind.OUTLET))
            text += f". {' '.join(self.sentence(14)).capitalize()}.\n"
            if person not in speakers:
                speakers[person] = Speaker(
                    f"s{len(speakers) + 1}", name, SpeakerKind.PERSON, role, affiliation, mentions=(source,)
                )
            hops = (PUBLISHER, *([outlets[relay].id] if relay else []), speakers[person].id)
            statements.append(Attribution(
                f"a{place + 1}", (source,), (verb,), (content,), Form.DIRECT, act, speakers[person].id,
                relay=outlets[relay].id if relay else None, chain=hops, confidence=0.9,
            ))  # fmt: skip
            truth.append(quotation)
        blocks.append(Block(BlockKind.BODY, Span(blocks[0].span.end, len(text))))
        day = number * 700 // 100_000 if number < 100_000 else number % 700
        published = f"20{24 + day // 360}-{day % 360 // 30 + 1:02d}-{day % 30 + 1:02d}"
        article = Article(
            text, tuple(blocks), headline=headline, published=published, publisher=outlet,
            url=f"https://{outlet.split()[1].lower()}.example/{number}", language="en",
        )  # fmt: skip
        publisher = Speaker(PUBLISHER, outlet, SpeakerKind.OUTLET)
        relays = tuple(
            Relay(outlet_speaker.id, tuple(a.id for a in statements if a.relay == outlet_speaker.id))
            for outlet_speaker in outlets.values()
        )
        record = Record(
            article, tuple(statements), (publisher, *speakers.values(), *outlets.values()), relays,
            sayso=Provenance("generated", "none"),
        )  # fmt: skip
        return GeneratedArticle(record, tuple(truth))
