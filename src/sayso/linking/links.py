"""Links candidate spans into attributions: each cue with its source and the contents that point to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from sayso.analysis import Analysis
from sayso.linking.borders.aliases import with_alias
from sayso.linking.borders.datelines import without_dateline, without_relative
from sayso.linking.borders.insertions import without_main_clause
from sayso.linking.borders.introductions import without_introduction
from sayso.linking.borders.narration import without_narration
from sayso.linking.borders.sources import with_borders
from sayso.linking.continued_quotes import continued
from sayso.linking.draft import Draft, draft_of_layout
from sayso.linking.following_speakers import with_following
from sayso.linking.form import form_of
from sayso.linking.headline_labels import is_topic
from sayso.linking.interviews import exchanges
from sayso.linking.inverted_speakers import with_inverted
from sayso.linking.place_labels import Places
from sayso.linking.transcripts import turns
from sayso.linking.uncued_quotations import with_uncued
from sayso.tagging import Candidates, Tags, Window
from sayso.tagging.model import Floats, Ints
from sayso.terms import Article, Attribution, BlockKind, Form, Span, Spans
from sayso.text.quoted_words import QuotedWords


def link(analysis: Analysis, tags: Tags) -> tuple[Attribution, ...]:
    """The attributions of an article in text order, with ids a1, a2, … and calibrated confidence."""
    page_drafts = drafts(analysis, tags)
    attributions: list[Attribution] = []
    for draft in page_drafts:
        confidence = probability(draft.features, tags.heads.get("confidence"))
        if confidence < least(tags, draft.form):
            continue
        name = f"a{len(attributions) + 1}"
        spans = (draft.source, draft.cue, draft.content)
        attributions.append(Attribution(name, *spans, form=draft.form, confidence=round(confidence, 4)))
    return tuple(attributions)


def probability(features: Floats, weights: Floats | None) -> float:
    """The logistic function of a linear score; 0.5 if the model has no weights for it."""
    if weights is None:
        return 0.5
    return float(1 / (1 + np.exp(-float(features @ weights[:-1] + weights[-1]))))


def is_sure(tags: Tags, draft: Draft) -> bool:
    """Whether the confidence of a draft reaches the threshold of its form, if the model has thresholds."""
    return probability(draft.features, tags.heads.get("confidence")) >= least(tags, draft.form)


def least(tags: Tags, form: Form) -> float:
    """The threshold of the model for a form; 0 if the model has none."""
    thresholds = tags.heads.get("least")
    return float(thresholds[list(Form).index(form)]) if thresholds is not None else 0.0


def drafts(analysis: Analysis, tags: Tags) -> list[Draft]:
    """All attributions that the pointers form, with any confidence, in text order."""
    article, quoted = analysis.article, analysis.quoted_words
    page_drafts = [draft for window in tags.windows for draft in _drafts(analysis, window, tags.stops)]
    headlines = [block.span for block in article.blocks if block.kind == BlockKind.HEADLINE]
    page_drafts = [draft for draft in page_drafts if not _is_label(article.text, headlines, draft)]
    page_drafts = with_inverted(analysis, list(_without_place_labels(article, page_drafts)), partial(is_sure, tags))
    merged = continued(analysis, _with_turns(article, page_drafts, quoted))
    merged = with_uncued(analysis, merged, partial(is_sure, tags))
    return sorted(with_following(analysis, merged), key=lambda draft: draft.first)


_MIN_CONTENT_WORDS: Final = 3


def _is_label(text: str, headlines: Sequence[Span], draft: Draft) -> bool:
    """Whether a colon in a headline follows a label ("Bus line: summer times") and not a source.

    None of 167 statements with a colon in PolNeAR has fewer than three words.
    """
    if draft.form != Form.INDIRECT or ":" not in {span.of(text).strip() for span in draft.cue}:
        return False
    if not any(head.start <= draft.first < head.end for head in headlines):
        return False
    words = sum(len(span.of(text).split()) for span in draft.content)
    before = draft.source and draft.source[-1].end <= draft.cue[0].start
    return words < _MIN_CONTENT_WORDS or (bool(before) and is_topic(text, draft.source[0], draft.content[-1]))


def _without_place_labels(article: Article, page_drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts; a draft with a place label as source gets the source after its content, or is removed."""
    places = Places(article)
    for draft in page_drafts:
        statement = places.without(draft.source, draft.cue, draft.content)
        if statement is not None:
            yield replace(draft, source=statement[0], cue=statement[1], content=statement[2])


def _with_turns(article: Article, page_drafts: list[Draft], quoted: QuotedWords) -> list[Draft]:
    """The drafts plus the turns of a transcript, which replace the drafts that start in them."""
    page_turns = turns(article)
    turn_drafts = [draft_of_layout(quoted, (turn.source,), (turn.cue,), turn.content) for turn in page_turns]
    regions = [turn.region for turn in page_turns]
    for question, answer in exchanges(article) if not page_turns else ():
        turn_drafts += [draft_of_layout(quoted, (), (), content) for content in ((question,), answer)]
        regions.append(Span(question.start, answer[-1].end))
    kept = [draft for draft in page_drafts if not any(region.start <= draft.first < region.end for region in regions)]
    return kept + turn_drafts


def _drafts(analysis: Analysis, window: Window, stops: Ints) -> Iterator[Draft]:
    """The drafts of one window: cues that at least one content points to."""
    text = analysis.text
    if not len(window.cue.starts) or not len(window.content.starts):
        return
    to_cue, to_source = _targets(window, stops)
    for cue in range(len(window.cue.starts)):
        pieces = np.flatnonzero(to_cue == cue + 1)
        if not len(pieces):
            continue
        source = int(to_source[cue]) - 1
        source_rows = np.array([source] if source >= 0 else [], dtype=np.int64)
        content = without_dateline(text, _spans(text, window.content, pieces))
        content = without_narration(text, analysis.quotation_states, content)
        cue_spans = _spans(text, window.cue, np.array([cue]))
        content = without_main_clause(text, cue_spans, content)
        content = without_introduction(text, analysis.quotation_states, cue_spans, content)
        source_spans = without_relative(text, without_dateline(text, _spans(text, window.source, source_rows)))
        source_spans, content = with_alias(text, source_spans, cue_spans, content)
        form = form_of(analysis.quoted_words, content)
        yield Draft(
            with_borders(text, source_spans, cue_spans),
            cue_spans,
            content,
            form,
            _features(window, cue, source, pieces, form),
        )


def _targets(window: Window, stops: Ints) -> tuple[Ints, Ints]:
    """The cue that each content points to, and the source that each cue points to; 0 for none.

    A source must be on the line of its cue; sources in the sentence of the cue are preferred. A content must be on that
    line too, unless it is a quotation, which may be a paragraph of its own.
    """
    source, cue, content = window.source, window.cue, window.content
    to_source, to_cue = window.to_source.copy(), window.to_cue.copy()
    same_line = cue.lines[:, None] == source.lines[None]
    same_sentence = same_line & (
        np.searchsorted(stops, cue.starts)[:, None] == np.searchsorted(stops, source.starts)[None]
    )
    to_source[:, 1:][~np.where(same_sentence.any(1, keepdims=True), same_sentence, same_line)] = -np.inf
    to_cue[:, 1:][(content.lines[:, None] != cue.lines[None]) & ~content.quoted[:, None]] = -np.inf
    return to_cue.argmax(1), to_source.argmax(1)


def _spans(text: str, candidates: Candidates, rows: Ints) -> Spans:
    """The candidates as spans; spans on one line with only spaces between them are joined."""
    spans: list[Span] = []
    for row in rows:
        start, end = int(candidates.starts[row]), int(candidates.ends[row])
        gap = text[spans[-1].end : start] if spans else ""
        if spans and not gap.strip() and "\n" not in gap:
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _features(window: Window, cue: int, source: int, pieces: Ints, form: Form) -> Floats:
    """Log-probabilities of the tags and pointers of an attribution, and its form."""
    content = window.content.sure[pieces]
    source_probabilities = window.source.sure[source] if source >= 0 else np.zeros(3, dtype=np.float32)
    clipped = np.maximum(
        [
            *window.cue.sure[cue],
            *source_probabilities,
            *content.min(0),
            window.to_source[cue, source + 1],
            window.to_cue[pieces, cue + 1].min(),
        ],
        -4.0,
    )
    return np.array([*clipped, source < 0, form == Form.DIRECT, form == Form.MIXED], dtype=np.float32)
