"""What a run keeps, frozen as text and numbers, in the words of the matching engine."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wayfellow.pairing.recipe import RULES

if TYPE_CHECKING:
    from wayfellow.matching import Mentor, Must, Pin, Pool, Settings, Student

type Cells = Mapping[str, Any]


class Faulty(Exception):
    """The pool or the configuration cannot be matched; each fault in a sentence."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def settings_of(toml: str) -> "Settings":
    """What a configuration says; Faulty when the engine does not understand it."""
    from wayfellow.matching import BadInput, read_settings  # noqa: PLC0415

    try:
        return read_settings(toml)
    except BadInput as bad:
        raise Faulty(tuple(fault.reason for fault in bad.faults)) from bad


def students_of(pool: Cells) -> "dict[str, Student]":
    """The students by id."""
    from wayfellow.matching import Student  # noqa: PLC0415

    return {id_: Student(id=id_, cells=cells) for id_, cells in pool["students"].items()}


def mentors_of(pool: Cells) -> "dict[str, Mentor]":
    """The mentors by id."""
    from wayfellow.matching import Mentor  # noqa: PLC0415

    return {id_: Mentor(id=id_, cells=cells) for id_, cells in pool["mentors"].items()}


def pins_of(rows: Iterable[Iterable[str]]) -> "list[Pin]":
    """Who is kept together, and who apart."""
    from wayfellow.matching import Pin  # noqa: PLC0415

    return [Pin(kind=kind, student=student, mentor=mentor) for kind, student, mentor in rows]


def pool_of(pool: Cells, toml: str) -> "Pool":
    """Everybody of a frozen pool, with its pins."""
    from wayfellow.matching import Pool  # noqa: PLC0415

    return Pool(
        students=tuple(students_of(pool).values()),
        mentors=tuple(mentors_of(pool).values()),
        settings=settings_of(toml),
        pins=tuple(pins_of(pool["pins"])),
    )


def key_of(must: "Must") -> str:
    """The key of a hard rule; one that is none of ours is told by its columns."""
    columns = (must.kind, must.student, must.mentor)
    known = (key for key, row in RULES.items() if row[:3] == columns)
    return next(known, f"{must.student}, {must.mentor}")
