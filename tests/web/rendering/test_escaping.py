"""Foreign text is shown and does nothing, and every message of the screens is used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import sayso.web
from sayso.terms import Act, BlockKind, Form, SpeakerKind
from sayso.web.rendering.escaping import one_for_one, short, shown, visible, web_address
from sayso.web.rendering.messages import messages

T = messages()
FOLDER = Path(sayso.web.__file__).parent


def test_foreign_text_shows_what_it_hides() -> None:
    assert shown("<b>\u202egnp.exe") == "&lt;b&gt;⟨U+202E⟩gnp.exe"
    assert visible("a\u200bb\ufeff\ud800") == "ab⟨U+D800⟩"
    assert len(one_for_one("a\u202e\r\x00b")) == 5
    assert short("a long line of words", 9) == "a long …"
    urls = ("https://a.example/x", "javascript:alert(1)", "//a.example", "http://[", None)
    assert [web_address(url) for url in urls] == ["https://a.example/x", None, None, None, None]


def test_every_message_is_used_and_every_message_that_is_used_is_there() -> None:
    told = tomllib.loads((FOLDER / "rendering" / "messages.en.toml").read_text(encoding="utf-8"))
    known = {f"{part}.{name}" for part, section in told.items() for name in section}
    sources = [*FOLDER.rglob("*.py"), *FOLDER.glob("templates/*.html")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    called = set(re.findall(r"""\bt\(\s*["']([a-z]+\.[a-z_]+)["']""", code))
    assert called - known == set()
    named = called | set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", code))
    # Some keys are put together, section and a word of the code: those have to be a word of it.
    formed = {name for pair in re.findall(r"""["']([a-z]+)\.\{|["']([a-z]+)\.["'] ~""", code) for name in pair if name}
    words = set(re.findall(r"\w+", code)) | {str(one) for kind in (Act, BlockKind, Form, SpeakerKind) for one in kind}
    words |= {"reworded", "reattributed", "recast", "altered", "part", "earliest", "exact", "caption"}  # the archive's
    loose = known - named
    loose = {key.removesuffix("_about") for key in loose}
    assert {key for key in loose if key.split(".")[0] not in formed or key.split(".")[1] not in words} == set()


def test_messages_choose_the_number() -> None:
    assert T("page.statements", n=1) == "1 statement"
    assert T("page.statements", n=1200) == "1,200 statements"
    with pytest.raises(KeyError):
        T("page.nonsense")
