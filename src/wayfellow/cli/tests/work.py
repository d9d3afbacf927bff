"""Background work of the tests: some that lasts, and some that kills who does it."""

import os
import signal
from pathlib import Path
from threading import Event

from django.tasks import task


@task
def last(diary: str) -> None:
    """Note who began; the first never comes to an end."""
    path = Path(diary)
    is_first = not path.exists()
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    if is_first:
        Event().wait()


@task
def kill(diary: str) -> None:
    """Note who began, and kill them."""
    with Path(diary).open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    os.kill(os.getpid(), signal.SIGKILL)
