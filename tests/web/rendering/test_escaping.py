"""Escaping of untrusted text, and the message file."""

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


def test_control_characters_of_untrusted_text_are_visible() -> None:
    assert shown("<b>\u202egnp.exe") == "&lt;b&gt;⟨U+202E⟩gnp.exe"
    assert visible("a\u200bb\ufeff\ud800") == "ab⟨U+D800⟩"
    assert len(one_for_one("a\u202e\r\x00b")) == 5
    assert short("a long line of words", 9) == "a long …"
    urls = ("https://a.example/x", "javascript:alert(1)", "//a.example", "http://[", None)
    assert [web_address(url) for url in urls] == ["https://a.example/x", None, None, None, None]


def test_every_message_is_used_and_every_used_message_exists() -> None:
    sections = tomllib.loads((FOLDER / "rendering" / "messages.en.toml").read_text(encoding="utf-8"))
    known = {f"{section}.{name}" for section, entries in sections.items() for name in entries}
    sources = [*FOLDER.rglob("*.py"), *FOLDER.glob("templates/*.html")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    called = set(re.findall(r"""\bt\(\s*["']([a-z]+\.[a-z_]+)["']""", code))
    assert called - known == set()
    named = called | set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", code))
    # Some keys are composed of a section and a value: the value must occur in the code or be a term.
    composed = {
        name for pair in re.findall(r"""["']([a-z]+)\.\{|["']([a-z]+)\.["'] ~""", code) for name in pair if name
    }
    values = set(re.findall(r"\w+", code)) | {
        str(term) for enum in (Act, BlockKind, Form, SpeakerKind) for term in enum
    }
    # values that the archive package returns
    values |= {"reworded", "reattributed", "recast", "altered", "part", "earliest", "exact", "caption"}
    # sections that a screen prints whole; each term is explained under the key of its name
    whole = {key for key in known if key.split(".")[0] == "term" or key.startswith("keys_")}
    assert {key.removeprefix("term.") for key in whole if key.startswith("term.")} <= known
    rest = {key.removesuffix("_about") for key in known - named - whole}
    assert {key for key in rest if key.split(".")[0] not in composed or key.split(".")[1] not in values} == set()


def test_messages_have_a_singular_and_a_plural() -> None:
    assert T("page.statements", n=1) == "1 statement"
    assert T("page.statements", n=1200) == "1,200 statements"
    with pytest.raises(KeyError):
        T("page.nonsense")
