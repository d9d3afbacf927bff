"""Who is left over in a run, and the smallest change that would help; each is one click."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from wayfellow.applications.models import Application
from wayfellow.pairing.changes import Change
from wayfellow.pairing.judging import Bench
from wayfellow.pairing.models import Run
from wayfellow.pairing.pool import NOT_SAID, folded
from wayfellow.pairing.queries.moves import held
from wayfellow.pairing.queries.runs import Left, explained, left_out
from wayfellow.pairing.recipe import CRITERIA, RULES
from wayfellow.pairing.words import beside, remedy

FIELDS = {"most": "most", "fewest": "fewest", "languages": "language", "fields_open": "field"}
"""The engine's columns of a mentor, and the field of the form that changes each."""
LOOKED_AT = 100
"""So many students without a place are tried with a mentor who has none."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that would help, as the fields of a form that starts a run with it."""

    label: str
    fields: dict[str, str]
    note: str = ""

    @property
    def query(self) -> str:
        """The same change as a question."""
        return urlencode(self.fields)


@dataclass(frozen=True, slots=True)
class Helped:
    """A student without a place, why, and what would help."""

    left: Left
    remedies: list[Remedy]


@dataclass(frozen=True, slots=True)
class Unused:
    """A mentor without students, and what would help."""

    mentor: Application
    fewest: int
    most: int
    could: int
    """How many students without a place the rules would let go there."""
    tried: int
    remedies: list[Remedy]


def helped(run: Run, rows: Sequence[dict[str, Any]]) -> list[Helped]:
    """Students of ``rows`` with the reasons in words and the remedies that are at hand."""
    programme = run.cohort.programme
    bounds = programme.fewest_mentees, programme.most_mentees
    named = {pk for row in rows for pk in _named(row)}
    # In full, as the table names those beside whom they stand.
    names = dict(Application.objects.filter(pk__in=named).values_list("pk", "person__name"))
    kept = {row["student"]: row for row in rows}
    found = []
    for left in explained(rows):
        each = [
            _remedy(some, left.student, names, bounds) for some in kept[left.student.pk]["remedies"]
        ]
        found.append(Helped(left, [one for one in each if one is not None]))
    return found


def _named(row: Mapping[str, Any]) -> Iterable[int]:
    """The people whose names the remedies of a row need."""
    return [pk for each in row["remedies"] for pk in (each["mentor"], *each["together"])]


def _remedy(
    kept: Mapping[str, Any], student: Application, names: Mapping[int, str], bounds: tuple[int, int]
) -> Remedy | None:
    """None where somebody is gone, or where the programme's groups have no such size."""
    kind, column, value = kept["kind"], kept["column"], kept["value"]
    if not {kept["mentor"], *kept["together"]} <= names.keys():
        return None
    if (kind == "seat" and int(value) > bounds[1]) or (kind == "fewest" and int(value) < bounds[0]):
        return None
    label = remedy(kind, column, _spelt(value, student), names[kept["mentor"]])
    if label is None:
        return None
    # Kept with the mentor, so that nobody else gets the place.
    fields = {"mentor": str(kept["mentor"]), "pin": "lock", "student": str(student.pk)}
    if name := FIELDS.get(column):
        fields[name] = value
    if kept["together"]:
        fields["together"] = ";".join(map(str, kept["together"]))
    return Remedy(label, fields, beside(kept["score"], [names[pk] for pk in kept["together"]]))


def _spelt(value: str, student: Application) -> str:
    """As the student wrote it; the engine knows only the folded word."""
    said = [*student.languages, student.student.field]
    return next((str(word) for word in said if folded(word) == value), value)


def idle(run: Run) -> list[int]:
    """The mentors of the run to whom nobody was given, by key."""
    busy = set(run.proposals.values_list("mentor", flat=True))
    return [int(id_) for id_ in held(run).mentors if int(id_) not in busy]


def unused(run: Run, ids: Sequence[int]) -> list[Unused]:
    """The mentors ``ids`` with what would give them a group."""
    bench = held(run)
    waiting = [row["student"] for row in left_out(run)][:LOOKED_AT]
    names = dict(Application.objects.filter(pk__in=waiting).values_list("pk", "person__name"))
    mentors = Application.objects.select_related("person", "mentor").in_bulk(ids)
    fewest = run.cohort.programme.fewest_mentees
    return [
        _unused(bench, mentors[pk], [each for each in waiting if each in names], names, fewest)
        for pk in ids
        if pk in mentors
    ]


def _unused(
    bench: Bench, mentor: Application, waiting: Sequence[int], names: dict[int, str], least: int
) -> Unused:
    fewest, most = bench.seats(mentor.pk)
    judged = {pk: bench.judge(pk, mentor.pk) for pk in waiting if str(pk) in bench.students}
    fit = sorted((pk for pk, each in judged.items() if each.lawful), key=lambda p: -judged[p].score)
    key = {"mentor": str(mentor.pk)}
    found = [
        Remedy(
            _("Keep %(student)s with them") % {"student": names[pk]},
            {**key, "pin": "lock", "student": str(pk)},
        )
        for pk in fit[:1]
    ]
    if fewest > least:
        words = _("Let the group begin with %(n)d") % {"n": least}
        found.append(Remedy(words, {**key, "fewest": str(least)}))
    return Unused(mentor, fewest, most, len(fit), len(judged), found)


def supposed(run: Run) -> list[str]:
    """What the run takes to be otherwise than people have said, in sentences."""
    kept = Run.objects.filter(pk=run.pk).values_list("pool__supposed", flat=True).first()
    return told(Change.read(kept)) if kept else []


def told(change: Change) -> list[str]:
    """A change in sentences."""
    ids = {*change.mentors, *(id_ for pin in change.pins for id_ in pin[1:])}
    people = Application.objects.filter(pk__in=[int(id_) for id_ in ids]).select_related("person")
    names = {str(row.pk): row.person.called for row in people}
    said = []
    for kind, student, mentor in change.pins:
        pair = {"student": names.get(student, student), "mentor": names.get(mentor, mentor)}
        together = _("%(student)s is kept with %(mentor)s.")
        apart = _("%(student)s is not put with %(mentor)s.")
        said.append((together if kind == "lock" else apart) % pair)
    for id_, cells in sorted(change.mentors.items()):
        name = names.get(id_, id_)
        if "most" in cells:
            said.append(_("%(name)s takes up to %(n)s.") % {"name": name, "n": cells["most"]})
        if "fewest" in cells:
            less = {"name": name, "n": cells["fewest"]}
            said.append(_("A group with %(name)s begins at %(n)s.") % less)
        if "languages" in cells:
            spoken = cells["languages"].replace("|", ", ")
            said.append(_("%(name)s speaks: %(spoken)s.") % {"name": name, "spoken": spoken})
        if "fields_open" in cells:
            fields = [each for each in cells["fields_open"].split("|") if each != NOT_SAID]
            taken = {"name": name, "fields": ", ".join(fields)}
            said.append(_("%(name)s takes students from: %(fields)s.") % taken)
    said += [
        _("Without the rule “%(rule)s”.") % {"rule": RULES[rule][-1]}
        for rule in sorted(change.without)
    ]
    said += [
        _("“%(label)s” counts %(n)d.") % {"label": CRITERIA[name][-1], "n": weight}
        for name, weight in change.weights.items()
    ]
    return said
