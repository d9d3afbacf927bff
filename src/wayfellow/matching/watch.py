"""The stop-watch of a run: time spent by stage, the time limit, and the wish to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wayfellow.matching.types import Cancelled


class Watch:
    def __init__(self, limit: float | None, cancelled: Callable[[], bool] | None) -> None:
        self._start = time.perf_counter()
        self._limit = limit
        self._cancelled = cancelled
        self.seconds: dict[str, float] = {}
        self.cut = False

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what happens inside towards the stage."""
        self.pulse()
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)

    def pulse(self) -> None:
        """Raises ``Cancelled`` when the caller does not want the answer any more."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def late(self) -> bool:
        """Whether the time is up; once it is, the answer counts as cut."""
        self.pulse()
        if self._limit is not None and time.perf_counter() - self._start >= self._limit:
            self.cut = True
        return self.cut

    def left(self) -> float | None:
        """Seconds until the limit."""
        if self._limit is None:
            return None
        return max(0.05, self._limit - (time.perf_counter() - self._start))
