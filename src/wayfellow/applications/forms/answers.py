"""Short forms: joining, deciding, asking and answering for consent."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.ui.forms import DateInput


class JoinForm(forms.Form):
    """Which institution, and for people who are not signed in: who."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We send you a link that opens your application.")
    )

    def __init__(
        self, institutions: QuerySet[Institution], data: Any = None, *, known: bool
    ) -> None:
        super().__init__(data)
        choice = forms.ModelChoiceField(
            institutions, label=_("Institution"), empty_label=_("Choose one")
        )
        self.fields = {"institution": choice, **self.fields}
        only = list(institutions[:2])
        if len(only) == 1:
            choice.widget = forms.HiddenInput()
            choice.initial = only[0].pk
        if known:
            del self.fields["name"], self.fields["email"]
        else:
            seen = _("You and the staff of the programme")
            self.fields["name"].audience = seen  # type: ignore[attr-defined]
            self.fields["email"].audience = seen  # type: ignore[attr-defined]
            self.fields["email"].widget.attrs["autocomplete"] = "email"
            self.fields["name"].widget.attrs["autocomplete"] = "name"


class PileForm(forms.Form):
    """Narrow the pile."""

    q = forms.CharField(label=_("Name, address, course or company"), required=False, max_length=100)
    part = forms.CharField(widget=forms.HiddenInput, required=False)
    state = forms.CharField(widget=forms.HiddenInput, required=False)
    consent = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, schools: list[tuple[str, int]], initial: dict[str, str]) -> None:
        super().__init__(initial=initial, auto_id="pile_%s")
        offered = [("", _("all schools")), *((name, f"{name} ({n})") for name, n in schools)]
        self.fields["school"] = forms.ChoiceField(
            label=_("School"), required=False, choices=offered
        )
        for name in ("part", "state", "consent"):
            if not initial.get(name):
                del self.fields[name]


class DecisionForm(forms.Form):
    """One decision on one application or on several."""

    VERBS = ("accept", "waitlist", "decline")

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in VERBS])
    reason = forms.CharField(required=False, max_length=1000)
    note = forms.CharField(required=False, max_length=1000)

    def __init__(self, data: Any, *, among: list[int]) -> None:
        super().__init__(data)
        self.fields["chosen"] = forms.TypedMultipleChoiceField(
            coerce=int, required=False, choices=[(pk, pk) for pk in among]
        )


class GuardianForm(forms.Form):
    """Whom to ask for consent."""

    guardian_name = forms.CharField(label=_("Guardian's name"), max_length=150)
    relationship = forms.CharField(label=_("Relationship"), max_length=40, required=False)
    email = forms.EmailField(label=_("Guardian's e-mail address"))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)

    def values(self) -> dict[str, str]:
        """As answers of the student's application."""
        given = self.cleaned_data
        return {
            "guardian_name": given["guardian_name"],
            "guardian_relationship": given["relationship"],
            "guardian_email": given["email"],
            "guardian_phone": given["phone"],
        }


YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ConsentForm(forms.Form):
    """What a guardian answers: a yes or a no for each thing, none of them ticked beforehand."""

    use_required_attribute = False

    takes_part = forms.ChoiceField(
        label=_("May take part in the programme and meet the mentor with the group"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    visits = forms.ChoiceField(
        label=_("May visit workplaces"), choices=YES_NO, widget=forms.RadioSelect
    )
    direct_contact = forms.ChoiceField(
        label=_("May be contacted by the mentor by phone or messenger"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    photographs = forms.ChoiceField(
        label=_("May be photographed for reports on the programme"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    emergency_contact = forms.CharField(
        label=_("Whom to call in an emergency"),
        help_text=_("A name and a phone number."),
        max_length=200,
    )
    signature = forms.CharField(
        label=_("Your full name, as your signature"), max_length=150, required=True
    )
    text = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, text: int | None = None) -> None:
        super().__init__(data, initial={"text": text})
        staff = _("You, the coordinators and the liaison officer")
        self.fields["emergency_contact"].audience = staff  # type: ignore[attr-defined]
        self.fields["signature"].audience = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("takes_part") == "no":
            # Who says no need not answer the rest.
            for name in ("visits", "direct_contact", "photographs", "emergency_contact"):
                self.errors.pop(name, None)
        return given

    def values(self) -> dict[str, Any]:
        """The answers as the action keeps them."""
        given = dict(self.cleaned_data)
        for name in ("takes_part", "visits", "direct_contact", "photographs"):
            given[name] = given.get(name) == "yes"
        return given


class PauseForm(forms.Form):
    """Until when a mentor takes nobody new."""

    until = forms.DateField(label=_("I am back on"), widget=DateInput)
    audiences = {"until": _("You and the coordinators")}

    def clean_until(self) -> date | None:
        """A day to come, or none where none need be given."""
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= localdate():
            raise forms.ValidationError(_("Choose a day in the future."))
        return until


class RestForm(PauseForm):
    """The same on the mentor's own page, where a rest may also be without an end."""

    until = forms.DateField(
        label=_("I am back on"),
        required=False,
        help_text=_(
            "You come back by yourself on that day. Leave it empty to rest until you say so."
        ),
        widget=DateInput,
    )
