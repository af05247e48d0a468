"""Escaping of deceptive characters for screens, charts and reports."""

from __future__ import annotations

from sayso.text.hazards import one_for_one, visible


def test_hazards_become_code_points_and_byte_order_marks_are_removed() -> None:
    assert visible("a\u202eb\x07c\ufeffd\u200be\tf\ng") == "a⟨U+202E⟩b⟨U+0007⟩cde\tf\ng"
    assert visible("👩\u200d🚒 and क्\u200cष") == "👩\u200d🚒 and क्\u200cष"


def test_one_for_one_preserves_offsets() -> None:
    assert one_for_one("a\u202eb\rc") == "a\ufffdb c"
