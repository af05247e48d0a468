"""The margin notes of a paragraph: its speakers, and the cards of their statements.

A page may have ten thousand cards, so this module builds the HTML from strings instead of a template; all untrusted
text goes through :func:`~sayso.web.rendering.escaping.esc`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from sayso.terms import Determinacy
from sayso.web.rendering.escaping import esc
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import CorrectionNote, Hop, SpeakerGroup, StatementCard, by_speaker


class MarginNotes:
    """Builds the notes of a page. ``path`` is /pages/p3; ``query`` selects the version in links.

    ``brief`` omits the cards, which are then separate screens, except of the statement ``checked``; ``folded`` folds
    the doubtful statements.
    """

    def __init__(
        self, t: Messages, path: str, version: int, query: str = "", *, brief: bool = False, folded: bool = False,
        checked: str = "",
    ) -> None:  # fmt: skip
        self.t, self.path, self.version, self.query = t, path, version, query
        self.brief, self.folded, self.checked = brief, folded, checked

    def margin(self, cards: Sequence[StatementCard]) -> Markup:
        """Return the notes of a paragraph, by speaker; the doubtful ones are last if they are folded."""
        doubtful = [card for card in cards if self.folded and card.doubtful and card.id != self.checked]
        html = "".join(map(self._group, by_speaker([card for card in cards if card not in doubtful])))
        if doubtful:
            label = esc(self.t("page.doubtful", n=len(doubtful)))
            notes = "".join(map(self._group, by_speaker(doubtful)))
            html += f'<details class="doubtful"><summary>{label}</summary>{notes}</details>'
        return Markup(f'<div class="notes">{html}</div>')

    def _group(self, group: SpeakerGroup) -> str:
        name = f"{icon(group.kind)}<bdi>{esc(group.who)}</bdi>"
        kind = (
            ""
            if group.kind in ("person", "unstated")
            else f'<span class="kind">{esc(self.t(f"kind.{group.kind}"))}</span>'
        )
        if group.speaker:
            href = f"{esc(self.query) or '?'}{'&amp;' if self.query else ''}speaker={quote(group.speaker)}#article"
            name = f'<a class="voice" href="{href}" data-speaker="{esc(group.speaker)}">{name}</a>'
        else:
            name = f'<span class="voice">{name}</span>'
        notes = "".join(map(self._note, group.statements))
        return f'<div class="beside"><p class="who">{name}</p>{kind}<ul>{notes}</ul></div>'

    def _note(self, card: StatementCard) -> str:
        t, name = self.t, esc(card.id)
        speaker = f' data-speaker="{esc(card.speaker)}"' if card.speaker else ""
        tags = "" if card.act == "statement" else f" <span>{esc(t(f'act.{card.act}'))}</span>"
        if card.determinacy != Determinacy.ACTUAL:
            tags = f' <span class="unsaid">{esc(t(f"determinacy.{card.determinacy}"))}</span>{tags}'
        if card.correction:
            label = t("correct.checked" if card.correction.accepted else "correct.corrected")
            tags += f' <span class="done">✓ {esc(label)}</span>'
            if card.correction.dispute:
                tags += f' <span class="dispute">≠ {esc(t("correct.dispute"))}</span>'
        if card.contradictions:
            label = esc(t("page.contradiction"))
            tags += (
                f' <span class="contradiction" title="{label}">⚑<span class="visually-hidden"> {label}</span></span>'
            )
        if card.repeats:
            tags += f" <span>↻ {esc(card.repeats)}</span>"
        brief = self.brief and card.id != self.checked
        href = f"{self.path}/statements/{esc(quote(card.id))}{esc(self.query)}" if brief else f"#{name}"
        off = ("" if card.selected else " off") + (" faint" if card.doubtful else "")
        return (
            f'<li id="{name}" class="note{off}" data-kind="{card.kind}" data-act="{card.act}"'
            f'{speaker}><a class="open" href="{href}"><b>{esc(card.number)}</b>'
            f"{tags}</a>{'' if brief else self.card(card)}</li>"
        )

    def card(self, card: StatementCard) -> Markup:
        """Return the card of a statement."""
        t, title = self.t, esc(self.t("record.title", number=card.number))
        act = self._edit(card, "act", esc(t(f"act.{card.act}")), "change_act")
        head = (
            f'<p class="head"><strong>{title}</strong>{act}'
            f"<span>{esc(t(f'form.{card.form}'))}</span>{self._determinacy(card)}"
            f'<a class="close" href="#in-{esc(card.id)}" aria-label="{esc(t("page.close"))}">×</a></p>'
        )
        rows = self._words(card) + self._chain(card) + self._links(card) + self._confidence(card)
        return Markup(
            f'<div class="record">{head}{self._speaker(card)}<dl>{rows}</dl>'
            f"{self._correction(card.correction) if card.correction else ''}{self._actions(card)}</div>"
        )

    def _determinacy(self, card: StatementCard) -> str:
        actual = card.determinacy == Determinacy.ACTUAL
        return "" if actual else f'<span class="unsaid">{esc(self.t(f"determinacy.{card.determinacy}"))}</span>'

    def _speaker(self, card: StatementCard) -> str:
        about = ", ".join(part for part in (self.t(f"kind.{card.kind}"), card.role) if part)
        kind = "" if card.kind == "unstated" else f'<span class="kind">{esc(about)}</span>'
        if card.reason:
            kind += f'<span class="kind">{esc(self.t("record.reason"))}: “{esc(card.reason)}”</span>'
        who = self._edit(card, "who", f"<bdi>{esc(card.who)}</bdi>", "change_speaker")
        return f'<p class="speaker">{icon(card.kind)}<span>{who}{kind}</span></p>'

    def _edit(self, card: StatementCard, part: str, label: str, about: str) -> str:
        """Return a link to the form; the script shows only the given part of it, in place."""
        href = f"{self.path}/correct/{esc(quote(card.id))}{esc(self.query)}"
        return f'<a class="edit" href="{href}" data-edit="{part}" title="{esc(self.t(f"record.{about}"))}">{label}</a>'

    def _words(self, card: StatementCard) -> str:
        rows = ""
        for name, letter, words in (
            ("source", "s", card.source),
            ("cue", "c", card.cue),
            ("content", "t", card.content),
        ):
            if words:
                offsets = f"<small>{esc(self.t('record.place', offsets=card.offsets))}</small>" if letter == "t" else ""
                unsaid = " unsaid" if letter == "t" and card.determinacy != Determinacy.ACTUAL else ""
                marked = f'<span class="m {letter}{unsaid}">{esc(words)}</span>{offsets}'
                label = self._edit(card, name, esc(self.t(f"page.{name}")), "change_words")
                rows += f"<dt>{label}</dt><dd>{marked}</dd>"
        return rows

    def _chain(self, card: StatementCard) -> str:
        relay = f"<small>{esc(self.t('record.relay'))} {esc(card.relay)}</small>" if card.relay else ""
        return f"<dt>{esc(self.t('record.chain'))}</dt><dd>{chain(card.chain)}{relay}</dd>"

    def _links(self, card: StatementCard) -> str:
        """Return the links to related statements and contradictions."""
        t, root = self.t, f"{self.path}{esc(self.query)}" if self.brief else ""
        links = [(f"#{card.inside}", f"{t('record.inside')} {card.inside}")] if card.inside else []
        links += [(f"#{card.repeats}", f"{t('record.repeats')} {card.repeats}")] if card.repeats else []
        links += [(f"#{other}", f"{t('record.repeated')} {other}") for other in card.repeated]
        links += [
            (f"#odd-{number}-1", f"⚑ {t('record.contradiction', number=number)}") for number in card.contradictions
        ]
        html = "".join(f'<a href="{root}{esc(href)}">{esc(words)}</a>' for href, words in links)
        return f'<dd class="links">{html}</dd>' if html else ""

    def _confidence(self, card: StatementCard) -> str:
        """Return the confidence of the words and of the speaker; corrected values have none."""
        t, rows = self.t, ""
        if not card.correction:
            rows = self._meter(t("record.words"), card.confidence, t("record.words_about", n=card.confidence))
        sure = card.speaker_confidence
        if sure is not None and not card.undecided and not (card.correction and sure == 100):
            rows += self._meter(t("record.speaker"), sure, t("record.speaker_about", n=sure))
        if card.others:
            others = "".join(f"<li><bdi>{esc(name)}</bdi> <small>{n} %</small></li>" for name, n in card.others)
            label = esc(t("record.open" if card.undecided else "record.others"))
            rows += f'<dt>{label}</dt><dd><ul class="others">{others}</ul></dd>'
        return rows

    def _meter(self, label: str, n: int, about: str) -> str:
        return (
            f'<dt>{esc(label)}</dt><dd><meter max="100" value="{n}" aria-label="{esc(label)}">{n}</meter>'
            f"<small>{esc(about)}</small></dd>"
        )

    def _correction(self, note: CorrectionNote) -> str:
        original = ""
        if note.original:
            original = f"<p><small>{esc(self.t('correct.original'))}: {esc(note.original)}</small></p>"
        href = f"{self.path}/correct/{esc(quote(note.statement))}{esc(self.query)}"
        if note.dispute:
            original += f'<p class="dispute">≠ {esc(self.t("correct.dispute"))}: {esc(note.dispute)}</p>'
        undo = f'<p><a href="{href}">{esc(self.t("correct.undo"))}</a></p>' if note.undo else ""
        return f'<div class="fix"><p>{esc(note.text)}</p>{original}{undo}</div>'

    def _actions(self, card: StatementCard) -> str:
        t, name = self.t, esc(quote(card.id))
        return (
            f'<p class="acts"><a href="{self.path}/correct/{name}{esc(self.query)}">{esc(t("record.correct"))}</a>'
            f'<a href="/trace/{self.version}.{name}">{esc(t("record.trace"))}</a>'
            f'<a href="/quotations/{self.version}.{name}">{esc(t("record.same"))}</a></p>'
        )


def icon(kind: str) -> str:
    """Return the icon of a kind of speaker."""
    return f'<svg class="icon" aria-hidden="true"><use href="#k-{kind}"/></svg>'


def chain(hops: Iterable[Hop]) -> str:
    """Return a chain as a list."""
    items = "".join(f"<li><bdi>{esc(hop.name)}</bdi></li>" for hop in hops)
    return f'<ol class="chain">{items}</ol>' if items else "—"
