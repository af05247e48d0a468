"""The ``sayso`` command line. Each command is imported on first use, so that ``sayso --version`` starts fast."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final

import click

from sayso._version import __version__
from sayso.cli.commands import Group
from sayso.errors import ModelError, QueryError, SaysoError

_FOLDERS: Final = {
    "pages": ("read", "demo", "feed", "compare", "sourcing", "schema", "export"),
    "archive": ("add", "search", "speakers", "same", "trace", "diff", "archive", "corrections"),
    "services": ("batch", "serve", "mcp", "train", "doctor", "completion"),
}
_FOLDER_OF: Final = {command: folder for folder, commands in _FOLDERS.items() for command in commands}
COMMANDS: Final = (
    *("read", "demo", "feed", "compare", "sourcing", "batch", "schema"),
    *("add", "search", "speakers", "same", "trace", "diff", "export", "archive"),
    *("serve", "mcp", "corrections", "train", "doctor", "completion"),
)


class Commands(Group):
    """The command group. Each command has the name of its module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The command names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"sayso.cli.{_FOLDER_OF[cmd_name]}.{cmd_name}").command
        return command


def _version(ctx: click.Context, _param: click.Parameter, requested: bool) -> None:
    """Print the versions of package and model, and exit."""
    if not requested or ctx.resilient_parsing:
        return
    from sayso.tagging.model import model_name

    try:
        model = f"model {model_name()}"
    except ModelError as error:
        model = f"no model: {error}"
    click.echo(f"sayso {__version__}, {model}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of package and model, and exit.",
)
def sayso() -> None:
    """Who said it, and on whose say-so: the attributed statements of news pages, with their evidence.

    Results go to standard output, messages to standard error. Exit codes: 0 success, 1 a page could not be read or an
    operation failed, 2 usage error.
    """


def main(args: list[str] | None = None) -> None:
    """Run the command line and exit with its code. A user error is one line on stderr, not a traceback."""
    from sayso.cli.terminal.safe import complain, safe
    from sayso.cli.terminal.streams import replace_closed_streams

    replace_closed_streams()
    try:
        code = sayso.main(args, prog_name="sayso", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.message = safe(error.message)  # type: ignore[misc]  # click declares it Final
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        # The reader of the pipe is gone. Redirect stdout, so that the flush at exit does not fail too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = 1
    except UnicodeEncodeError as error:
        complain(QueryError(f"{error.object[:80]!r} is not valid UTF-8", "Encode arguments as UTF-8"))
        code = 2
    except (SaysoError, OSError) as error:
        complain(error)
        code = 1
    sys.exit(code or 0)
