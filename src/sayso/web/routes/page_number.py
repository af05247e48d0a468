"""The path of a page's screens, with a bounded page number."""

from __future__ import annotations

from typing import Final

from starlette.convertors import IntegerConvertor, register_url_convertor


class PageNumber(IntegerConvertor):
    """Page numbers that fit into a database integer; other addresses are not found."""

    regex = "[0-9]{1,15}"


register_url_convertor("page", PageNumber())
PAGE: Final = "/pages/p{number:page}"
