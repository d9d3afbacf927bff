"""A user's mistake, or something missing around us: a sentence and exit status 1."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]


class Fault(Exception):
    """What is wrong and what to do, in words for the person at the terminal."""


def with_django() -> None:
    """Start Django; Fault when the environment is not understood."""
    import django  # noqa: PLC0415 - `match` and `--help` do without Django
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - see above

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Fault(str(error)) from error


@contextmanager
def explained() -> Iterator[None]:
    """Fault when the database does not answer or is not prepared, instead of a traceback."""
    try:
        yield
    except Exception as error:
        # Commands that do without Django have no database that could fail.
        known = sys.modules.get("django.db")
        if known is None or not isinstance(error, (known.OperationalError, known.ProgrammingError)):
            raise
        said = str(error).strip()
        raise Fault(f"the database refused ({said}); try: bin/wayfellow prepare") from error


def call(command: str, *args: Any, **options: Any) -> None:
    """One of Django's own commands; Fault instead of a traceback."""
    from django.core.management import call_command  # noqa: PLC0415 - see above
    from django.core.management.base import CommandError  # noqa: PLC0415 - see above
    from django.db import OperationalError  # noqa: PLC0415 - see above

    try:
        call_command(command, *args, **options)
    except (CommandError, OperationalError) as error:
        raise Fault(str(error).strip()) from error
