"""The address of a page's screens, whose number has no more digits than a database counts."""

from __future__ import annotations

from typing import Final

from starlette.convertors import IntegerConvertor, register_url_convertor


class PageNumber(IntegerConvertor):
    """Numbers that a database holds; every other address leads nowhere."""

    regex = "[0-9]{1,15}"


register_url_convertor("page", PageNumber())
PAGE: Final = "/pages/p{number:page}"
