"""What could deceive the eye or a parser is made visible, in one way for screens, charts and reports."""

from __future__ import annotations

from sayso.text.hazards import one_for_one, visible


def test_hazards_become_their_code_points_and_empty_marks_vanish() -> None:
    assert visible("a\u202eb\x07c\ufeffd\u200be\tf\ng") == "a⟨U+202E⟩b⟨U+0007⟩cde\tf\ng"
    assert visible("👩\u200d🚒 and क्\u200cष") == "👩\u200d🚒 and क्\u200cष"


def test_offsets_stay_where_hazards_are_replaced_one_for_one() -> None:
    assert one_for_one("a\u202eb\rc") == "a\ufffdb c"
