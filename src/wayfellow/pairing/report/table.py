"""What an account is made of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, what it says, and rows under their columns' names."""

    title: str
    text: str = ""
    head: tuple[str, ...] = ()
    rows: Sequence[tuple[str, ...]] = ()

    @property
    def labelled(self) -> list[list[tuple[str, str]]]:
        """Each row's cells with their columns' names, which a narrow page shows beside them."""
        return [list(zip(self.head, row, strict=True)) for row in self.rows]
