"""What people ask about their data and what keepers answer, cleaned; actions write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.access.rates import give_back
from wayfellow.people import actions as people
from wayfellow.people.models import User
from wayfellow.privacy.lifecycle import Kind
from wayfellow.privacy.models import FEWEST_YEARS, MOST_YEARS
from wayfellow.privacy.queries import ANSWERED, LATE, OPEN

_KEEPERS = _("You, and the administrators of your institution")


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What you ask for"), choices=Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("In your words"),
        help_text=_("What should be corrected or erased, for instance. A copy needs no reason."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    audiences = {"kind": _KEEPERS, "text": _KEEPERS}


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("What was done; or, where you refuse, why and what the person can do now."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    audiences = {"answer": _("Whoever asked, and the administrators of the institution")}


class PileForm(forms.Form):
    show = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("state", "any")),
            (OPEN, pgettext_lazy("data request", "open")),
            (LATE, pgettext_lazy("data request", "late")),
            (ANSWERED, pgettext_lazy("data request", "answered or taken back")),
        ],
    )


class RetentionForm(forms.Form):
    years = forms.IntegerField(
        label=_("Years after a cohort's end"),
        help_text=_("At least 1. Empty: nothing is deleted by itself."),
        required=False,
        min_value=FEWEST_YEARS,
        max_value=MOST_YEARS,
    )


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Why nothing may be deleted"),
        help_text=_("Such as a dispute that is not settled. Name nobody."),
        max_length=300,
    )
    audiences = {"reason": _("The administrators of the institution")}


class PasswordForm(forms.Form):
    """The password once more, before everything is handed out."""

    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody else does this at a page that you left open."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, person: User, network: str, data: Any = None) -> None:
        super().__init__(data)
        self.person, self.network = person, network

    def clean_password(self) -> str:
        """The right one, tried no more often than when signing in."""
        password = str(self.cleaned_data["password"])
        spent = people.try_password(self.person.email, self.network)
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        give_back(spent)
        return password
