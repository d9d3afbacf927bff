"""What a coordinator supposes beside the people as they are: for one question, or for one run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from wayfellow.pairing.recipe import Recipe

type Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Differences from a run; an empty one changes nothing."""

    pins: tuple[tuple[str, str, str], ...] = ()
    """Kind, student and mentor: beside the pins that coordinators keep for every run."""
    mentors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Cells of mentors that are taken to be otherwise."""
    weights: Mapping[str, int] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    """Hard rules that are left out."""

    def __bool__(self) -> bool:
        return bool(self.pins or self.mentors or self.weights or self.without)

    @classmethod
    def read(cls, kept: Cells) -> Self:
        """What ``as_json`` wrote."""
        return cls(
            pins=tuple((kind, student, mentor) for kind, student, mentor in kept.get("pins", [])),
            mentors=kept.get("mentors", {}),
            weights=kept.get("weights", {}),
            without=frozenset(kept.get("without", [])),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept with the run."""
        return {
            "pins": [list(pin) for pin in self.pins],
            "mentors": {id_: dict(cells) for id_, cells in self.mentors.items()},
            "weights": dict(self.weights),
            "without": sorted(self.without),
        }

    def after(self, earlier: Self) -> Self:
        """This change on top of an ``earlier`` one."""
        pins = {pin[1:]: pin for pin in [*earlier.pins, *self.pins]}
        both = {*earlier.mentors, *self.mentors}
        mentors = {
            id_: {**earlier.mentors.get(id_, {}), **self.mentors.get(id_, {})} for id_ in both
        }
        return replace(
            self,
            pins=tuple(pins.values()),
            mentors=mentors,
            weights={**earlier.weights, **self.weights},
            without=earlier.without | self.without,
        )

    def pool(self, frozen: Cells) -> dict[str, Any]:
        """The frozen pool as it is supposed to be; people who are not in it are passed over."""
        students, mentors = frozen["students"], frozen["mentors"]
        pins = {tuple(pin[1:]): list(pin) for pin in frozen["pins"]}
        for kind, student, mentor in self.pins:
            if student in students and mentor in mentors:
                if kind == "lock":
                    # A student is kept with one mentor only: with the one said last.
                    pins = {
                        pair: pin
                        for pair, pin in pins.items()
                        if pair[0] != student or pin[0] != "lock"
                    }
                pins[student, mentor] = [kind, student, mentor]
        changed = {
            id_: {**cells, **self.mentors[id_]} if id_ in self.mentors else cells
            for id_, cells in mentors.items()
        }
        return {**frozen, "mentors": changed, "pins": list(pins.values())}

    def seats(self, frozen: Cells) -> dict[str, tuple[int, int]] | None:
        """The fewest and the most of the mentors that are taken to be otherwise.

        None when more than pins and seats is otherwise, or a lock would take a student from the
        mentor of another lock: such a change needs a search from the start.
        """
        found = {}
        for id_, cells in self.mentors.items():
            if id_ not in frozen["mentors"] or not {*cells} <= {"fewest", "most"}:
                return None
            now = {**frozen["mentors"][id_], **cells}
            found[id_] = (int(now["fewest"]), int(now["most"]))
        pairs = {(student, mentor) for _kind, student, mentor in self.pins}
        locked = {student for kind, student, _mentor in self.pins if kind == "lock"}
        before = {(student, mentor) for _kind, student, mentor in frozen["pins"]}
        taken = {student for kind, student, _mentor in frozen["pins"] if kind == "lock"}
        strangers = any(
            student not in frozen["students"] or mentor not in frozen["mentors"]
            for student, mentor in pairs
        )
        return None if strangers or locked & taken or pairs & before else found

    def toml(self, configuration: str) -> str:
        """The configuration with other weights and without some rules."""
        if not self.weights and not self.without:
            return configuration
        recipe = Recipe.read(configuration)
        return replace(
            recipe,
            weights={**recipe.weights, **self.weights},
            rules=recipe.rules - self.without,
        ).toml()
