from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Programme
from wayfellow.programmes.presets import PRESET_NAMES, PRESET_WORDS, PRESETS


def free_address(wanted: str) -> str:
    """``wanted`` as an address that no programme has, numbered if need be."""
    base = slugify(wanted)[:44] or "programme"
    taken = set(Programme.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{n}" for n in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


class AddressForm(forms.Form):
    """A name and an address of its own."""

    name = forms.CharField(label=pgettext_lazy("thing", "Name"), max_length=150)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=50,
        required=False,
        help_text=_(
            "The last part of the public page's address: small letters, digits and hyphens. "
            "Leave it empty to make it from the name."
        ),
    )

    def clean_slug(self) -> str:
        """An address that is free."""
        slug: str = self.cleaned_data["slug"].lower()
        if slug and Programme.objects.filter(slug=slug).exists():
            raise ValidationError(
                _now("%(slug)s is taken. %(free)s is free.")
                % {"slug": slug, "free": free_address(slug)}
            )
        return slug

    def clean(self) -> dict[str, Any]:
        """Without an address, one is made from the name."""
        cleaned = super().clean() or self.cleaned_data
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = free_address(cleaned.get("name", ""))
        return cleaned


class CreateForm(AddressForm):
    preset = forms.ChoiceField(
        label=_("How the programme works"),
        help_text=_("Only a beginning: every part of it can be changed afterwards."),
        widget=forms.RadioSelect,
    )
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.none(),
        label=_("Other institutions taking part"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ("preset", "name", "slug", "institutions")

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["preset"].choices = [  # type: ignore[attr-defined]
            (key, format_html("<span><strong>{}</strong><br>{}</span>", name, PRESET_WORDS[key]))
            for key, name in PRESET_NAMES.items()
        ]
        others = Institution.objects.exclude(pk=institution.pk)
        self.fields["institutions"].queryset = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["institutions"]

    def clean_preset(self) -> object:
        """The point in policy space; its name is forgotten."""
        return PRESETS[self.cleaned_data["preset"]]


class CloneForm(AddressForm):
    """A name and an address for next year's programme."""
