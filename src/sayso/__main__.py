"""``python -m sayso`` is ``sayso``."""

from sayso.cli import main

if __name__ == "__main__":  # the processes that read pages for a server import this module, too
    main()
