"""Shows a record: in a notebook as HTML, elsewhere as ``sayso read --format page`` prints it."""

from __future__ import annotations

import sys

from sayso.terms import Record


def show(record: Record) -> None:
    """Show a record. A notebook displays it; elsewhere it is printed on standard output."""
    if _in_notebook():
        from IPython import display

        display.display(record)  # the kernel calls _repr_html_
        return
    from sayso.cli.terminal.output import stream, write_screens

    with stream(None) as file:
        write_screens([(record.article.url or record.article.headline or "page", record)], file, "page")


def _in_notebook() -> bool:
    """Whether a kernel runs this code. IPython on a terminal has none."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None
