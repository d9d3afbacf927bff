"""The world of the tests: a named cast in two institutions, and builders."""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.timezone import now

from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import (
    Application,
    Charge,
    MentorAnswers,
    Part,
    StudentAnswers,
)
from wayfellow.events.models import Event
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import Meeting, Member, WorkGroup
from wayfellow.notifications.models import Letter, Notification
from wayfellow.partners.models import Partner, PartnerContact
from wayfellow.people.models import Profile, User
from wayfellow.programmes.lifecycle import CohortState, ProgrammeState
from wayfellow.programmes.models import Cohort, Office, Programme, Term
from wayfellow.programmes.policy import Policy
from wayfellow.programmes.presets import PRESETS


def person(name: str, **fields: Any) -> User:
    """An account with a profile, reachable at name@example.com, password "a good password"."""
    user = User(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.com", **fields)
    user.set_password("a good password")
    user.save()
    Profile.objects.create(person=user)
    return user


class World:
    """Two polytechnics that run one programme together, and everybody who belongs to it.

    Merlion is where things happen; Kallang is the other tenant, whose people must see nothing
    of Merlion's students.
    """

    def __init__(self, preset: str = "assigned-groups") -> None:
        self.merlion = _institution("merlion", "Merlion Polytechnic")
        self.kallang = _institution("kallang", "Kallang Polytechnic")
        self.programme = Programme(
            slug="first-steps",
            name="First Steps",
            institution=self.merlion,
            state=ProgrammeState.ACTIVE,
        )
        self.follow(PRESETS[preset])
        self.programme.institutions.set([self.merlion, self.kallang])
        self.cohort = Cohort.objects.create(
            programme=self.programme,
            name="2027",
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 11, 26),
            state=CohortState.OPEN,
        )
        self.term = Term.objects.create(
            cohort=self.cohort,
            name="Semester 1",
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 5, 28),
        )

    def follow(self, policy: Policy) -> None:
        """Let the programme follow ``policy`` from now on."""
        self.programme.policy = policy
        self.programme.save()

    # The cast ------------------------------------------------------------------------------

    @cached_property
    def petra(self) -> User:
        """Administrator of the whole deployment."""
        return person("Petra Platform", is_platform_admin=True)

    @cached_property
    def ines(self) -> User:
        """Administrator of Merlion."""
        return self._at(self.merlion, Role.INSTITUTION_ADMIN, person("Ines Admin"))

    @cached_property
    def carol(self) -> User:
        """Coordinator at Merlion."""
        return self.office("Carol Coordinator", Office.Role.COORDINATOR, self.merlion)

    @cached_property
    def cora(self) -> User:
        """Coordinator at Kallang: the same programme, another institution."""
        return self.office("Cora Coordinator", Office.Role.COORDINATOR, self.kallang)

    @cached_property
    def leo(self) -> User:
        """Liaison officer at Merlion."""
        return self.office("Leo Liaison", Office.Role.LIAISON_OFFICER, self.merlion)

    @cached_property
    def lena(self) -> User:
        """Another liaison officer at Merlion, with other students."""
        return self.office("Lena Liaison", Office.Role.LIAISON_OFFICER, self.merlion)

    @cached_property
    def ada(self) -> User:
        """A student at Merlion, of age."""
        return self._at(self.merlion, Role.STUDENT, person("Ada Tan"))

    @cached_property
    def ben(self) -> User:
        """Another student at Merlion, of age."""
        return self._at(self.merlion, Role.STUDENT, person("Ben Virtanen"))

    @cached_property
    def chen(self) -> User:
        """A student at Merlion who is seventeen."""
        chen = self._at(self.merlion, Role.STUDENT, person("Chen Wei"))
        Profile.objects.filter(person=chen).update(born_on=date.today() - timedelta(days=17 * 366))  # noqa: DTZ011
        return chen

    @cached_property
    def kim(self) -> User:
        """A student at Kallang."""
        return self._at(self.kallang, Role.STUDENT, person("Kim Lee"))

    @cached_property
    def maya(self) -> User:
        """A mentor."""
        return self._at(self.merlion, Role.MENTOR, person("Maya Mentor"))

    @cached_property
    def milo(self) -> User:
        """Another mentor."""
        return self._at(self.merlion, Role.MENTOR, person("Milo Mentor"))

    @cached_property
    def pat(self) -> User:
        """Speaks for the company Harbour Works."""
        pat = self._at(self.merlion, Role.PARTNER_CONTACT, person("Pat Partner"))
        PartnerContact.objects.create(partner=self.harbour, person=pat)
        return pat

    @cached_property
    def otto(self) -> User:
        """Signed in, and nothing else."""
        return person("Otto Outsider")

    @cached_property
    def harbour(self) -> Partner:
        """A company that is partner of the programme."""
        return Partner.objects.create(
            programme=self.programme, name="Harbour Works", state="active"
        )

    # Builders ------------------------------------------------------------------------------

    def office(self, name: str, role: Office.Role, institution: Institution) -> User:
        """Somebody who holds ``role`` in the programme for ``institution``."""
        holder = self._at(institution, Role(role.value), person(name))
        Office.objects.create(
            programme=self.programme, person=holder, institution=institution, role=role
        )
        return holder

    def applies(self, who: User, *, state: State = State.DRAFT, **answers: Any) -> Application:
        """``who``'s application as student, with ``answers`` to it."""
        membership = Membership.objects.filter(person=who, role=Role.STUDENT).get()
        application = Application.objects.create(
            cohort=self.cohort,
            person=who,
            part=Part.STUDENT,
            institution=membership.institution,
            state=state,
            languages=["English"],
        )
        StudentAnswers.objects.create(application=application, **answers)
        return application

    def offers(self, who: User, *, state: State = State.ACCEPTED, **answers: Any) -> Application:
        """``who``'s application as mentor, with ``answers`` to it."""
        application = Application.objects.create(
            cohort=self.cohort,
            person=who,
            part=Part.MENTOR,
            institution=self.merlion,
            state=state,
            languages=["English"],
        )
        MentorAnswers.objects.create(application=application, years_experience=10, **answers)
        return application

    def group(self, *students: User, mentor: User | None = None, **fields: Any) -> WorkGroup:
        """A work group of ``students`` (Ada and Ben by default), looked after by Leo."""
        lead = mentor or self.maya
        offer = Application.objects.filter(person=lead, part=Part.MENTOR).first()
        group = WorkGroup.objects.create(
            cohort=self.cohort,
            institution=self.merlion,
            mentor=offer or self.offers(lead),
            **fields,
        )
        for student in students or (self.ada, self.ben):
            application = Application.objects.filter(person=student, part=Part.STUDENT).first()
            application = application or self.applies(student, state=State.ACCEPTED)
            Member.objects.create(group=group, application=application)
            self.looks_after(self.leo, application)
        return group

    def looks_after(self, officer: User, application: Application) -> Charge:
        """``application`` becomes the charge of ``officer``."""
        office = Office.objects.get(person=officer, role=Office.Role.LIAISON_OFFICER)
        charge, _new = Charge.objects.get_or_create(
            application=application, defaults={"office": office}
        )
        return charge

    def meeting(
        self, group: WorkGroup, *, starts_at: datetime | None = None, **fields: Any
    ) -> Meeting:
        """A planned meeting of an hour, tomorrow by default."""
        begin = starts_at or now() + timedelta(days=1)
        return Meeting.objects.create(
            group=group, starts_at=begin, ends_at=begin + timedelta(hours=1), **fields
        )

    # What came of it -----------------------------------------------------------------------

    def told(self) -> set[tuple[User, str]]:
        """Who was told what in the page: people and the notices' templates."""
        return {(n.to, n.notice) for n in Notification.objects.select_related("to")}

    def mailed(self) -> list[tuple[str, str]]:
        """Addresses and subjects of the outbox, in order."""
        return list(Letter.objects.order_by("pk").values_list("address", "subject"))

    def happened(self) -> list[str]:
        """Names of the events, in order."""
        return list(Event.objects.order_by("pk").values_list("name", flat=True))

    def _at(self, institution: Institution, role: Role, who: User) -> User:
        Membership.objects.create(institution=institution, person=who, role=role)
        return who


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def _institution(slug: str, name: str) -> Institution:
    return Institution.objects.create(
        slug=slug,
        name=name,
        short_name=name.split(maxsplit=1)[0],
        country="SG",
        contact_email=f"mentoring@{slug}.example",
    )
