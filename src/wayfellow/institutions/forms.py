"""What is typed about institutions, members, invitations and statements."""

import zoneinfo
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Statement

RESERVED = frozenset({"new", "statements", "hats", "memberships", "invitations"})
"""Addresses of our own pages, which no institution can have."""

_LANGUAGES = Institution._meta.get_field("language").choices or ()


def _zones() -> list[tuple[str, str]]:
    known = zoneinfo.available_timezones()
    places = sorted(zone for zone in known if "/" in zone and not zone.startswith("Etc/"))
    return [(zone, zone.replace("_", " ")) for zone in ("UTC", *places)]


class DetailsForm(forms.Form):
    """What an institution is called and how it is reached."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=150)
    short_name = forms.CharField(
        label=_("Short name"), max_length=30, help_text=_("As people say it: Merlion Poly.")
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Two letters, such as SG or FI."),
        error_messages={"invalid": _("Write the country's two letters, such as SG or FI.")},
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_zones)
    language = forms.ChoiceField(label=_("Language of its mails"), choices=_LANGUAGES)
    contact_email = forms.EmailField(
        label=_("Address for questions"), help_text=_("Shown to its members and to applicants.")
    )
    emergency_number = forms.CharField(
        label=_("Emergency number"),
        max_length=40,
        required=False,
        help_text=_("Shown wherever somebody raises a concern that cannot wait."),
    )

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"]
        return country.upper()


class NewInstitutionForm(DetailsForm):
    """A new institution and its first administrator."""

    slug = forms.SlugField(
        label=_("Short address"),
        help_text=_("Small letters and hyphens; it stands in addresses and stays for ever."),
    )
    admin_name = forms.CharField(label=_("First administrator: name"), max_length=150)
    admin_email = forms.EmailField(
        label=_("First administrator: e-mail address"),
        help_text=_("An invitation is mailed there; the link works for 14 days."),
    )
    field_order = ("name", "short_name", "slug")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower()
        if slug in RESERVED or Institution.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("This short address is taken. Choose another one."))
        return slug


class InviteForm(forms.Form):
    """Whom to invite, in which role."""

    audiences = {
        "email": _("You and the administrators of the institution"),
        "name": _("You and the administrators of the institution"),
    }
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, roles: Iterable[Role], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type only
        field.choices = [(role.value, str(role.label).capitalize()) for role in roles]


class FilterForm(forms.Form):
    """Which members to list."""

    q = forms.CharField(
        label=_("Name, address or student number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        required=False,
        choices=[("", _("Every role")), *((role.value, role.label) for role in Role)],
    )


class StatementForm(forms.Form):
    """The next version of a statement."""

    kind = forms.ChoiceField(label=_("Which statement"), choices=Statement.Kind)
    title = forms.CharField(label=_("Title"), max_length=150)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("Headings with ##, lists with -, **bold** and links in Markdown."),
    )


class AcceptForm(forms.Form):
    """One tick for each statement that is due."""

    def __init__(self, *args: Any, due: Sequence[Statement], **options: Any) -> None:
        super().__init__(*args, **options)
        self.ids = [statement.pk for statement in due]
        for statement in due:
            self.fields[f"accept-{statement.pk}"] = forms.BooleanField(
                label=_("I have read “%(title)s” and accept it") % {"title": statement.title},
                error_messages={"required": _("Tick this to go on.")},
            )
