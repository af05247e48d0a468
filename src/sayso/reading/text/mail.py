"""E-mails to articles: the newsletter's HTML or text, with what its head says of sender, subject and date."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import parseaddr, parsedate_to_datetime

from msgspec.structs import replace

from sayso.errors import InputError
from sayso.limits import Options
from sayso.reading.inputs.decoding import charset
from sayso.reading.inputs.formats import is_html
from sayso.reading.metadata.bylines import people
from sayso.terms import Article, Page

_SURROGATE = re.compile("[\ud800-\udfff]")
_QUOTED = re.compile(
    r"(?m)^(?:>|On [^\n]{5,120} wrote:|-{2,}\s?(?:original|forwarded) message|Begin forwarded message|From: )"
    r"|<blockquote",
    re.I,
)
"""Where another mail is quoted."""
_MOST_PARTS = 1000
_MOST_HEADS = 20_000
_MOST_HEAD = 1_000
"""Characters of one field of a head that are read: Python's parser of them takes the square of the time."""


_MALFORMED = (ArithmeticError, LookupError, ValueError, AttributeError, TypeError, AssertionError, RecursionError)


class _Short(EmailPolicy):
    """How a mail is parsed, each field of a head cut to its beginning."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a field."""
        name, value = super().header_source_parse(sourcelines)
        return name[:_MOST_HEAD], value[:_MOST_HEAD]


_POLICY = _Short()


def read_mail(page: Page, options: Options) -> Article:
    """The article of an e-mail: its HTML part, else its plain text. Raises InputError where it has neither."""
    data = page.data if isinstance(page.data, bytes) else page.data.encode("utf-8", "replace")
    if data.count(b"\n--") > _MOST_PARTS or data.count(b"\n", 0, data.find(b"\n\n")) > _MOST_HEADS:
        raise InputError(
            f"the e-mail has more than {_MOST_PARTS:,} parts or {_MOST_HEADS:,} lines of head",
            "Save its text and hand that in",
            page.name,
        )
    try:
        mail = message_from_bytes(data, policy=_POLICY)
        assert isinstance(mail, EmailMessage)
        text = _text(mail)
    except _MALFORMED as error:
        raise InputError(
            f"the e-mail is malformed ({error})", "Save it again from the mail program", page.name
        ) from error
    if not text.strip():
        raise InputError("the e-mail holds no text", "Hand in one with a text or HTML part", page.name)
    heads = {name: _head(mail, name) for name in ("subject", "from", "date")}
    article = _read(Page(text, page.name, page.url), text, options)
    name, address = parseaddr(heads["from"])
    sender = people([name])
    own = text[: quoted.start()] if (quoted := _QUOTED.search(text)) else text
    printed = article.byline if any(author in own for author in article.byline) else ()
    return replace(
        article,
        headline=article.headline or heads["subject"].strip() or None,
        byline=printed or sender or article.byline,
        published=_date(heads["date"]) or article.published,
        publisher=article.publisher or (None if sender else name.strip() or None),
        contact=article.contact or (address or None),
    )


def _head(mail: EmailMessage, name: str) -> str:
    """A field of the head, decoded; empty where it is not there or malformed: the mail can be read without it."""
    try:
        return _SURROGATE.sub("\ufffd", str(mail.get(name) or ""))
    except _MALFORMED:
        return ""


def _text(mail: EmailMessage) -> str:
    """The part to read, decoded; bytes that its charset does not know become replacement characters."""
    part = mail.get_body(("html", "plain"))
    if part is None:
        return ""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return data.decode(charset(part.get_content_charset()) or "utf-8", "replace")


def _read(page: Page, text: str, options: Options) -> Article:
    """The part as a page of its own."""
    if is_html(text):
        from sayso.reading.html.reader import read_html

        return read_html(page, text, options)
    from sayso.reading.text.plain import read_text

    return read_text(page, text, options)


def _date(value: str) -> str | None:
    """The date of the head as ISO 8601."""
    try:
        return parsedate_to_datetime(value).isoformat() if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
