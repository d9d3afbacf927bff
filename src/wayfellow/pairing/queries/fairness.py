"""How the students of a run fared by what they are, and which differences are more than chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.applications.models import Application
from wayfellow.pairing import engine
from wayfellow.pairing.models import Run
from wayfellow.pairing.pool import NOT_SAID
from wayfellow.pairing.queries.moves import held

if TYPE_CHECKING:
    from wayfellow.matching import Comparison, Finding, Pair, Part

ATTRIBUTES = {
    "institution": gettext_lazy("Institution"),
    "school": gettext_lazy("School"),
    "course": gettext_lazy("Course"),
    "year": gettext_lazy("Year of study"),
    "field": gettext_lazy("Field"),
    "languages": gettext_lazy("Language"),
    "skills": gettext_lazy("Skill"),
    "interests": gettext_lazy("Interest"),
    "values": gettext_lazy("What matters in work"),
}
"""What students are told apart by, with its label; the pool's own columns last."""

SHOWN = 12
"""So many values of an attribute are shown at once: those with the most students."""

RARE = 0.001


@dataclass(frozen=True, slots=True)
class Shown:
    """One attribute as the page shows it."""

    label: str
    comparison: "Comparison"
    parts: "list[Part]"
    more: int
    """How many rarer values are not shown."""

    @property
    def lines(self) -> "list[tuple[str, Part]]":
        """Each value as it is read, with its figures."""
        return [(value_of(part), part) for part in self.parts]


@dataclass(frozen=True, slots=True)
class Audit:
    """Everything of the page."""

    everybody: "Part | None"
    sentences: list[tuple[str, str]]
    """A tone and a difference in words."""
    shown: list[Shown]
    alike: list[str]
    """Attributes in which all students are the same."""

    @property
    def tone(self) -> str:
        return "waits" if any(tone == "harm" for tone, _said in self.sentences) else "good"


def audit(run: Run) -> Audit:
    """The audit of a run as its groups stand now."""
    students = _students(run)
    found = engine.audited(students, _pairs(run), ATTRIBUTES)
    labels = {name: str(label) for name, label in ATTRIBUTES.items()}
    sentences = [
        ("harm" if finding.worse else "info", _sentence(labels[each.attribute], part, finding))
        for each in found
        for part in each.parts
        for finding in part.findings
    ]
    return Audit(
        everybody=found[0].everybody if found else None,
        sentences=sorted(sentences, key=lambda said: said[0] != "harm"),
        shown=[_shown(labels[each.attribute], each) for each in found if each.parts],
        alike=[labels[each.attribute] for each in found if not each.parts],
    )


def _students(run: Run) -> dict[str, Mapping[str, str]]:
    """The pool's cells, and beside them what the students tell of their studies."""
    cells = {id_: row.cells for id_, row in held(run).students.items()}
    rows = Application.objects.filter(pk__in=[int(id_) for id_ in cells]).values_list(
        "pk",
        "institution__short_name",
        "student__school",
        "student__course",
        "student__year_of_study",
    )
    told = {
        str(pk): {"institution": where, "school": school, "course": course, "year": str(year or "")}
        for pk, where, school, course, year in rows
    }
    nothing = dict.fromkeys(("institution", "school", "course", "year"), "")
    return {
        id_: {
            **row,
            **{
                name: " ".join(str(text or "").replace("|", "/").split())
                for name, text in told.get(id_, nothing).items()
            },
        }
        for id_, row in cells.items()
    }


def _pairs(run: Run) -> "list[Pair]":
    rows = run.proposals.order_by("student").values_list("student", "mentor", "score", "listed")
    return [engine.kept_pair(*row) for row in rows]


def _shown(label: str, comparison: "Comparison") -> Shown:
    # What stands out is never among those that are cut off.
    stands = [part for part in comparison.parts if part.findings]
    others = [part for part in comparison.parts if not part.findings]
    room = max(SHOWN - len(stands), 0)
    parts = [part for part in comparison.parts if part in stands or part in others[:room]]
    return Shown(label, comparison, parts, len(comparison.parts) - len(parts))


def value_of(part: "Part") -> str:
    """A value as it is read."""
    return part.value if part.value not in ("", NOT_SAID) else _("not said")


def _sentence(label: str, part: "Part", finding: "Finding") -> str:
    mean = round(part.mean) if part.mean is not None else 0
    words = {"label": label, "value": value_of(part), "n": part.students}
    if finding.measure == "placed":
        said = (
            _("%(label)s “%(value)s”: fewer have a place than elsewhere, %(placed)d of %(n)d.")
            if finding.worse
            else _("%(label)s “%(value)s”: more have a place than elsewhere, %(placed)d of %(n)d.")
        )
    elif finding.measure == "score":
        said = (
            _("%(label)s “%(value)s”: lower scores than elsewhere, %(mean)d on average.")
            if finding.worse
            else _("%(label)s “%(value)s”: higher scores than elsewhere, %(mean)d on average.")
        )
    else:
        said = (
            _("%(label)s “%(value)s”: fewer got a mentor they chose, %(listed)d of %(wishing)d.")
            if finding.worse
            else _(
                "%(label)s “%(value)s”: more got a mentor they chose, %(listed)d of %(wishing)d."
            )
        )
    figures = {"placed": part.placed, "listed": part.listed, "wishing": part.wishing, "mean": mean}
    return f"{said % {**words, **figures}} {_chance(finding.chance)}"


def _chance(chance: float) -> str:
    if chance < RARE:
        return _("By chance that would come about less than once in 1,000 matchings.")
    return _("By chance that would come about about once in %(n)d matchings.") % {
        "n": round(1 / chance)
    }


def in_short(audit: Audit) -> str:
    """The audit in one sentence."""
    worse = sum(tone == "harm" for tone, _said in audit.sentences)
    if not audit.shown:
        return _("There is nothing by which these students could be told apart.")
    if not worse:
        looked = get_text_list([each.label for each in audit.shown], _("and"))
        return _("Nobody fares worse by more than chance, looked at by: %(looked)s.") % {
            "looked": looked
        }
    return _("Some students fare worse than others by more than chance. Look at why below.")
