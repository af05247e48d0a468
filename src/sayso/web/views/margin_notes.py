"""What stands beside a paragraph: its speakers with their statements, and the card of each statement.

A page may hold ten thousand of these, so they are put together as text here and not in a template; everything foreign
goes through :func:`~sayso.web.rendering.escaping.esc`.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from sayso.terms import Determinacy
from sayso.web.rendering.escaping import esc
from sayso.web.rendering.messages import Messages
from sayso.web.views.statement_cards import Fix, Group, Hop, StatementCard


class Notes:
    """Draws the notes of one page. ``path`` is /pages/p3, ``query`` names the version in its links.

    ``brief`` leaves out the cards, which then are screens of their own.
    """

    def __init__(self, t: Messages, path: str, version: int, query: str = "", *, brief: bool = False) -> None:
        self.t, self.path, self.version, self.query, self.brief = t, path, version, query, brief

    def beside(self, groups: Iterable[Group]) -> Markup:
        """The speakers beside a paragraph."""
        inside = "".join(map(self._group, groups))
        return Markup(f'<div class="notes">{inside}</div>')

    def _group(self, group: Group) -> str:
        named = f"{icon(group.kind)}<bdi>{esc(group.who)}</bdi>"
        kind = "" if group.kind == "unstated" else f'<span class="kind">{esc(self.t(f"kind.{group.kind}"))}</span>'
        if group.speaker:
            told = esc(group.speaker)
            named = f'<a class="voice" href="?speaker={quote(group.speaker)}#article" data-speaker="{told}">{named}</a>'
        else:
            named = f'<span class="voice">{named}</span>'
        notes = "".join(map(self._note, group.statements))
        return f'<div class="beside"><p class="who">{named}</p>{kind}<ul>{notes}</ul></div>'

    def _note(self, one: StatementCard) -> str:
        t, name = self.t, esc(one.id)
        speaker = f' data-speaker="{esc(one.speaker)}"' if one.speaker else ""
        signs = "" if one.act == "statement" else f" <span>{esc(t(f'act.{one.act}'))}</span>"
        if one.determinacy != Determinacy.ACTUAL:
            signs = f' <span class="unsaid">{esc(t(f"determinacy.{one.determinacy}"))}</span>{signs}'
        if one.corrected:
            signs += f' <span class="done">✓ {esc(t("correct.corrected"))}</span>'
        if one.odd:
            signs += f' <span class="odd">⚑ {esc(t("page.at_odds"))}</span>'
        if one.repeats:
            signs += f" <span>↻ {esc(one.repeats)}</span>"
        href = f"{self.path}/statements/{esc(quote(one.id))}{self.query}" if self.brief else f"#{name}"
        return (
            f'<li id="{name}" class="note{"" if one.chosen else " off"}" data-kind="{one.kind}" data-act="{one.act}"'
            f'{speaker}><a class="open" href="{href}"><b>{esc(one.number)}</b>'
            f"{signs}</a>{'' if self.brief else self.card(one)}</li>"
        )

    def card(self, one: StatementCard) -> Markup:
        """The record of a statement."""
        t, title = self.t, esc(self.t("record.title", number=one.number))
        head = (
            f'<p class="head"><strong>{title}</strong><span>{esc(t(f"act.{one.act}"))}</span>'
            f"<span>{esc(t(f'form.{one.form}'))}</span>{self._unsaid(one)}"
            f'<a class="close" href="#in-{esc(one.id)}" aria-label="{esc(t("page.close"))}">×</a></p>'
        )
        rows = self._words(one) + self._chain(one) + self._links(one) + self._confidence(one)
        return Markup(
            f'<div class="record">{head}{self._speaker(one)}<dl>{rows}</dl>'
            f"{self._fix(one.corrected) if one.corrected else ''}{self._acts(one)}</div>"
        )

    def _unsaid(self, one: StatementCard) -> str:
        said = one.determinacy == Determinacy.ACTUAL
        return "" if said else f'<span class="unsaid">{esc(self.t(f"determinacy.{one.determinacy}"))}</span>'

    def _speaker(self, one: StatementCard) -> str:
        told = ", ".join(part for part in (self.t(f"kind.{one.kind}"), one.standing) if part)
        kind = "" if one.kind == "unstated" else f'<span class="kind">{esc(told)}</span>'
        if one.reason:
            kind += f'<span class="kind">{esc(self.t("record.reason"))}: “{esc(one.reason)}”</span>'
        return f'<p class="speaker">{icon(one.kind)}<span><bdi>{esc(one.who)}</bdi>{kind}</span></p>'

    def _words(self, one: StatementCard) -> str:
        out = ""
        for name, letter, words in (("source", "s", one.source), ("cue", "c", one.cue), ("content", "t", one.content)):
            if words:
                place = f"<small>{esc(self.t('record.place', places=one.places))}</small>" if letter == "t" else ""
                unsaid = " unsaid" if letter == "t" and one.determinacy != Determinacy.ACTUAL else ""
                said = f'<span class="m {letter}{unsaid}">{esc(words)}</span>{place}'
                out += f"<dt>{esc(self.t(f'page.{name}'))}</dt><dd>{said}</dd>"
        return out

    def _chain(self, one: StatementCard) -> str:
        relay = f"<small>{esc(self.t('record.relay'))} {esc(one.relay)}</small>" if one.relay else ""
        return f"<dt>{esc(self.t('record.chain'))}</dt><dd>{chain(one.chain)}{relay}</dd>"

    def _links(self, one: StatementCard) -> str:
        """To the statements and places that this one has to do with."""
        t, root = self.t, f"{self.path}{self.query}" if self.brief else ""
        links = [(f"#{one.inside}", f"{t('record.inside')} {one.inside}")] if one.inside else []
        links += [(f"#{one.repeats}", f"{t('record.repeats')} {one.repeats}")] if one.repeats else []
        links += [(f"#{other}", f"{t('record.repeated')} {other}") for other in one.repeated]
        links += [(f"#odd-{number}-1", f"⚑ {t('record.odd', number=number)}") for number in one.odd]
        told = "".join(f'<a href="{root}{esc(href)}">{esc(words)}</a>' for href, words in links)
        return f'<dd class="links">{told}</dd>' if told else ""

    def _confidence(self, one: StatementCard) -> str:
        """How sure the words are, and apart from that the speaker; what a user said is not measured."""
        t = self.t
        out = (
            ""
            if one.corrected
            else self._meter(t("record.words"), one.confidence, t("record.words_about", n=one.confidence))
        )
        sure = one.speaker_confidence
        if sure is not None and not one.open and not (one.corrected and sure == 100):
            out += self._meter(t("record.speaker"), sure, t("record.speaker_about", n=sure))
        if one.others:
            others = "".join(f"<li><bdi>{esc(name)}</bdi> <small>{n} %</small></li>" for name, n in one.others)
            label = esc(t("record.open" if one.open else "record.others"))
            out += f'<dt>{label}</dt><dd><ul class="others">{others}</ul></dd>'
        return out

    def _meter(self, label: str, n: int, about: str) -> str:
        return (
            f'<dt>{esc(label)}</dt><dd><meter max="100" value="{n}" aria-label="{esc(label)}">{n}</meter>'
            f"<small>{esc(about)}</small></dd>"
        )

    def _fix(self, fix: Fix) -> str:
        was = f"<p><small>{esc(self.t('correct.was'))}: {esc(fix.was)}</small></p>" if fix.was else ""
        href = f"{self.path}/correct/{esc(quote(fix.statement))}{self.query}"
        undo = f'<p><a href="{href}">{esc(self.t("correct.undo"))}</a></p>' if fix.undo else ""
        return f'<div class="fix"><p>{esc(fix.told)}</p>{was}{undo}</div>'

    def _acts(self, one: StatementCard) -> str:
        t, name = self.t, esc(quote(one.id))
        return (
            f'<p class="acts"><a href="{self.path}/correct/{name}{self.query}">{esc(t("record.correct"))}</a>'
            f'<a href="/trace/{self.version}.{name}">{esc(t("record.trace"))}</a>'
            f'<a href="/quotations/{self.version}.{name}">{esc(t("record.same"))}</a></p>'
        )


def icon(kind: str) -> str:
    """The sign of a kind of speaker."""
    return f'<svg class="icon" aria-hidden="true"><use href="#k-{kind}"/></svg>'


def chain(hops: Iterable[Hop]) -> str:
    """The hops of a chain."""
    told = "".join(f"<li><bdi>{esc(hop.name)}</bdi></li>" for hop in hops)
    return f'<ol class="chain">{told}</ol>' if told else "—"
