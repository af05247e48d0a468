"""Convert emails to articles: the HTML or text part, with sender, subject and date from the header."""

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
_QUOTED_MAIL = re.compile(
    r"(?m)^(?:>|On [^\n]{5,120} wrote:|-{2,}\s?(?:original|forwarded) message|Begin forwarded message|From: )"
    r"|<blockquote",
    re.I,
)
"""Start of a quoted email."""
_MAX_PARTS = 1000
_MAX_HEADER_LINES = 20_000
_MAX_FIELD_CHARS = 1_000
"""Longer header fields are truncated because Python parses them in quadratic time."""


_PARSER_ERRORS = (ArithmeticError, LookupError, ValueError, AttributeError, TypeError, AssertionError, RecursionError)


class _TruncatingPolicy(EmailPolicy):
    """Email policy that truncates header fields."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a field, truncated."""
        name, value = super().header_source_parse(sourcelines)
        return name[:_MAX_FIELD_CHARS], value[:_MAX_FIELD_CHARS]


_POLICY = _TruncatingPolicy()


def read_mail(page: Page, options: Options) -> Article:
    """Return the article of an email from its HTML part or else its text part. Raises InputError if it has neither."""
    data = page.data if isinstance(page.data, bytes) else page.data.encode("utf-8", "replace")
    if data.count(b"\n--") > _MAX_PARTS or data.count(b"\n", 0, data.find(b"\n\n")) > _MAX_HEADER_LINES:
        raise InputError(
            f"the email has more than {_MAX_PARTS:,} parts or {_MAX_HEADER_LINES:,} header lines",
            "Save its text and read that",
            page.name,
        )
    try:
        mail = message_from_bytes(data, policy=_POLICY)
        assert isinstance(mail, EmailMessage)
        text = _body_text(mail)
    except _PARSER_ERRORS as error:
        raise InputError(
            f"the email is malformed ({error})", "Save it again from the mail program", page.name
        ) from error
    if not text.strip():
        raise InputError("the email contains no text", "Provide an email with a text or HTML part", page.name)
    fields = {name: _header_field(mail, name) for name in ("subject", "from", "date")}
    article = _read_part(Page(text, page.name, page.url), text, options)
    name, address = parseaddr(fields["from"])
    sender = people([name])
    own_text = text[: quoted.start()] if (quoted := _QUOTED_MAIL.search(text)) else text
    printed_byline = article.byline if any(author in own_text for author in article.byline) else ()
    return replace(
        article,
        headline=article.headline or fields["subject"].strip() or None,
        byline=printed_byline or sender or article.byline,
        published=_date(fields["date"]) or article.published,
        publisher=article.publisher or (None if sender else name.strip() or None),
        contact=article.contact or (address or None),
    )


def _header_field(mail: EmailMessage, name: str) -> str:
    """Return a decoded header field, or an empty string if it is missing or malformed."""
    try:
        return _SURROGATE.sub("\ufffd", str(mail.get(name) or ""))
    except _PARSER_ERRORS:
        return ""


def _body_text(mail: EmailMessage) -> str:
    """Return the decoded HTML or text part; invalid bytes become replacement characters."""
    part = mail.get_body(("html", "plain"))
    if part is None:
        return ""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return data.decode(charset(part.get_content_charset()) or "utf-8", "replace")


def _read_part(page: Page, text: str, options: Options) -> Article:
    """Read the part as a separate page."""
    if is_html(text):
        from sayso.reading.html.reader import read_html

        return read_html(page, text, options)
    from sayso.reading.text.plain import read_text

    return read_text(page, text, options)


def _date(value: str) -> str | None:
    """Return the date of the header as ISO 8601."""
    try:
        return parsedate_to_datetime(value).isoformat() if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
