from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Aim, Audience, Cohort, Contact, Office, Term, Window
from wayfellow.ui.forms import DateInput


class AimForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Aim
        fields = ("audience", "kind", "text")
        help_texts = {"text": _("One sentence. Reports refer to it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            # Most aims are the students', and the page says to begin with them.
            self.initial["audience"] = Audience.STUDENT


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    audiences = {
        "name": _("Everybody who may read the programme's pages"),
        "email": _("Everybody who may read the programme's pages"),
        "phone": _("Everybody who may read the programme's pages"),
    }

    class Meta:
        model = Contact
        fields = ("audience", "name", "email", "phone", "note")


class WindowForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Window
        fields = ("opens_on", "closes_on")
        widgets = {"opens_on": DateInput, "closes_on": DateInput}


class CohortForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Cohort
        fields = (
            "name",
            "starts_on",
            "ends_on",
            "applications_open_on",
            "applications_close_on",
        )
        widgets = {
            "starts_on": DateInput,
            "ends_on": DateInput,
            "applications_open_on": DateInput,
            "applications_close_on": DateInput,
        }
        help_texts = {
            "name": _("Such as 2027, or Spring 2027."),
            "ends_on": _("Leave it empty when people join at any time."),
            "applications_open_on": _("Empty means at once when you open applications."),
            "applications_close_on": _("Empty means until you close them."),
        }

    def clean_name(self) -> str:
        """A name that no other cohort of the programme has."""
        name: str = self.cleaned_data["name"]
        others = Cohort.objects.filter(programme=self.instance.programme, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_now("This programme has a cohort of that name already."))
        return name

    def clean(self) -> dict[str, Any]:
        """Applications close after they open."""
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("applications_open_on"), cleaned.get("applications_close_on")
        if opens and closes and closes < opens:
            self.add_error(
                "applications_close_on", _("The last day must not lie before the first.")
            )
        return cleaned


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Term
        fields = ("name", "starts_on", "ends_on")
        widgets = {"starts_on": DateInput, "ends_on": DateInput}
        help_texts = {"name": _("Such as Semester 1.")}


class AppointForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Office.Role)
    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Institution"))
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("A member of the institution is appointed at once; anybody else is invited."),
    )
    school = forms.CharField(
        label=_("School"),
        max_length=120,
        required=False,
        help_text=_("A liaison officer looks after this school's students first. Empty: any."),
    )
    audiences = {
        "name": _("The programme's staff"),
        "email": _("The programme's staff"),
    }

    def __init__(self, *args: Any, institutions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        field.queryset = institutions  # type: ignore[attr-defined]
        field.initial = institutions.first()

    def clean_role(self) -> Office.Role:
        """One of the offices."""
        return Office.Role(self.cleaned_data["role"])
