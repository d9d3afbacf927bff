from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.institutions.lifecycle import INVITATION_DAYS, InvitationState, Role


class Institution(models.Model):
    """A university or polytechnic: a tenant of the deployment."""

    slug = models.SlugField(unique=True)
    name = models.CharField(pgettext_lazy("thing", "name"), max_length=150)
    short_name = models.CharField(_("short name"), max_length=30)
    country = models.CharField(_("country"), max_length=2)
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    contact_email = models.EmailField(_("address for questions"))
    emergency_number = models.CharField(_("emergency number"), max_length=40, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def held_by(self, person_id: int, *roles: Role) -> Self:
        """Current memberships of ``person_id``, in any role or only in ``roles``."""
        rows = self.filter(person=person_id, ended_at=None)
        return rows.filter(role__in=roles) if roles else rows


class Membership(models.Model):
    """A person's role at an institution."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    student_number = models.CharField(_("student number"), max_length=40, blank=True)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("institution__name", "role")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "person", "role"], name="one_membership_per_role"
            ),
            models.UniqueConstraint(
                fields=["institution", "student_number"],
                condition=~Q(student_number=""),
                name="one_student_per_number",
                violation_error_message=_("This student number belongs to somebody else."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} is {self.role} at {self.institution_id}"


class Invitation(models.Model):
    """A role offered by mail to an address."""

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    office = models.PositiveBigIntegerField(null=True, blank=True)
    """The programme in which the role is held, if it is held in one (programmes know more)."""
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.SENT)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "email", "role"],
                condition=Q(state=InvitationState.SENT, office=None),
                name="one_open_invitation",
            ),
            models.UniqueConstraint(
                fields=["institution", "email", "role", "office"],
                condition=Q(state=InvitationState.SENT, office__isnull=False),
                name="one_open_invitation_per_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def expires_at(self) -> datetime:
        """When the link that was mailed last stops working."""
        return self.at + timedelta(days=INVITATION_DAYS)

    @property
    def has_expired(self) -> bool:
        """Whether it is still open, but its link is too old."""
        return self.state == InvitationState.SENT and self.expires_at <= now()


class StatementQuerySet(models.QuerySet["Statement"]):
    def current(self) -> Self:
        """The newest version of each kind."""
        newer = Statement.objects.filter(kind=OuterRef("kind"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))

    def unaccepted_by(self, person_id: int) -> Self:
        """Those that ``person_id`` has not accepted."""
        accepted = Acceptance.objects.filter(person=person_id, statement=OuterRef("pk"))
        return self.filter(~Exists(accepted))


class Statement(models.Model):
    """A version of the privacy notice or the code of conduct, which everybody accepts."""

    class Kind(models.TextChoices):
        PRIVACY = "privacy notice", _("privacy notice")
        CONDUCT = "code of conduct", _("code of conduct")

    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    body = models.TextField()
    published_at = models.DateTimeField(default=now)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "-number")
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_statement_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def slug(self) -> str:
        """The kind as it stands in an address."""
        return self.kind.replace(" ", "-")


class Acceptance(models.Model):
    """That a person accepted a version of a statement, and when."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="acceptances")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "statement"], name="accepted_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} accepted {self.statement_id}"
