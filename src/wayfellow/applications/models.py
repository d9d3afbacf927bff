from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.lifecycle import APPLICATION, CONSENT, ConsentState, State
from wayfellow.institutions.models import Institution
from wayfellow.kernel.spans import age_on
from wayfellow.partners.models import Partner
from wayfellow.programmes.models import Cohort, DocumentVersion, Office


class Part(models.TextChoices):
    """What a person wants to be in a programme."""

    STUDENT = "student", _("student")
    MENTOR = "mentor", _("mentor")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def students(self) -> Self:
        return self.filter(part=Part.STUDENT)

    def mentors(self) -> Self:
        return self.filter(part=Part.MENTOR)

    def waiting(self) -> Self:
        """Those that a reviewer has to decide on."""
        return self.filter(state=State.SUBMITTED)

    def accepted(self) -> Self:
        return self.filter(state=State.ACCEPTED)

    def with_consent(self) -> Self:
        """Each row with ``consented``: whether a guardian's consent stands."""
        granted = Consent.objects.filter(
            application=OuterRef("pk"), state=ConsentState.GRANTED, takes_part=True
        )
        return self.annotate(consented=Exists(granted))

    def placeable(self) -> Self:
        """Accepted people who may be matched: consent is there wherever it is needed."""
        granted = Consent.objects.filter(
            application=OuterRef("pk"), state=ConsentState.GRANTED, takes_part=True
        )
        return self.accepted().filter(Q(consent_needed=False) | Exists(granted))


class Application(models.Model):
    """One person's wish to take part in one cohort, as student or as mentor."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications"
    )
    part = models.CharField(max_length=8, choices=Part)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="applications", verbose_name=_("institution")
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    languages = models.JSONField(_("languages you speak"), default=list, blank=True)
    skills = models.JSONField(_("skills"), default=list, blank=True)
    interests = models.JSONField(_("interests"), default=list, blank=True)
    values = models.JSONField(_("what matters to you in work"), default=list, blank=True)
    motivation = models.TextField(_("why mentoring"), max_length=2000, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    consent_needed = models.BooleanField(default=False)
    """Whether a guardian must consent before a place is given; set when applying."""
    is_paused = models.BooleanField(_("paused"), default=False)
    """A mentor who takes nobody new at the moment is shown to nobody and matched to nobody."""
    paused_until = models.DateField(_("back on"), null=True, blank=True)
    """When a paused mentor takes somebody new again by itself."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reason = models.TextField(_("reason, told to the applicant"), max_length=1000, blank=True)
    review_note = models.TextField(_("note for reviewers"), max_length=1000, blank=True)
    saved_at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=0)
    """Counts saves, so that two open windows cannot overwrite each other."""
    saved_in = models.CharField(max_length=32, blank=True)
    """The window that saved last: it may save again without knowing the newest version."""

    objects = ApplicationQuerySet.as_manager()

    if TYPE_CHECKING:
        student: "StudentAnswers"
        mentor: "MentorAnswers"
        cohort_id: int
        person_id: int
        consented: bool

    class Meta:
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person", "part"], name="one_application_each"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="known_state"),
        ]
        indexes = [models.Index(fields=["cohort", "part", "state"], name="application_pile")]

    def __str__(self) -> str:
        return f"{self.person} as {self.part} in {self.cohort}"

    @property
    def verbs(self) -> frozenset[str]:
        return APPLICATION.verbs(State(self.state))

    @property
    def is_student(self) -> bool:
        return self.part == Part.STUDENT

    @property
    def may_be_edited(self) -> bool:
        """A draft is open to its writer; an accepted mentor keeps the profile current."""
        kept = self.state == State.ACCEPTED and not self.is_student
        return self.state == State.DRAFT or kept


class StudentAnswers(models.Model):
    """What a student tells when applying."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="student")
    student_number = models.CharField(_("student number"), max_length=40, blank=True)
    school = models.CharField(_("school"), max_length=120, blank=True)
    course = models.CharField(_("course"), max_length=150, blank=True)
    year_of_study = models.PositiveSmallIntegerField(
        _("year of study"), null=True, blank=True, validators=[MaxValueValidator(12)]
    )
    graduates_on = models.DateField(_("expected graduation"), null=True, blank=True)
    field = models.CharField(_("field you want to work in"), max_length=120, blank=True)
    aspiration = models.TextField(
        _("what you hope to accomplish, here and beyond"), max_length=2000, blank=True
    )
    gaps = models.TextField(_("gaps you want to close"), max_length=2000, blank=True)
    accessibility = models.TextField(_("what helps you take part"), max_length=1000, blank=True)
    preferred_mentors = models.JSONField(_("mentors you would choose"), default=list, blank=True)
    """Ranked ids of mentors' applications in the same cohort."""
    only_preferred = models.BooleanField(_("none but the mentors you chose"), default=False)
    privilege = models.BooleanField(
        _("I know that mentors give their own time, and I will treat it as a privilege."),
        default=False,
    )
    full_term = models.BooleanField(
        _("I will see the programme through, unless something unforeseen happens."), default=False
    )
    no_promise = models.BooleanField(
        _("I know that mentoring is not a promise of an internship or a job."), default=False
    )
    guidelines = models.BooleanField(
        _("I have read the guidelines and will keep to them."), default=False
    )
    guardian_name = models.CharField(_("guardian's name"), max_length=150, blank=True)
    guardian_relationship = models.CharField(_("relationship"), max_length=40, blank=True)
    guardian_email = models.EmailField(_("guardian's e-mail address"), blank=True)
    guardian_phone = models.CharField(_("guardian's phone"), max_length=40, blank=True)

    def __str__(self) -> str:
        return f"answers of {self.application}"


class MentorAnswers(models.Model):
    """What a mentor tells when applying; most of it is the mentor's profile for students."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="mentor")
    partner = models.ForeignKey(
        Partner, models.SET_NULL, null=True, blank=True, related_name="mentors"
    )
    company = models.CharField(_("employer"), max_length=150, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    years_experience = models.PositiveSmallIntegerField(
        _("years of experience in it"), null=True, blank=True, validators=[MaxValueValidator(70)]
    )
    fields = models.JSONField(_("fields you can speak about"), default=list, blank=True)
    help_areas = models.JSONField(_("what you can help with"), default=list, blank=True)
    job_history = models.TextField(_("job history"), max_length=4000, blank=True)
    successes = models.TextField(_("key successes and duties"), max_length=2000, blank=True)
    moves = models.TextField(
        _("moves between countries or industries"), max_length=2000, blank=True
    )
    studied = models.CharField(_("course you studied"), max_length=150, blank=True)
    graduation_year = models.PositiveSmallIntegerField(
        _("year you graduated"), null=True, blank=True
    )
    programme_email = models.EmailField(_("another address for this programme"), blank=True)
    mode = models.CharField(_("online or in person"), max_length=40, blank=True)
    fewest = models.PositiveSmallIntegerField(_("fewest students"), null=True, blank=True)
    most = models.PositiveSmallIntegerField(_("most students"), null=True, blank=True)
    believes = models.BooleanField(
        _("I share the programme's belief that everyone can grow with good guidance."),
        default=False,
    )
    knows_careers = models.BooleanField(
        _("I know the career pathways of my industry well."), default=False
    )
    listens = models.BooleanField(_("I encourage, motivate and listen."), default=False)
    enjoys = models.BooleanField(_("I enjoy working with young adults."), default=False)
    guidelines = models.BooleanField(
        _("I have read the guidelines and will keep to them."), default=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fewest=None) | Q(most=None) | Q(fewest__lte=F("most")),
                name="own_fewest_is_not_above_most",
                violation_error_message=_("The fewest students must not be above the most."),
            )
        ]

    def __str__(self) -> str:
        return f"profile of {self.application}"


class Consent(models.Model):
    """A guardian's answer: asked by mail, given without an account, kept as evidence."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="consents")
    guardian_name = models.CharField(_("guardian's name"), max_length=150)
    relationship = models.CharField(_("relationship"), max_length=40, blank=True)
    email = models.EmailField(_("guardian's e-mail address"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=ConsentState, default=ConsentState.REQUESTED)
    takes_part = models.BooleanField(_("may take part"), default=False)
    visits = models.BooleanField(_("may visit workplaces"), default=False)
    direct_contact = models.BooleanField(_("may be contacted by phone or messenger"), default=False)
    photographs = models.BooleanField(_("may be photographed"), default=False)
    emergency_contact = models.CharField(_("emergency contact"), max_length=200, blank=True)
    signature = models.CharField(_("typed name"), max_length=150, blank=True)
    text = models.ForeignKey(
        DocumentVersion, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The version of the consent text that was shown."""
    asked_at = models.DateTimeField(default=now)
    reminded_day = models.PositiveSmallIntegerField(default=0)
    """The day after asking of which the guardian was last reminded."""
    answered_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    new_link_wanted_at = models.DateTimeField(null=True)
    """When the guardian asked for a new link after this one had expired."""

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=[ConsentState.REQUESTED, ConsentState.GRANTED]),
                name="one_open_consent",
            )
        ]

    def __str__(self) -> str:
        return f"consent for {self.application}"

    if TYPE_CHECKING:
        application_id: int
        text_id: int | None

    @property
    def verbs(self) -> frozenset[str]:
        return CONSENT.verbs(ConsentState(self.state))


class Knock(models.Model):
    """Somebody without an account who wants to join; forgotten after a month."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="knocks")
    part = models.CharField(max_length=8, choices=Part)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(
        max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["email", "at"], name="knock_by_address")]

    def __str__(self) -> str:
        return f"{self.email} at {self.cohort_id}"


class Charge(models.Model):
    """Which liaison officer looks after which student."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="charge")
    office = models.ForeignKey(Office, models.PROTECT, related_name="charges")
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.office.person} looks after {self.application.person}"


def is_minor(born_on: date | None, age: int, day: date | None = None) -> bool:
    """Whether somebody ``born_on`` is younger than ``age`` on ``day``; unknown counts as adult."""
    return born_on is not None and age > 0 and age_on(born_on, day or localdate()) < age
