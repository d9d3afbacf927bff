from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.partners.lifecycle import NOMINATION, PARTNER, NominationState, PartnerState
from wayfellow.programmes.models import Programme, Term


class PartnerQuerySet(models.QuerySet["Partner"]):
    def spoken_for_by(self, person_id: int) -> Self:
        """Companies whose contact ``person_id`` is."""
        contacts = PartnerContact.objects.filter(person=person_id)
        return self.filter(pk__in=contacts.values("partner"))


class Partner(models.Model):
    """A company that takes part in a programme as corporate partner."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    name = models.CharField(_("company"), max_length=150)
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    sector = models.CharField(_("sector"), max_length=80, blank=True)
    mou_reference = models.CharField(_("memorandum's reference"), max_length=80, blank=True)
    mou_signed_on = models.DateField(_("memorandum signed"), null=True, blank=True)
    mou_expires_on = models.DateField(_("memorandum expires"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=120, blank=True)
    venues = models.CharField(_("venues offered"), max_length=300, blank=True)
    events = models.CharField(_("events offered"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=PartnerState, default=PartnerState.PROSPECT)
    withdrawal = models.TextField(_("letter of withdrawal"), blank=True)
    asked_by = models.CharField(_("who asked"), max_length=150, blank=True)
    asked_from = models.EmailField(_("e-mail address of who asked"), blank=True)
    asked = models.TextField(_("what was asked"), max_length=2000, blank=True)
    """The latest enquiry from the public page; coordinators answer it themselves."""
    at = models.DateTimeField(default=now)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                "programme",
                Lower("name"),
                name="one_partner_per_name",
                violation_error_message=_("This company is a partner already."),
            ),
            models.CheckConstraint(
                condition=Q(mou_expires_on=None)
                | Q(mou_signed_on=None)
                | Q(mou_expires_on__gte=F("mou_signed_on")),
                name="mou_expires_after_signing",
                violation_error_message=_("The memorandum must not expire before it is signed."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verbs(self) -> frozenset[str]:
        return PARTNER.verbs(PartnerState(self.state))


class PartnerContact(models.Model):
    """A person who speaks for a company."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="speaks_for")
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "person"], name="one_contact_each")
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.partner}"


class Pledge(models.Model):
    """The hours a company promises for one term."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="pledges")
    term = models.ForeignKey(Term, models.CASCADE, related_name="pledges")
    hours = models.PositiveSmallIntegerField(_("hours"), default=4)

    class Meta:
        ordering = ("term__starts_on",)
        constraints = [
            models.UniqueConstraint(fields=["partner", "term"], name="one_pledge_per_term")
        ]

    def __str__(self) -> str:
        return f"{self.hours} h in {self.term}"


class Nomination(models.Model):
    """A mentor whom a company puts forward."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="nominations")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=NominationState, default=NominationState.NOMINATED
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                "partner",
                Lower("email"),
                name="nominated_once",
                violation_error_message=_("This mentor has been nominated already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def verbs(self) -> frozenset[str]:
        return NOMINATION.verbs(NominationState(self.state))
