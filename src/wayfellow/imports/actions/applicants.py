"""Students and mentors of a file: accounts, memberships and applications on the reviewers' pile."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers, Part, StudentAnswers
from wayfellow.imports.actions.accounts import (
    Crowd,
    crowd,
    differs,
    enrol_all,
    profiles_of,
    register_all,
)
from wayfellow.imports.actions.order import Importer, Order, rewrite
from wayfellow.imports.reading import Line, Reading, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution
from wayfellow.people.models import Profile, User

OWN = ("languages", "skills", "interests", "values", "motivation", "city")
OVER = {State.DECLINED, State.WITHDRAWN}

type Answers = StudentAnswers | MentorAnswers


@dataclass(slots=True)
class Change:
    """What one row does: to whom, and which fields of what change."""

    line: Line
    person: User | None = None
    application: Application | None = None
    own: Values = field(default_factory=dict)
    answers: Values = field(default_factory=dict)
    profile: Values = field(default_factory=dict)
    other: bool = False
    """Whether the membership or the account's preferred name changes."""

    @property
    def kind(self) -> str:
        if self.application is None:
            return "new"
        touched = self.own or self.answers or self.profile or self.other
        return "changed" if touched else "unchanged"


class Applicants(Importer):
    """People who come as applications in the state "waiting for review"."""

    part: ClassVar[Part]
    role: ClassVar[Role]
    model: ClassVar[type[Answers]]
    facts: ClassVar[frozenset[str]] = frozenset()
    """Answers that the institution knows better than the person who wrote them."""

    def __init__(self, order: Order, reading: Reading) -> None:
        super().__init__(order, reading)
        assert order.institution is not None  # noqa: S101 - bring_in asks for it
        self.institution: Institution = order.institution
        self.answer_names = {f.name for f in self.model._meta.concrete_fields} - {"id"}

    # Judging -------------------------------------------------------------------------------

    def judge(self, lines: Sequence[Line]) -> None:
        seen = crowd(lines, self.institution, self.role)
        found = {
            row.person_id: row for row in self._applications(seen).only("person", "institution")
        }
        for line in lines:
            person = seen.people.get(line.values["email"])
            if person is not None and not person.is_active:
                self.reading.fault(line.line, "email", _("This account has been closed."))
            else:
                self.judge_one(line, person, seen, found.get(person.pk) if person else None)

    def judge_one(
        self, line: Line, person: User | None, seen: Crowd, application: Application | None
    ) -> None:
        """Note what the database does not allow of one row."""

    def _applications(self, seen: Crowd) -> models.QuerySet[Application]:
        ids = [person.pk for person in seen.people.values()]
        return Application.objects.filter(cohort=self.order.cohort, part=self.part, person__in=ids)

    # Working -------------------------------------------------------------------------------

    def work(self, lines: Sequence[Line], *, write: bool) -> None:
        self.look_up(lines)
        seen = crowd(lines, self.institution, self.role)
        seen.profiles = profiles_of(seen)
        rows = self._applications(seen).select_related(self.part.value)
        if write:
            # Nobody's autosave may slip between reading and writing.
            rows = rows.select_for_update(of=("self",))
        found = {row.person_id: row for row in rows}
        changes = [self._change(line, seen, found) for line in lines]
        for change in changes:
            self.tally[change.kind] += 1
            self.look(change.line.values)
        if write:
            self.write(changes, seen)

    def look_up(self, lines: Sequence[Line]) -> None:
        """Read what the answers refer to."""

    def look(self, values: Values) -> None:
        """Count what the notes will speak of."""

    def _change(self, line: Line, seen: Crowd, found: dict[int, Application]) -> Change:
        person = seen.people.get(line.values["email"])
        if person is None:
            return Change(line, own=self._own(line.values), answers=self.answers(line.values))
        application = found.get(person.pk)
        change = Change(line, person, application)
        number = line.values.get("student_number", "")
        change.other = differs(seen.here.get(person.pk), number)
        if (profile := seen.profiles.get(person.pk)) is not None:
            change.profile = self._profile_changes(line.values, profile)
        change.own, change.answers = self._own(line.values), self.answers(line.values)
        if application is not None:
            self._only_what_changes(change, application)
        return change

    def _own(self, values: Values) -> Values:
        return {name: _plain(values[name]) for name in OWN if name in values}

    @abstractmethod
    def answers(self, values: Values) -> Values:
        """The row's answers by the names of their columns in the model."""

    def answer_values(self, values: Values) -> Values:
        """Those of a row's values that are answers under the same name."""
        return {name: _plain(values[name]) for name in self.answer_names & values.keys()}

    def _only_what_changes(self, change: Change, application: Application) -> None:
        if application.state in OVER:
            self.tally["over"] += 1
            change.own, change.answers = {}, {}
        elif application.institution_id != self.institution.pk:
            self.tally["elsewhere"] += 1
            change.own, change.answers = {}, {}
        else:
            written = application.version > 0
            change.own = _new_values(application, change.own, keep=written)
            change.answers = {
                **_new_values(getattr(application, self.part.value), change.answers, keep=written),
                **_new_values(
                    getattr(application, self.part.value),
                    {name: change.answers[name] for name in self.facts & change.answers.keys()},
                    keep=False,
                ),
            }
            self.note_change(change, application)

    def note_change(self, change: Change, application: Application) -> None:
        """Add what follows from the values, such as that a guardian must consent."""

    def _profile_changes(self, values: Values, profile: Profile) -> Values:
        phone = values.get("phone", "")
        return {"phone": phone} if phone and not profile.phone else {}

    def write(self, changes: list[Change], seen: Crowd) -> None:
        """Make what ``changes`` say so."""
        lines = [change.line for change in changes]
        people = register_all(lines, seen.people, self.institution)
        for change in changes:
            change.person = people[change.line.values["email"]]
        self._write_profiles(changes, seen)
        joined = [(people[line.values["email"]], line.values) for line in lines]
        enrol_all(joined, self.institution, self.role, seen)
        made = self._apply_new([change for change in changes if change.application is None])
        edited = self._rewrite([change for change in changes if change.kind == "changed"])
        self.happened("bring_in", [*made, *edited])

    def _write_profiles(self, changes: list[Change], seen: Crowd) -> None:
        touched: list[Profile] = []
        for change in changes:
            if change.profile and change.person is not None:
                profile = seen.profiles[change.person.pk]
                _set(profile, change.profile)
                touched.append(profile)
        rewrite(touched, ["phone", "born_on"])

    def _apply_new(self, changes: list[Change]) -> list[Application]:
        sent = now()
        made = [
            Application(
                cohort=self.order.cohort,
                person=change.person,
                part=self.part,
                institution=self.institution,
                state=State.SUBMITTED,
                submitted_at=sent,
                saved_at=sent,
                consent_needed=self.needs_consent(change.line.values),
                **change.own,
            )
            for change in changes
        ]
        Application.objects.bulk_create(made)
        answers: list[Any] = [
            self.model(application=application, **change.answers)
            for application, change in zip(made, changes, strict=True)
        ]
        self.model._default_manager.bulk_create(answers)
        return made

    def needs_consent(self, values: Values) -> bool:
        """Whether a guardian must consent to what a new row asks."""
        return False

    def _rewrite(self, changes: list[Change]) -> list[Application]:
        own: list[Application] = []
        answers: list[models.Model] = []
        touched: list[Application] = []
        for change in changes:
            assert change.application is not None  # noqa: S101 - these exist
            touched.append(change.application)
            if change.own:
                _set(change.application, change.own)
                own.append(change.application)
            if change.answers:
                row: models.Model = getattr(change.application, self.part.value)
                _set(row, change.answers)
                answers.append(row)
        rewrite(own, [*OWN, "consent_needed"])
        names = self.answer_names - {"application"}
        rewrite(answers, sorted(names))
        return touched

    def notes(self) -> list[str]:
        over, elsewhere = self.tally["over"], self.tally["elsewhere"]
        found: list[str] = []
        if over:
            found.append(
                ngettext(
                    "%(count)d person has withdrawn or was declined and is left as is.",
                    "%(count)d people have withdrawn or were declined and are left as they are.",
                    over,
                )
                % {"count": over}
            )
        if elsewhere:
            found.append(
                ngettext(
                    "%(count)d person has applied through another institution; those answers stay.",
                    "%(count)d people have applied through another institution; "
                    "those answers stay.",
                    elsewhere,
                )
                % {"count": elsewhere}
            )
        return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _new_values(row: models.Model, values: Values, *, keep: bool) -> Values:
    """Those of ``values`` that differ from the row's; with ``keep`` only where it has nothing."""
    found: Values = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value and not (keep and before not in (None, "", [])):
            found[name] = value
    return found


def _set(row: models.Model, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)
