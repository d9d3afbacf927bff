"""Students as the student office lists them."""

from collections.abc import Sequence

from django.db.models.functions import Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.models import Application, Part, StudentAnswers, is_minor
from wayfellow.imports.actions.accounts import Crowd
from wayfellow.imports.actions.applicants import OVER, Applicants, Change
from wayfellow.imports.reading import Line, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.people.models import Profile, User


class Students(Applicants):
    """Each row a student with an application on the coordinators' pile; promises are not made."""

    part = Part.STUDENT
    role = Role.STUDENT
    model = StudentAnswers
    facts = frozenset({"student_number", "school", "course", "year_of_study", "graduates_on"})
    ranked: dict[str, int]
    """Addresses of mentors in the cohort -> their applications."""

    def judge_one(
        self, line: Line, person: User | None, seen: Crowd, application: Application | None
    ) -> None:
        born_on = line.values.get("born_on")
        if born_on is not None and born_on >= localdate():
            self.reading.fault(line.line, "born_on", _("This day lies ahead. Check the year."))
        if person is not None and self._is_somebody_elses(person, seen, application):
            # Not a word of who it is or where: that is another institution's business.
            self.reading.fault(
                line.line,
                "email",
                _("This address cannot be used here. Ask the student for another one."),
            )
            return
        owner = seen.numbers.get(line.values.get("student_number", ""))
        if owner is not None and (person is None or owner != person.pk):
            self.reading.fault(
                line.line, "student_number", _("This student number belongs to another person.")
            )

    def _is_somebody_elses(
        self, person: User, seen: Crowd, application: Application | None
    ) -> bool:
        if application is not None and application.institution_id != self.institution.pk:
            return True
        return person.pk in seen.elsewhere and person.pk not in seen.here

    def look_up(self, lines: Sequence[Line]) -> None:
        wanted = {address for line in lines for address in line.values.get("preferred_mentors", ())}
        self.ranked = {}
        if wanted:
            mentors = (
                Application.objects.mentors()
                .filter(cohort=self.order.cohort)
                .exclude(state__in=OVER)
                .annotate(key=Lower("person__email"))
                .filter(key__in=wanted)
            )
            self.ranked = dict(mentors.values_list("key", "pk"))

    def answers(self, values: Values) -> Values:
        found = self.answer_values(values)
        if "preferred_mentors" in found:
            most = self.order.cohort.programme.ranked_choices or None
            known = [self.ranked[a] for a in found["preferred_mentors"] if a in self.ranked]
            found["preferred_mentors"] = known[:most]
        return found

    def needs_consent(self, values: Values) -> bool:
        return is_minor(values.get("born_on"), self.order.cohort.programme.consent_age)

    def note_change(self, change: Change, application: Application) -> None:
        # Only ever from no to yes: that a guardian's yes is not needed any more is said elsewhere.
        if not application.consent_needed and self.needs_consent(change.line.values):
            change.own["consent_needed"] = True

    def _profile_changes(self, values: Values, profile: Profile) -> Values:
        found = super()._profile_changes(values, profile)
        born_on = values.get("born_on")
        if born_on is not None and profile.born_on != born_on:
            found["born_on"] = born_on
        return found

    def look(self, values: Values) -> None:
        if self.needs_consent(values):
            self.tally["minors"] += 1
            self.tally["guardianless"] += "guardian_email" not in values
        chosen = values.get("preferred_mentors", ())
        self.tally["unknown"] += sum(address not in self.ranked for address in chosen)

    def notes(self) -> list[str]:
        found = super().notes()
        minors, alone = self.tally["minors"], self.tally["guardianless"]
        if minors:
            found.append(
                ngettext(
                    "%(count)d student is under age; a guardian must consent before a place.",
                    "%(count)d students are under age; guardians must consent before a place.",
                    minors,
                )
                % {"count": minors}
            )
        if alone:
            found.append(
                ngettext(
                    "%(count)d of them has no guardian's address yet.",
                    "%(count)d of them have no guardian's address yet.",
                    alone,
                )
                % {"count": alone}
            )
        if unknown := self.tally["unknown"]:
            found.append(
                ngettext(
                    "%(count)d choice of a mentor is left out: nobody mentors here by that address "
                    "yet. Import the mentors, then this file again.",
                    "%(count)d choices of mentors are left out: nobody mentors here by those "
                    "addresses yet. Import the mentors, then this file again.",
                    unknown,
                )
                % {"count": unknown}
            )
        return found
