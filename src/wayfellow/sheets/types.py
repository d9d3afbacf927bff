"""What a file becomes, and how it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One record; ``line`` is where it begins, as the person's own program counts."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's headings and rows, every row as wide as the headings."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    encoding: str
    delimiter: str | None


class Unreadable(Exception):
    """The file cannot be read; the sentence says why, ``line`` where."""

    def __init__(self, template: str, line: int | None = None, **params: object) -> None:
        self.template = template
        self.params = params
        self.line = line
        super().__init__(template % params if params else template)


class Unfit(ValueError):
    """A cell is not what its column holds; the sentence says what is and what would be."""

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template % params if params else template)


def gettext_noop(message: str) -> str:
    """Mark a sentence for the translators; the rooms above translate it when they show it."""
    return message
