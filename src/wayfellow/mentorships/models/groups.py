"""Work groups and the students' places in them."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Application, Consent
from wayfellow.institutions.models import Institution
from wayfellow.mentorships.lifecycle import (
    LIVE,
    MEMBER,
    WORK_GROUP,
    GroupState,
    MemberState,
)
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Office

STAYED = (MemberState.ACTIVE, MemberState.ENDED, MemberState.COMPLETED)
"""States of those who were there as long as the group was."""


class WorkGroupQuerySet(models.QuerySet["WorkGroup"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def joined_by(self, person_id: int) -> Self:
        """Groups in which ``person_id`` is the mentor or an active student."""
        members = Member.objects.active().filter(application__person=person_id)
        return self.filter(Q(mentor__person=person_id) | Q(pk__in=members.values("group")))

    def known_to(self, person_id: int) -> Self:
        """Groups that ``person_id`` is in, or was in to their end."""
        members = Member.objects.filter(application__person=person_id, state__in=STAYED)
        return self.filter(Q(mentor__person=person_id) | Q(pk__in=members.values("group")))

    def of_both(self, one: int, other: int) -> Self:
        """Live groups that the two are in together."""
        both = self.live().joined_by(one)
        return both.filter(pk__in=WorkGroup.objects.joined_by(other).values("pk"))

    def charged_to(self, person_id: int) -> Self:
        """Groups with an active or former student whom ``person_id`` looks after."""
        return self.filter(pk__in=Member.objects.charged_to(person_id).values("group"))


class WorkGroup(models.Model):
    """A mentor and the students guided together."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="groups")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="groups")
    """Where its students study; students of two institutions never share a group."""
    mentor = models.ForeignKey(Application, models.PROTECT, related_name="leads")
    state = models.CharField(max_length=10, choices=GroupState, default=GroupState.FORMED)
    channel = models.CharField(_("how we keep in touch"), max_length=120, blank=True)
    formed_at = models.DateTimeField(default=now)
    review_on = models.DateField(null=True, blank=True)
    """When the match is looked at again; always set where the cohort has no end."""
    ended_at = models.DateTimeField(null=True, blank=True)
    below_minimum_waived = models.BooleanField(default=False)

    objects = WorkGroupQuerySet.as_manager()

    if TYPE_CHECKING:
        cohort_id: int
        mentor_id: int
        institution_id: int
        term: str | None
        active_students: int
        active_members: list["Member"]
        message_count: int
        last_message_at: datetime | None

    class Meta:
        ordering = ("-formed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=GroupState.values), name="known_group_state"
            )
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="group_pile")]

    def __str__(self) -> str:
        return gettext("%(name)s's group") % {"name": self.mentor.person}

    @property
    def verbs(self) -> frozenset[str]:
        return WORK_GROUP.verbs(GroupState(self.state))

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def people(self) -> QuerySet[User]:
        """The mentor and the students, also after the end; not those who left before it."""
        members = Member.objects.filter(group=self.pk, state__in=STAYED)
        return User.objects.filter(
            Q(pk__in=members.values("application__person"))
            | Q(pk__in=Application.objects.filter(pk=self.mentor_id).values("person"))
        )

    def students(self) -> QuerySet[User]:
        """The students who are in it now."""
        members = Member.objects.active().filter(group=self.pk)
        people = User.objects.filter(pk__in=members.values("application__person"))
        return people.order_by("name", "pk")

    def liaison_officers(self) -> QuerySet[User]:
        """Those who look after its students."""
        members = Member.objects.filter(group=self.pk, state__in=STAYED)
        return User.objects.filter(
            pk__in=Office.objects.current()
            .filter(charges__application__in=members.values("application"))
            .values("person")
        )

    def coordinators(self) -> QuerySet[User]:
        """Those who run the programme at the group's institution."""
        return User.objects.filter(
            pk__in=Office.objects.current()
            .filter(
                programme=self.cohort.programme_id,
                institution=self.institution_id,
                role=Office.Role.COORDINATOR,
            )
            .values("person")
        )


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> Self:
        return self.filter(state=MemberState.ACTIVE)

    def of_person(self, person_id: int) -> Self:
        return self.filter(application__person=person_id)

    def charged_to(self, person_id: int) -> Self:
        """Students whom ``person_id`` looks after as liaison officer."""
        return self.filter(
            application__charge__office__person=person_id,
            application__charge__office__ended_at=None,
        )

    def without_consent(self) -> Self:
        """Active students for whom a guardian's consent is needed and does not stand."""
        granted = Consent.objects.filter(
            application=OuterRef("application"), state=ConsentState.GRANTED, takes_part=True
        )
        return self.active().filter(~Exists(granted), application__consent_needed=True)


class Member(models.Model):
    """A student's place in a work group."""

    group = models.ForeignKey(WorkGroup, models.CASCADE, related_name="members")
    application = models.ForeignKey(Application, models.PROTECT, related_name="places")
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.ACTIVE)
    joined_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    if TYPE_CHECKING:
        group_id: int
        application_id: int

    class Meta:
        ordering = ("application__person__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "application"],
                condition=Q(state=MemberState.ACTIVE),
                name="one_place_in_a_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application.person} in {self.group}"

    @property
    def verbs(self) -> frozenset[str]:
        return MEMBER.verbs(MemberState(self.state))

    def liaison_officers(self) -> QuerySet[User]:
        """The one who looks after this student; nobody where there is none."""
        return User.objects.filter(
            pk__in=Office.objects.current()
            .filter(charges__application=self.application_id)
            .values("person")
        )
