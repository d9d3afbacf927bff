"""Mentors as a company or an alumni office lists them."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from wayfellow.applications.models import MentorAnswers, Part
from wayfellow.imports.actions.applicants import Applicants
from wayfellow.imports.reading import Line, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner


class Mentors(Applicants):
    """Each row a mentor with an application; a company that is a partner is found by its name."""

    part = Part.MENTOR
    role = Role.MENTOR
    model = MentorAnswers
    partners: dict[str, int] | None = None
    """Names of the programme's companies, in small letters -> the companies."""

    def look_up(self, lines: Sequence[Line]) -> None:
        if self.partners is None:
            # By Python's small letters, not the database's: SQLite knows only those of English.
            rows = Partner.objects.filter(programme=self.order.cohort.programme)
            pairs = rows.exclude(state=PartnerState.WITHDRAWN).values_list("name", "pk")
            self.partners = {name.casefold(): pk for name, pk in pairs}

    def answers(self, values: Values) -> Values:
        found = self.answer_values(values)
        partner = (self.partners or {}).get(values.get("company", "").casefold())
        return {**found, "partner_id": partner} if partner else found

    def look(self, values: Values) -> None:
        advised = self.order.cohort.programme.advised_experience
        self.tally["short"] += bool(advised) and values.get("years_experience", advised) < advised

    def notes(self) -> list[str]:
        found = super().notes()
        if short := self.tally["short"]:
            advised = self.order.cohort.programme.advised_experience
            found.append(
                ngettext(
                    "%(count)d mentor has less than the advised %(advised)d years of experience; "
                    "say in a note why you accept all the same.",
                    "%(count)d mentors have less than the advised %(advised)d years of experience; "
                    "say in a note why you accept all the same.",
                    short,
                )
                % {"count": short, "advised": advised}
            )
        return found
