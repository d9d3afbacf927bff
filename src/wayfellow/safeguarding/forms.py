"""What is typed about a concern or a termination, cleaned; actions write it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.safeguarding.lifecycle import ConcernState
from wayfellow.safeguarding.models import Check, Concern, Termination
from wayfellow.safeguarding.queries import Place
from wayfellow.ui.forms import DateInput

LONGEST = 4000
WHO_READS = _("You and the programme's coordinators at the institution; each reading is recorded")
WHO_RECEIVES = _("The mentor, each student, the guardians of minors and the liaison officer")
WHO_OVERSEES = _("Only the coordinators and the institution's administrators")


def _label(place: Place) -> str:
    if place.group is not None:
        return f"{place.group}, {place.programme.name}, {place.institution.short_name}"
    return f"{place.programme.name}, {place.institution.short_name}"


class ConcernForm(forms.Form):
    place = forms.ChoiceField(
        label=_("What it is about"), help_text=_("This also says who will read it.")
    )
    severity = forms.ChoiceField(
        label=_("How urgent is it?"),
        choices=Concern.Severity.choices,
        initial=Concern.Severity.LOW,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened, or what worries you?"),
        help_text=_("In your own words. You need not be sure, and you need no proof."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    page = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    audiences = {"text": WHO_READS}

    def __init__(self, *args: Any, places: Sequence[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {place.key: place for place in places}
        field = self.fields["place"]
        field.choices = [(place.key, _label(place)) for place in places]  # type: ignore[attr-defined]
        if len(places) == 1:
            field.widget, field.initial = forms.HiddenInput(), places[0].key

    def clean_page(self) -> str:
        """A path of this site, or nothing."""
        page: str = self.cleaned_data["page"]
        return page if page.startswith("/") and not page.startswith("//") else ""


class PileForm(forms.Form):
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("state", "any")),
            ("open", _("open")),
            *ConcernState.choices,
        ],
    )
    severity = forms.ChoiceField(
        label=_("Urgency"),
        required=False,
        choices=[("", pgettext_lazy("urgency", "any")), *Concern.Severity.choices],
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What was done"),
        help_text=_("The person who raised it will read this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    audiences = {"outcome": _("Whoever raised it, and the coordinators")}


class TerminationForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=Termination.Ground.choices)
    letter = forms.CharField(
        label=_("Letter to the mentor and the students"),
        help_text=_(
            "It is mailed as it stands. Keep it neutral: say that the arrangement ends, who will"
            " speak with them, and when. No reasons, no names."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    details = forms.CharField(
        label=_("Details"),
        help_text=_("What has happened, and what was done to protect the students."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    is_urgent = forms.BooleanField(
        label=_("It cannot wait for a second person: end the group now"),
        required=False,
    )
    audiences = {
        "ground": WHO_OVERSEES,
        "letter": WHO_RECEIVES,
        "details": WHO_OVERSEES,
    }


class CheckForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Check
        fields = ("kind", "done_on", "expires_on", "note")
        widgets = {"done_on": DateInput, "expires_on": DateInput}
        help_texts = {
            "expires_on": _("Leave it empty if it does not run out. You and the mentor are told 60"
                            " and 14 days before."),
            "note": _("A number to find it again. No findings: they do not belong here."),
        }  # fmt: skip

    audiences = {"note": _("The coordinators of the institution")}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        begun, ended = said.get("done_on"), said.get("expires_on")
        if begun and ended and ended <= begun:
            self.add_error("expires_on", _("It ends before it was done."))
        return said
