"""Mentors as a company or an alumni office lists them."""

from collections.abc import Mapping, Sequence

from django.utils.translation import ngettext

from wayfellow.applications.models import MentorAnswers, Part
from wayfellow.imports.actions.accounts import Crowd, addresses
from wayfellow.imports.actions.applicants import OVER, Applicants, Change
from wayfellow.imports.reading import Line, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.partners.actions import meet
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Nomination, Partner
from wayfellow.partners.queries import nominations_of


class Mentors(Applicants):
    """Each row a mentor with an application; a company that is a partner is found by its name.

    Where the file names none, it is the company that nominated the mentor.
    """

    part = Part.MENTOR
    role = Role.MENTOR
    model = MentorAnswers
    partners: dict[str, int] | None = None
    """Names of the programme's companies, in small letters -> the companies."""
    nominations: Mapping[str, Nomination] = {}
    """By address, of those in the rows at hand."""

    def look_up(self, lines: Sequence[Line]) -> None:
        self.nominations = nominations_of(self.order.cohort.programme, addresses(lines))
        if self.partners is None:
            # By Python's small letters, not the database's: SQLite knows only those of English.
            rows = Partner.objects.filter(programme=self.order.cohort.programme)
            pairs = rows.exclude(state=PartnerState.WITHDRAWN).values_list("name", "pk")
            self.partners = {name.casefold(): pk for name, pk in pairs}

    def answers(self, values: Values) -> Values:
        found = self.answer_values(values)
        partner = (self.partners or {}).get(values.get("company", "").casefold())
        if partner is None and (nomination := self.nominations.get(values["email"])):
            partner = nomination.partner_id
        return {**found, "partner_id": partner} if partner else found

    def write(self, changes: list[Change], seen: Crowd) -> None:
        super().write(changes, seen)
        there = {
            change.line.values["email"]
            for change in changes
            if change.application is None or change.application.state not in OVER
        }
        meet([row for email, row in self.nominations.items() if email in there], by=self.order.by)

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
