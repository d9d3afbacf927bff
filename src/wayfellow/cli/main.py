"""The ``wayfellow`` command."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from wayfellow import __version__
from wayfellow.cli import demonstration, imports, look, match, run, seeds
from wayfellow.cli.fault import Fault, explained

DESCRIPTION = "Career-mentoring programmes for universities and polytechnics."
ROOMS = (run, match, imports, seeds, demonstration, look)
"""Modules whose ``register`` adds their commands."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command: 0 done, 1 refused with a sentence that says what to do, 2 usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayfellow.config.settings")
    arguments = parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.func
    try:
        with explained():
            return command(arguments)
    except Fault as fault:
        print(f"wayfellow: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does; that is not a fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    found = argparse.ArgumentParser(prog="wayfellow", description=DESCRIPTION)
    found.add_argument("--version", action="version", version=f"wayfellow {__version__}")
    commands = found.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for room in ROOMS:
        room.register(commands)
    return found
