"""How far a long import is, for the page that waits.

The rows go in as one transaction, so nothing written to the database in between can be seen from
outside, and SQLite lets nobody else write meanwhile. The count is therefore kept beside the
uploads, which web and worker share in every deployment.
"""

import contextlib
import time

from django.core.files.storage import default_storage

EVERY = 1.0
"""Seconds between two writes."""


class Meter:
    """Tells about once a second how many of how many rows are done."""

    def __init__(self, batch: int) -> None:
        self.path = _path(batch)
        self.told = 0.0

    def tell(self, done: int, total: int) -> None:
        """Keep the count; a storage that fails must not end the import."""
        if time.monotonic() - self.told < EVERY:
            return
        self.told = time.monotonic()
        with contextlib.suppress(OSError), default_storage.open(self.path, "w") as file:
            file.write(f"{done} {total}")

    def forget(self) -> None:
        """The work is over."""
        with contextlib.suppress(OSError):
            default_storage.delete(self.path)


def read(batch: int) -> tuple[int, int]:
    """Done and total; (0, 0) when nothing is known."""
    try:
        with default_storage.open(_path(batch), "r") as file:
            done, total = map(int, file.read().split())
    except (OSError, ValueError):
        return 0, 0
    return min(done, total), total


def _path(batch: int) -> str:
    return f"progress/import-{batch}"
