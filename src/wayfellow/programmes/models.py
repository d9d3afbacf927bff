from dataclasses import fields
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.kernel.spans import Span, current
from wayfellow.programmes.lifecycle import COHORT, PROGRAMME, CohortState, ProgrammeState
from wayfellow.programmes.policy import Gate, Need, Party, Policy

GATES = ("intake", "mentor_intake", "pairing")
NEEDS = ("liaison", "key_points", "meeting_reflections", "term_reflections", "agreement")


class Audience(models.TextChoices):
    """For whom a text is written."""

    EVERYBODY = "everybody", _("everybody")
    STUDENT = "student", _("students")
    MENTOR = "mentor", _("mentors")
    COMPANY = "company", _("companies")
    INSTITUTION = "institution", _("the institution")


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def staffed_by(self, person_id: int, *roles: "Office.Role") -> Self:
        """Programmes in which ``person_id`` holds one of the offices ``roles`` (or any)."""
        offices = Office.objects.current().filter(person=person_id)
        if roles:
            offices = offices.filter(role__in=roles)
        return self.filter(pk__in=offices.values("programme"))


class Programme(models.Model):
    """A mentoring programme: a point in policy space with its texts, people and cohorts."""

    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    tagline = models.CharField(_("in one sentence"), max_length=240, blank=True)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="leads", verbose_name=_("leading institution")
    )
    institutions = models.ManyToManyField(
        Institution, related_name="programmes", verbose_name=_("institutions taking part")
    )
    state = models.CharField(max_length=10, choices=ProgrammeState, default=ProgrammeState.DRAFT)

    intake_knock = models.JSONField(default=list)
    intake_yes = models.JSONField(default=list)
    mentor_intake_knock = models.JSONField(default=list)
    mentor_intake_yes = models.JSONField(default=list)
    pairing_knock = models.JSONField(default=list)
    pairing_yes = models.JSONField(default=list)
    fewest_mentees = models.PositiveSmallIntegerField(_("fewest students in a group"), default=1)
    most_mentees = models.PositiveSmallIntegerField(_("most students in a group"), default=1)
    advised_groups = models.PositiveSmallIntegerField(
        _("groups at a time that a mentor is advised to keep to"), default=0
    )
    ranked_choices = models.PositiveSmallIntegerField(
        _("mentors that a student ranks when applying"), default=0
    )
    rolling = models.BooleanField(_("people join at any time"), default=False)
    review_after_days = models.PositiveSmallIntegerField(
        _("days until a match is looked at again"), default=180
    )
    liaison = models.CharField(
        _("liaison officer for every student"), max_length=10, choices=Need, default=Need.NONE
    )
    meetings_per_term = models.PositiveSmallIntegerField(
        _("meetings a group owes each term"), default=0
    )
    advised_meeting_days = models.PositiveSmallIntegerField(
        _("days without a meeting before a nudge"), default=30
    )
    face_to_face = models.BooleanField(_("meetings are meant to be face to face"), default=False)
    told_before_meetings = models.BooleanField(
        _("the liaison officer is told before each meeting"), default=False
    )
    key_points = models.CharField(
        _("key points to the liaison officer after the initiation"),
        max_length=10,
        choices=Need,
        default=Need.NONE,
    )
    meeting_reflections = models.CharField(
        _("reflection on each meeting"), max_length=10, choices=Need, default=Need.OPTIONAL
    )
    term_reflections = models.CharField(
        _("reflection at the end of each term"), max_length=10, choices=Need, default=Need.NONE
    )
    agreement = models.CharField(_("agreement"), max_length=10, choices=Need, default=Need.OPTIONAL)
    consent_age = models.PositiveSmallIntegerField(
        _("a guardian consents for students younger than"),
        default=18,
        validators=[MaxValueValidator(25)],
    )
    advised_experience = models.PositiveSmallIntegerField(
        _("years of experience below which a reviewer is warned"), default=0
    )
    open_requests = models.PositiveSmallIntegerField(
        _("mentors a student may be asking at once"), default=0
    )
    request_days = models.PositiveSmallIntegerField(
        _("days after which an unanswered request expires"), default=14
    )
    confirmation_month = models.PositiveSmallIntegerField(
        _("month in which mentors confirm their profile"),
        default=0,
        validators=[MaxValueValidator(12)],
    )
    certificate = models.BooleanField(_("a certificate at the end"), default=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=Q(fewest_mentees__gte=1) & Q(fewest_mentees__lte=F("most_mentees")),
                name="fewest_is_not_above_most",
                violation_error_message=_(
                    "The fewest students must be at least 1 and not above the most."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy:
        axes: dict[str, Any] = {
            axis.name: getattr(self, axis.name, None) for axis in fields(Policy)
        }
        for name in GATES:
            axes[name] = _gate(getattr(self, f"{name}_knock"), getattr(self, f"{name}_yes"))
        for name in NEEDS:
            axes[name] = Need(axes[name])
        return Policy(**axes)

    @policy.setter
    def policy(self, policy: Policy) -> None:
        for axis in fields(Policy):
            value = getattr(policy, axis.name)
            if isinstance(value, Gate):
                setattr(self, f"{axis.name}_knock", sorted(value.knock))
                setattr(self, f"{axis.name}_yes", sorted(value.yes))
            else:
                setattr(self, axis.name, value)

    @property
    def verbs(self) -> frozenset[str]:
        return PROGRAMME.verbs(ProgrammeState(self.state))


def _gate(knock: list[str], yes: list[str]) -> Gate:
    return Gate(knock=frozenset(map(Party, knock)), yes=frozenset(map(Party, yes)))


class Aim(models.Model):
    """An objective, an outcome or a benefit that the programme states, for one audience."""

    class Kind(models.TextChoices):
        OBJECTIVE = "objective", _("objective")
        OUTCOME = "outcome", _("desired outcome")
        BENEFIT = "benefit", _("benefit")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="aims")
    audience = models.CharField(_("for whom"), max_length=12, choices=Audience)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OBJECTIVE)
    text = models.CharField(_("text"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text


class OfficeQuerySet(models.QuerySet["Office"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class Office(models.Model):
    """A staff role in one programme: who coordinates it, who is liaison officer for whom."""

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("coordinator")
        LIAISON_OFFICER = "liaison officer", _("liaison officer")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="offices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offices")
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="offices")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    school = models.CharField(_("school"), max_length=120, blank=True)
    """A liaison officer looks after this school's students first; empty means any."""
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person", "institution", "role"], name="one_office_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} is {self.role} of {self.programme}"


class Contact(models.Model):
    """Whom to ask, by audience."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="contacts")
    audience = models.CharField(
        _("for whom"), max_length=12, choices=Audience, default=Audience.EVERYBODY
    )
    name = models.CharField(_("name or office"), max_length=120)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    note = models.CharField(_("what for"), max_length=200, blank=True)

    class Meta:
        ordering = ("audience", "pk")

    def __str__(self) -> str:
        return self.name


class Cohort(models.Model):
    """One year's or one round's people in a programme."""

    PHASES: ClassVar = (
        CohortState.DRAFT,
        CohortState.OPEN,
        CohortState.MATCHING,
        CohortState.RUNNING,
        CohortState.CLOSING,
        CohortState.CLOSED,
    )

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    applications_open_on = models.DateField(_("applications open"), null=True, blank=True)
    applications_close_on = models.DateField(_("applications close"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=CohortState, default=CohortState.DRAFT)
    publications = models.PositiveIntegerField(default=0)
    """Counts publications of matchings; taking the count is what lets only one go at a time."""

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="one_cohort_per_name"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.name}"

    @property
    def verbs(self) -> frozenset[str]:
        return COHORT.verbs(CohortState(self.state))

    @property
    def window(self) -> Span:
        """When applications are taken."""
        return Span(self.applications_open_on, self.applications_close_on)

    def term_on(self, day: date) -> "Term | None":
        """The term that holds ``day``; reads ``terms``, so prefetch it for lists."""
        return current(((term.span, term) for term in self.terms.all()), day)


class Term(models.Model):
    """A semester or another stretch in which meetings and reflections are owed."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="terms")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))

    class Meta:
        ordering = ("starts_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span:
        return Span(self.starts_on, self.ends_on)


class Window(models.Model):
    """When mentors are recruited, where that is not left to the cohort."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="windows")
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))

    class Meta:
        ordering = ("opens_on",)
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="window_closes_after_it_opens",
                violation_error_message=_("The end must not lie before the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens_on} to {self.closes_on}"

    @property
    def span(self) -> Span:
        return Span(self.opens_on, self.closes_on)


class Document(models.Model):
    """A text of the programme that lives in versions: handbook, agreement, guidelines, forms."""

    class Kind(models.TextChoices):
        HANDBOOK = "handbook", _("handbook")
        AGREEMENT = "agreement", _("agreement text")
        GUIDELINES = "guidelines", _("guidelines")
        CONSENT = "consent", _("guardian's consent text")
        FORM = "form", _("form to download")
        PACK = "pack", _("mentoring pack")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    audience = models.CharField(
        _("for whom"), max_length=12, choices=Audience, default=Audience.EVERYBODY
    )
    on_public_page = models.BooleanField(_("offered on the public page"), default=False)

    class Meta:
        ordering = ("kind", "title")

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """The words of a document from one publication to the next; never changed afterwards."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.TextField(_("text"))
    note = models.CharField(_("what has changed"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"


class PublicPage(models.Model):
    """The programme's public face: a text in versions, one of which the world sees."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    body = models.TextField(_("text"))
    note = models.CharField(_("what has changed"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)
    is_live = models.BooleanField(default=False)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_page_per_number"),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(is_live=True), name="one_live_page"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} page {self.number}"
