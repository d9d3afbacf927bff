from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.programmes.models.programmes import Programme


class Audience(models.TextChoices):
    """For whom a text is written."""

    EVERYBODY = "everybody", _("everybody")
    STUDENT = "student", _("students")
    MENTOR = "mentor", _("mentors")
    COMPANY = "company", _("companies")
    INSTITUTION = "institution", _("the institution")


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
