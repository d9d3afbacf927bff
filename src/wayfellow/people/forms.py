"""What people type about themselves, and the account library's forms in our words."""

import zoneinfo
from datetime import date
from functools import cache
from typing import Any

from allauth.account import forms as library
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wayfellow.access.rates import give_back, network
from wayfellow.people import actions
from wayfellow.people.models import Profile, User
from wayfellow.ui.forms import DateInput, split_words

MOST_LANGUAGES = 12
LONGEST_LANGUAGE = 40

_EVERYBODY_NEAR = _("Everybody you work with in a programme")
_YOU = _("Only you")


@cache
def _zones() -> list[tuple[str, str]]:
    known = zoneinfo.available_timezones()
    places = sorted(zone for zone in known if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class SignInLinkForm(forms.Form):
    """The address to which a sign-in link is mailed."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AddressForm(forms.Form):
    """The address to which one moves, and the password where there is one."""

    email = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("We mail a link there. Nothing changes before you have opened it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody else does this at a page that you left open."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: User, network: str, data: Any = None) -> None:
        super().__init__(data)
        self.person, self.network = person, network
        if not person.has_usable_password():
            del self.fields["password"]

    def clean_email(self) -> str:
        """An address other than the present one, in the spelling in which we keep it."""
        address = actions.identity(self.cleaned_data["email"])
        if address == self.person.email:
            raise forms.ValidationError(_("This is your address already."))
        return address

    def clean_password(self) -> str:
        """The right one, tried no more often than when signing in."""
        password = str(self.cleaned_data["password"])
        spent = actions.try_password(self.person.email, self.network)
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        give_back(spent)
        return password


class BirthdayField(forms.DateField):
    """A date of birth of somebody who can be alive, and is born."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Date of birth"), widget=DateInput(), **options)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and not actions.EARLIEST_BIRTH <= value < localdate():
            raise forms.ValidationError(_("Check the year of birth."))


class BirthdayForm(forms.Form):
    """The day that staff read on a paper, in place of a wrong one."""

    born_on = BirthdayField(
        help_text=_(
            "As it stands on an official paper. Whether a guardian must consent is reckoned anew, "
            "and the student is told."
        )
    )


class ProfileForm(forms.Form):
    """One's own profile; each field says who can see it."""

    audiences = {
        "name": _EVERYBODY_NEAR,
        "preferred_name": _EVERYBODY_NEAR,
        "headline": _EVERYBODY_NEAR,
        "about": _EVERYBODY_NEAR,
        "languages": _EVERYBODY_NEAR,
        "city": _EVERYBODY_NEAR,
        "phone": _("Those you choose in the next field"),
        "phone_for": _YOU,
        "email_for": _("Coordinators always see it, to write to you"),
        "language": _YOU,
        "time_zone": _YOU,
    }

    name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        help_text=_("As it should stand on agreements and certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    preferred_name = forms.CharField(
        label=_("What people call you"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    headline = forms.CharField(
        label=_("In one line"),
        max_length=120,
        required=False,
        help_text=_("For example: third-year student of mechatronics, keen on robots."),
    )
    about = forms.CharField(
        label=_("About you"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    languages = forms.CharField(
        label=_("Languages you speak"),
        max_length=400,
        required=False,
        help_text=_("Separate them with commas: English, Malay, Finnish."),
    )
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    phone_for = forms.ChoiceField(
        label=_("Who can see your telephone number"), choices=Profile.Audience
    )
    email_for = forms.ChoiceField(
        label=_("Who can see your e-mail address"), choices=Profile.Audience
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mails"),
        choices=User._meta.get_field("language").choices or (),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)

    def clean_languages(self) -> list[str]:
        """Each language once, in the order typed."""
        found = split_words(self.cleaned_data["languages"])
        if len(found) > MOST_LANGUAGES or any(len(name) > LONGEST_LANGUAGE for name in found):
            raise forms.ValidationError(
                _("Name at most %(n)d languages, separated with commas.") % {"n": MOST_LANGUAGES}
            )
        return found


def profile_values(person: User) -> dict[str, Any]:
    """What the profile form starts with."""
    kept = person.profile
    values = {name: getattr(kept, name) for name in ProfileForm.base_fields if hasattr(kept, name)}
    own = {name: getattr(person, name) for name in ("name", "preferred_name", "language")}
    languages = ", ".join(kept.languages)
    return {**values, **own, "time_zone": person.time_zone, "languages": languages}


def _rules() -> str:
    return " ".join(str(rule) for rule in password_validators_help_texts())


class _Plain:
    """The library's fields without its links and lists in hints, and without placeholders."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = lazy(_rules, str)() if name == "password1" else ""
            if name in {"login", "email"}:
                field.label = _("E-mail address")


class SignInForm(_Plain, library.LoginForm):  # type: ignore[misc]
    """Address and password."""


class ForgottenForm(_Plain, library.ResetPasswordForm):  # type: ignore[misc]
    """The address for which a new password is wanted."""

    def save(self, request: HttpRequest, **_options: Any) -> str:
        """Mail our own one-time link, or that there is no account; the page is the same."""
        email: str = self.cleaned_data["email"]
        actions.send_password_mail(email, network=network(request))
        return email


class ForgottenKeyForm(_Plain, library.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice."""


class ChangePasswordForm(_Plain, library.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""


class SetPasswordForm(_Plain, library.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice."""


class AgainForm(_Plain, library.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate."""
