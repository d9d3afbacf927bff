"""What came of a file: every fault with its place, and how many rows were what."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A row that cannot be taken; ``column`` is the file's own heading, empty for the whole row."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """Faults, else how many rows were new, changed, unchanged; ``notes`` are worth a look."""

    faults: list[Fault] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows that were taken or would be."""
        return self.new + self.changed + self.unchanged


class Tally(Counter[str]):
    """Counts while a file goes in: new, changed, unchanged, and what notes speak of."""
