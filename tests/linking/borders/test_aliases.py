"""An alias in quotation marks is the source, not a part of the content."""

from __future__ import annotations

import pytest

import sayso


@pytest.mark.issue(19)
@pytest.mark.parametrize(
    ("page", "source", "name"),
    [
        (
            '"Slim Jim," as the dockers call him, said he would sail at dawn.',
            '"Slim Jim," as the dockers call him,',
            "Slim Jim",
        ),
        (
            "“Old Tam,” as he is known in the valley, said the sheep were late.",
            "“Old Tam,” as he is known in the valley,",
            "Old Tam",
        ),
        (
            'The hall was full. "Duchess," as her crew calls her, said the lights would stay on.',
            '"Duchess," as her crew calls her,',
            "Duchess",
        ),
    ],
)
def test_an_alias_with_its_explanation_is_the_source(page, source, name):
    record = sayso.attribute(page)
    (attribution,) = record.attributions
    assert [span.of(page) for span in attribution.source] == [source]
    assert not any('"' in span.of(page) or "“" in span.of(page) for span in attribution.content)
    assert name in {speaker.name for speaker in record.speakers}


@pytest.mark.issue(19)
@pytest.mark.parametrize("alias", ["“Hard Times,” as the dockers call them,", '"Old Tam," as the valley calls him,'])
def test_an_alias_before_a_verb_with_a_speaker_after_it_stays_content(alias):
    page = f"{alias} said Bell, are back at sea."
    (attribution,) = sayso.attribute(page).attributions
    assert [span.of(page) for span in attribution.source] == ["Bell"]
