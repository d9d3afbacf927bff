"""Companies with their contacts and the hours they pledge."""

from collections.abc import Sequence

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.imports.actions.accounts import (
    Crowd,
    addresses,
    differs,
    enrol_all,
    people_at,
    register_all,
)
from wayfellow.imports.actions.order import Importer, Order, rewrite
from wayfellow.imports.reading import Line, Reading, Values
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner, PartnerContact, Pledge
from wayfellow.people.models import User
from wayfellow.programmes.models import Term

RECORD = (
    *("registration_number", "sector", "mou_reference", "mou_signed_on", "mou_expires_on"),
    *("signatory", "venues", "events"),
)


class Partners(Importer):
    """Each row a company: active when its memorandum is signed and stands, else a prospect."""

    def __init__(self, order: Order, reading: Reading) -> None:
        super().__init__(order, reading)
        assert order.institution is not None  # noqa: S101 - bring_in asks for it
        self.institution: Institution = order.institution
        self.terms: list[Term] = list(order.cohort.terms.all())

    def judge(self, lines: Sequence[Line]) -> None:
        people = people_at(addresses(lines, "contact_email"))
        for line in lines:
            person = people.get(line.values.get("contact_email", ""))
            if person is not None and not person.is_active:
                self.reading.fault(line.line, "contact_email", _("This account has been closed."))
            if "contact_email" in line.values and "contact_name" not in line.values:
                self.reading.fault(line.line, "contact_name", _("This is missing."))

    def work(self, lines: Sequence[Line], *, write: bool) -> None:
        rows = Partner.objects.filter(programme=self.order.cohort.programme)
        # By Python's small letters, not the database's: SQLite knows only those of English.
        known = {partner.name.casefold(): partner for partner in rows}
        contacts, joined = self._contacts(lines)
        pledges = {
            (pledge.partner_id, pledge.term_id): pledge
            for pledge in Pledge.objects.filter(term__in=self.terms)
        }
        new: list[Line] = []
        changed: list[Line] = []
        for line in lines:
            partner = known.get(line.values["name"].casefold())
            if partner is None:
                new.append(line)
            elif self._differs(line.values, partner, contacts, joined, pledges):
                changed.append(line)
        self.tally["new"] += len(new)
        self.tally["changed"] += len(changed)
        self.tally["unchanged"] += len(lines) - len(new) - len(changed)
        if write:
            self._write(new, changed, known, pledges)

    def _contacts(self, lines: Sequence[Line]) -> tuple[set[tuple[int, str]], set[str]]:
        """Who speaks for which company by address, and who is a member here as contact."""
        wanted = addresses(lines, "contact_email")
        people = people_at(wanted)
        by_id = {person.pk: address for address, person in people.items()}
        rows = PartnerContact.objects.filter(person__in=by_id).values_list("partner", "person")
        members = Membership.objects.filter(
            person__in=by_id,
            institution=self.institution,
            role=Role.PARTNER_CONTACT,
            ended_at=None,
        ).values_list("person", flat=True)
        return {(partner, by_id[person]) for partner, person in rows}, {by_id[m] for m in members}

    def _differs(
        self,
        values: Values,
        partner: Partner,
        contacts: set[tuple[int, str]],
        joined: set[str],
        pledges: dict[tuple[int, int], Pledge],
    ) -> bool:
        address = values.get("contact_email")
        if address and ((partner.pk, address) not in contacts or address not in joined):
            return True
        if any(values[name] != getattr(partner, name) for name in RECORD if name in values):
            return True
        hours = values.get("hours")
        return hours is not None and any(
            (pledge := pledges.get((partner.pk, term.pk))) is None or pledge.hours != hours
            for term in self.terms
        )

    def _write(
        self,
        new: list[Line],
        changed: list[Line],
        known: dict[str, Partner],
        pledges: dict[tuple[int, int], Pledge],
    ) -> None:
        made = [self._partner(line.values) for line in new]
        Partner.objects.bulk_create(made)
        known.update({partner.name.casefold(): partner for partner in made})
        edited = [known[line.values["name"].casefold()] for line in changed]
        for line, partner in zip(changed, edited, strict=True):
            for name in RECORD:
                if name in line.values:
                    setattr(partner, name, line.values[name])
        rewrite(edited, RECORD)
        self._write_contacts([*new, *changed], known)
        self._write_pledges([*new, *changed], known, pledges)
        self.happened("bring_in", [*made, *edited])

    def _partner(self, values: Values) -> Partner:
        record = {name: values[name] for name in RECORD if name in values}
        today = localdate()
        stands = record.get("mou_signed_on", today) <= today <= record.get("mou_expires_on", today)
        signed = "mou_signed_on" in record and stands
        return Partner(
            programme=self.order.cohort.programme,
            name=values["name"],
            state=PartnerState.ACTIVE if signed else PartnerState.PROSPECT,
            **record,
        )

    def _write_contacts(self, lines: list[Line], known: dict[str, Partner]) -> None:
        speaking = [
            Line(
                line.line,
                {
                    "email": line.values["contact_email"],
                    "name": line.values["contact_name"],
                    "phone": line.values.get("contact_phone", ""),
                    "partner": known[line.values["name"].casefold()],
                },
            )
            for line in lines
            if "contact_email" in line.values
        ]
        # One person may speak for several companies.
        once = list({line.values["email"]: line for line in speaking}.values())
        people = register_all(once, people_at(addresses(once)), self.institution)
        self._join(people)
        PartnerContact.objects.bulk_create(
            (
                PartnerContact(
                    partner=line.values["partner"],
                    person=people[line.values["email"]],
                    phone=line.values["phone"],
                )
                for line in speaking
            ),
            ignore_conflicts=True,
        )

    def _join(self, people: dict[str, User]) -> None:
        ids = [person.pk for person in people.values()]
        rows = Membership.objects.filter(
            person__in=ids, institution=self.institution, role=Role.PARTNER_CONTACT
        )
        seen = Crowd(people, {}, {row.person_id: row for row in rows})
        todo: list[tuple[User, Values]] = [
            (person, {}) for person in people.values() if differs(seen.here.get(person.pk), "")
        ]
        enrol_all(todo, self.institution, Role.PARTNER_CONTACT, seen)

    def _write_pledges(
        self,
        lines: list[Line],
        known: dict[str, Partner],
        pledges: dict[tuple[int, int], Pledge],
    ) -> None:
        new: list[Pledge] = []
        changed: list[Pledge] = []
        for line in lines:
            if "hours" not in line.values:
                continue
            hours = line.values["hours"]
            partner = known[line.values["name"].casefold()]
            for term in self.terms:
                pledge = pledges.get((partner.pk, term.pk))
                if pledge is None:
                    new.append(Pledge(partner=partner, term=term, hours=hours))
                elif pledge.hours != hours:
                    pledge.hours = hours
                    changed.append(pledge)
        Pledge.objects.bulk_create(new)
        rewrite(changed, ["hours"])

    def notes(self) -> list[str]:
        count = sum("hours" in line.values for line in self.reading.lines)
        if not count or self.terms:
            return []
        return [
            ngettext(
                "The cohort has no term yet, so the hours of %(count)d company are left out.",
                "The cohort has no term yet, so the hours of %(count)d companies are left out.",
                count,
            )
            % {"count": count}
        ]
