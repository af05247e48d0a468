"""Features of candidates for nested attributions."""

from __future__ import annotations

import math
from typing import Final

from sayso.attributions.acts import matches
from sayso.terms import Act, Attribution, Span
from sayso.text.vocabulary import small
from sayso.text.words import Words

_SHORT_CONTENT_WORDS: Final = 4
FEATURES: Final = (
    "bias",
    "rate",
    "rate_log",
    "no_rate",
    "first_person",
    "third_person",
    "second_person",
    "relative",
    "name",
    "noun",
    "possessive",
    "that",
    "to",
    "quote",
    "wh",
    "about",
    "object",
    "auxiliary",
    "negated",
    "quoted",
    "starts_content",
    "length_log",
    "belief",
    "intention",
    "decree",
    "statement",
    "ends_ing",
    "direct_content",
    "modal",
    "question_mark",
    "owner",
    "joined",
    "later_that",
    "owner_that",
    "content_short",
    "clause",
    "object_short",
    "first_belief",
    "third_said",
    "apposed",
    "content_first",
    "closed_quote",
)


def features(
    words: Words, piece: Span, inner: Attribution, kind: str, rate: float, at: tuple[int, int, str], verb: str
) -> list[float]:
    """The feature values of a candidate; ``at``: first cue token, verb token, and the word after the cue."""
    first, number, follow = at
    text = words.text
    before = [words.lower[place] for place in range(first, number)]
    phrase_matches = matches([verb])
    act = phrase_matches[0][2] if phrase_matches else Act.STATEMENT
    start, end = inner.content[0].start, inner.content[0].end
    values = {
        "bias": 1.0,
        "rate": rate,
        "rate_log": math.log(rate + 0.01),
        "no_rate": float(rate < 0.1),
        kind: 1.0,
        "possessive": float(text[inner.source[0].end : inner.source[0].end + 1] in ("'", "’")),
        "that": float(follow == "that"),
        "to": float(follow == "to"),
        "quote": float(text[start] in "‘'“\""),
        "wh": float(follow in ("what", "how", "why", "whether", "if", "who", "where", "when")),
        "about": float(follow in ("about", "of", "for")),
        "object": float(follow in small("addressee") or follow in ("the", "a", "an")),
        "auxiliary": float(bool(before)),
        "negated": float(any(word == "not" or word.endswith("n't") or word.endswith("n’t") for word in before)),
        "quoted": float(words.quoted[start]),
        "starts_content": float(inner.source[0].start - piece.start <= 8),
        "length_log": math.log(end - start),
        "belief": float(act is Act.BELIEF),
        "intention": float(act is Act.INTENTION),
        "decree": float(act is Act.DECREE),
        "statement": float(act is Act.STATEMENT),
        "ends_ing": float(words.texts[number].endswith("ing")),
        "direct_content": float(bool(words.quoted[inner.source[0].start])),
        "modal": float(
            any(word in ("would", "will", "could", "can", "should", "might", "may", "must", "to") for word in before)
        ),
        "question_mark": float(text[end - 1] == "?"),
    }
    values["later_that"] = float(follow == "that" and words.text[inner.cue[0].end : start].strip() != "")
    following = [words.lower[n] for n in words.within(start, min(end, start + 90))]
    values["clause"] = float(any(word in small("finite") or "'" in word or "’" in word for word in following))
    values["object_short"] = float(len(following) <= _SHORT_CONTENT_WORDS and not values["clause"])
    values["first_belief"] = values.get("first_person", 0.0) * values["belief"]
    values["third_said"] = values.get("third_person", 0.0) * values["statement"]
    values["owner_that"] = values.get("owner", 0.0) * (values["that"] + values["to"])
    values["content_short"] = float(end - start < 20)
    values["content_first"] = float(start < inner.source[0].start)
    values["closed_quote"] = float(text[start] in "‘'" and text[end - 1] in "’'")
    return [values.get(name, 0.0) for name in FEATURES]
