"""From candidates and pointers to attributions: each cue with its source and the contents that point to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from sayso.analysis import Analysis
from sayso.linking.continued_quotes import continued
from sayso.linking.datelines import without_dateline, without_relative
from sayso.linking.draft import Draft
from sayso.linking.form import form_of
from sayso.linking.headline_labels import is_topic
from sayso.linking.interviews import exchanges
from sayso.linking.inverted_speakers import with_inverted
from sayso.linking.narration import without_narration
from sayso.linking.place_labels import Places
from sayso.linking.transcripts import turns
from sayso.tagging import Candidates, Tags, Window
from sayso.tagging.model import Floats, Ints
from sayso.terms import Article, Attribution, BlockKind, Form, Span, Spans
from sayso.text.quoted_words import QuotedWords

FEATURES = 14
"""Length of the vector that the confidence is computed from (see :func:`_features`)."""


def link(analysis: Analysis, tags: Tags) -> tuple[Attribution, ...]:
    """The attributions of an article in order of the text, with ids a1, a2, … and calibrated confidence."""
    found = drafts(analysis, tags)
    out: list[Attribution] = []
    for draft in found:
        confidence = probability(draft.features, tags.heads.get("confidence"))
        if not is_sure(tags, draft):
            continue
        name = f"a{len(out) + 1}"
        spans = (draft.source, draft.cue, draft.content)
        out.append(Attribution(name, *spans, form=draft.form, confidence=round(confidence, 4)))
    return tuple(out)


def probability(features: Floats, weights: Floats | None) -> float:
    """The logistic of a linear score; a half where the model has no weights for it."""
    if weights is None:
        return 0.5
    return float(1 / (1 + np.exp(-float(features @ weights[:-1] + weights[-1]))))


def is_sure(tags: Tags, draft: Draft) -> bool:
    """Whether the confidence of a draft reaches the threshold of its form, where the model has one."""
    least = tags.heads.get("least")
    if least is None:
        return True
    return probability(draft.features, tags.heads.get("confidence")) >= float(least[list(Form).index(draft.form)])


def drafts(analysis: Analysis, tags: Tags) -> list[Draft]:
    """All attributions that the pointers give, whatever their confidence, in order of the text."""
    article, quoted = analysis.article, analysis.quoted_words
    found = [draft for window in tags.windows for draft in _drafts(analysis, window, tags.stops)]
    heads = [block.span for block in article.blocks if block.kind == BlockKind.HEADLINE]
    found = [draft for draft in found if not _is_label(article.text, heads, draft)]
    found = with_inverted(analysis, list(_not_by_places(article, found)), FEATURES, partial(is_sure, tags))
    out = continued(analysis, _with_turns(article, found, quoted))
    return sorted(out, key=lambda draft: draft.first)


_SHORTEST: Final = 3


def _is_label(text: str, heads: Sequence[Span], draft: Draft) -> bool:
    """Whether a headline's colon stands after a label ("Bus line: summer times"), and not after who says something.

    None of 167 statements with a colon in PolNeAR has fewer than three words.
    """
    if draft.form != Form.INDIRECT or ":" not in {span.of(text).strip() for span in draft.cue}:
        return False
    if not any(head.start <= draft.first < head.end for head in heads):
        return False
    words = sum(len(span.of(text).split()) for span in draft.content)
    before = draft.source and draft.source[-1].end <= draft.cue[0].start
    return words < _SHORTEST or (bool(before) and is_topic(text, draft.source[0], draft.content[-1]))


def _not_by_places(article: Article, found: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts, but that of a dateline before a colon by who really says it, or left out."""
    places = Places(article)
    for draft in found:
        told = places.without(draft.source, draft.cue, draft.content)
        if told is not None:
            yield replace(draft, source=told[0], cue=told[1], content=told[2])


def _with_turns(article: Article, found: list[Draft], quoted: QuotedWords) -> list[Draft]:
    """The drafts with the turns of a transcript: each one whole, and nothing of the first pass within it."""
    every = turns(article)
    made = [_turn_draft((turn.source,), (turn.cue,), turn.content, quoted) for turn in every]
    regions = [turn.region for turn in every]
    for question, answer in exchanges(article) if not every else ():
        made += [_turn_draft((), (), content, quoted) for content in ((question,), answer)]
        regions.append(Span(question.start, answer[-1].end))
    kept = [draft for draft in found if not any(region.start <= draft.first < region.end for region in regions)]
    return kept + made


def _turn_draft(source: Spans, cue: Spans, content: Spans, quoted: QuotedWords) -> Draft:
    """A turn as a draft; its evidence is the page's layout, so that its confidence is that of no doubtful tag."""
    form = form_of(quoted, content)
    features = np.zeros(FEATURES, dtype=np.float32)
    features[-2:] = form == Form.DIRECT, form == Form.MIXED
    return Draft(source, cue, content, form, features)


def _drafts(analysis: Analysis, window: Window, stops: Ints) -> Iterator[Draft]:
    """The attributions of one window: cues that at least one content points to."""
    text = analysis.text
    if not len(window.cue.starts) or not len(window.content.starts):
        return
    to_cue, to_source = _targets(window, stops)
    for cue in range(len(window.cue.starts)):
        pieces = np.flatnonzero(to_cue == cue + 1)
        if not len(pieces):
            continue
        source = int(to_source[cue]) - 1
        who = np.array([source] if source >= 0 else [], dtype=np.int64)
        content = without_dateline(text, _spans(text, window.content, pieces))
        content = without_narration(text, analysis.quotation_states, content)
        form = form_of(analysis.quoted_words, content)
        yield Draft(
            without_relative(text, without_dateline(text, _spans(text, window.source, who))),
            _spans(text, window.cue, np.array([cue])),
            content,
            form,
            _features(window, cue, source, pieces, form),
        )


def _targets(window: Window, stops: Ints) -> tuple[Ints, Ints]:
    """Which cue each content points to and which source each cue, 0 for none; lines are borders.

    A source stands on its cue's line, and one of its cue's sentence goes before those of others. A content stands on
    that line too, unless it is a quotation: that may stand in a paragraph of its own.
    """
    source, cue, content = window.source, window.cue, window.content
    to_source, to_cue = window.to_source.copy(), window.to_cue.copy()
    here = cue.lines[:, None] == source.lines[None]
    near = here & (np.searchsorted(stops, cue.starts)[:, None] == np.searchsorted(stops, source.starts)[None])
    to_source[:, 1:][~np.where(near.any(1, keepdims=True), near, here)] = -np.inf
    to_cue[:, 1:][(content.lines[:, None] != cue.lines[None]) & ~content.quoted[:, None]] = -np.inf
    return to_cue.argmax(1), to_source.argmax(1)


def _spans(text: str, candidates: Candidates, rows: Ints) -> Spans:
    """The candidates as spans, those with nothing but space between them on one line made one."""
    out: list[Span] = []
    for row in rows:
        start, end = int(candidates.starts[row]), int(candidates.ends[row])
        gap = text[out[-1].end : start] if out else ""
        if out and not gap.strip() and "\n" not in gap:
            out[-1] = Span(out[-1].start, end)
        else:
            out.append(Span(start, end))
    return tuple(out)


def _features(window: Window, cue: int, source: int, pieces: Ints, form: Form) -> Floats:
    """Log-probabilities of the tags and pointers that the attribution rests on, and its form."""
    content = window.content.sure[pieces]
    who = window.source.sure[source] if source >= 0 else np.zeros(3, dtype=np.float32)
    clipped = np.maximum(
        [
            *window.cue.sure[cue],
            *who,
            *content.min(0),
            window.to_source[cue, source + 1],
            window.to_cue[pieces, cue + 1].min(),
        ],
        -4.0,
    )
    return np.array([*clipped, source < 0, form == Form.DIRECT, form == Form.MIXED], dtype=np.float32)
