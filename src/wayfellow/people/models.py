from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from wayfellow.people.lifecycle import ChangeState

if TYPE_CHECKING:
    from wayfellow.notifications.models import Notification


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One person, who may hold several roles at several institutions."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150)
    preferred_name = models.CharField(_("preferred name"), max_length=80, blank=True)
    language = models.CharField(
        _("language"), max_length=12, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    is_active = models.BooleanField(default=True)
    is_platform_admin = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=now)
    sign_outs = models.PositiveIntegerField(default=0)
    """How often everybody who was signed in with this account was signed out."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    if TYPE_CHECKING:
        notifications: models.Manager[Notification]
        profile: "Profile"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.called

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """What a session must know to go on; it is another one after each signing out of all."""
        known: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        if not self.sign_outs:
            return known
        salt = "wayfellow.people.sign_outs"
        counted = f"{known}:{self.sign_outs}"
        return salted_hmac(salt, counted, secret=secret, algorithm="sha256").hexdigest()

    @property
    def called(self) -> str:
        """The name to use in sentences and lists."""
        return self.preferred_name or self.name

    @property
    def initials(self) -> str:
        """One or two letters that stand for the person where there is no photo."""
        parts = self.called.split()
        return "".join(part[0] for part in [*parts[:1], *parts[1:][-1:]]).upper()


class Profile(models.Model):
    """What a person says of themself, apart from any programme."""

    class Audience(models.TextChoices):
        NOBODY = "nobody", _("only me")
        GROUP = "group", _("my work group and its staff")

    person = models.OneToOneField(User, models.CASCADE, related_name="profile")
    about = models.TextField(_("about me"), max_length=2000, blank=True)
    headline = models.CharField(_("headline"), max_length=120, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_for = models.CharField(
        _("who can see my phone number"),
        max_length=10,
        choices=Audience,
        default=Audience.NOBODY,
    )
    email_for = models.CharField(
        _("who can see my e-mail address"),
        max_length=10,
        choices=Audience,
        default=Audience.GROUP,
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    """Kept only to know whether a guardian must consent; shown to nobody but staff."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(born_on=None) | models.Q(born_on__gte="1900-01-01"),
                name="born_in_living_memory",
                violation_error_message=_("Check the year of birth."),
            )
        ]

    def __str__(self) -> str:
        return f"profile of {self.person_id}"


class BlockQuerySet(models.QuerySet["Block"]):
    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def among(self, people: Iterable[int]) -> Self:
        """Blocks of one of ``people`` against another of them."""
        ids = set(people)
        return self.filter(person__in=ids, other__in=ids)


class Block(models.Model):
    """One person wants nothing of another: nothing passes between the two in either direction."""

    person = models.ForeignKey(User, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    lifted_at = models.DateTimeField(null=True)

    objects = BlockQuerySet.as_manager()

    if TYPE_CHECKING:
        person_id: int
        other_id: int

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "other"],
                condition=models.Q(lifted_at=None),
                name="blocked_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(person=models.F("other")), name="nobody_blocks_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class AddressChange(models.Model):
    """One move of an account from one address to another, with the way back."""

    person = models.ForeignKey(User, models.CASCADE, related_name="address_changes")
    before = models.EmailField()
    after = models.EmailField()
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.ASKED)
    at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        person_id: int

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"address change {self.pk}"
