"""Who is forgotten is forgotten as the author of a post too."""

import msgspec

import sayso
from sayso.archive.privacy.tombstones import redact

PROSE = "<p>The harbour of Merrow has waited for a new crane since the spring, when the old one was taken down.</p>"
POST = (
    '<blockquote class="twitter-tweet"><p>The crane is here.</p>&mdash; Nell Otway (@nellotway) '
    '<a href="https://twitter.com/nellotway/status/12">May 4, 2026</a></blockquote>'
)


def test_handle_and_address_of_a_forgotten_speaker_are_gone():
    record = sayso.attribute(f"<html><body><article><h1>Crane row</h1>{PROSE}{POST}{PROSE}</article></body></html>")
    assert record.article.quotations[0].handle == "@nellotway"
    record = msgspec.structs.replace(record, article=msgspec.structs.replace(record.article, source_map=()))
    gone = {one.id for one in record.speakers if one.name == "Nell Otway"}
    assert gone
    left = redact(record, gone).to_json()
    assert "Otway" not in left
    assert "/nellotway/" not in left
    assert "crane is here" not in left
