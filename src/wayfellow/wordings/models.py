from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.notifications.models import Letter
from wayfellow.notifications.words import LONGEST_ACTION, LONGEST_SUBJECT


class WordingQuerySet(models.QuerySet["Wording"]):
    def current(self) -> Self:
        """The newest version of each."""
        newer = Wording.objects.filter(
            kind=OuterRef("kind"),
            institution=OuterRef("institution"),
            language=OuterRef("language"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(newer))

    def said(self) -> Self:
        """Those that say something; the others went back to the built-in words."""
        return self.exclude(subject="", text="", action="")

    def with_use(self) -> Self:
        """With ``is_mailed``: whether a mail says it."""
        return self.annotate(is_mailed=Exists(Letter.objects.filter(wording=OuterRef("pk"))))


class Wording(models.Model):
    """A version of what an institution says in one kind of mail; never changed afterwards.

    What is empty stays built in.
    """

    institution = models.ForeignKey(Institution, models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=80)
    """The template of the notice."""
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    number = models.PositiveIntegerField()
    subject = models.CharField(_("subject"), max_length=LONGEST_SUBJECT, blank=True)
    text = models.TextField(_("text"), blank=True)
    action = models.CharField(_("label of the button"), max_length=LONGEST_ACTION, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    is_mailed: bool
    """Where that was asked for."""

    objects = WordingQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "language", "-number")
        constraints = [
            # Two people who save at once cannot both have the next number.
            models.UniqueConstraint(
                fields=["kind", "institution", "language", "number"],
                name="one_wording_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.number} of {self.institution_id}"

    @property
    def is_built_in(self) -> bool:
        """Whether it went back to the built-in words."""
        return not (self.subject or self.text or self.action)
