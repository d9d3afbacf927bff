"""The stop-watch of a run: time spent by stage, how far it is, the time limit, the wish to stop."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wayfellow.matching.types import Cancelled

type Progress = Callable[[str, float], None]
"""Takes the name of the stage and the share of the whole work that is done, from 0 to 1."""

# Each stage with the share of the work that lies before it, its own, and how often its loops usually
# look at the watch, as measured on seasons of 600 to 5,000 students.
PLAN = {
    "read": (0.0, 0.06, 1),
    "candidates": (0.06, 0.14, 90),
    "relaxation": (0.20, 0.10, 90),
    "groups": (0.30, 0.32, 340),
    "search": (0.62, 0.20, 130),
    "proof": (0.82, 0.12, 150),
    "reasons": (0.94, 0.06, 1),
}

_listener: ContextVar[Progress | None] = ContextVar("listener", default=None)


@contextmanager
def told_to(progress: Progress) -> Iterator[None]:
    """Whatever is solved inside tells ``progress`` how far it is; the answer never depends on it."""
    before = _listener.set(progress)
    try:
        yield
    finally:
        _listener.reset(before)


class Watch:
    def __init__(self, limit: float | None, cancelled: Callable[[], bool] | None) -> None:
        self._start = time.perf_counter()
        self._limit = limit
        self._cancelled = cancelled
        self._progress = _listener.get()
        self._stage, self._looks = "", 0
        self.seconds: dict[str, float] = {}
        self.cut = False

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Counts what happens inside towards the stage."""
        self._stage, self._looks = name, 0
        self.pulse()
        begun = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - begun
            self.seconds[name] = round(self.seconds.get(name, 0.0) + spent, 3)

    def pulse(self) -> None:
        """Raises ``Cancelled`` when the caller does not want the answer any more."""
        if self._progress is not None and self._stage in PLAN:
            self._progress(self._stage, self._share())
        self._looks += 1
        if self._cancelled is not None and self._cancelled():
            raise Cancelled

    def _share(self) -> float:
        """How far the work is: by what usually lies before and after, or by the time there is."""
        before, own, usual = PLAN[self._stage]
        share = before + own * min(1.0, self._looks / usual)
        if self._limit:
            share = max(share, (time.perf_counter() - self._start) / self._limit)
        return min(1.0, share)

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
