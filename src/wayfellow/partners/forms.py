"""What is typed about a company, cleaned; actions write it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wayfellow.partners.lifecycle import PartnerState
from wayfellow.partners.models import Partner
from wayfellow.programmes.models import Term
from wayfellow.ui.forms import DateInput

LONGEST_LETTER = 10_000


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Partner
        fields = (
            "name",
            "registration_number",
            "sector",
            "mou_reference",
            "mou_signed_on",
            "mou_expires_on",
            "signatory",
            "venues",
            "events",
        )
        widgets = {"mou_signed_on": DateInput, "mou_expires_on": DateInput}
        help_texts = {
            "mou_expires_on": _("Shown as expiring soon from 60 days before."),
            "venues": _("Where mentors may meet their students, and when."),
            "events": _("Visits, talks and fairs to which groups are welcome."),
        }

    def clean_name(self) -> str:
        """A name that no other company of the programme has."""
        name: str = " ".join(self.cleaned_data["name"].split())
        same = Partner.objects.filter(programme=self.instance.programme, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_now("This company is a partner already."))
        return name


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("any")), *PartnerState.choices]
    )


class WithdrawForm(forms.Form):
    letter = forms.CharField(
        label=_("Letter of withdrawal"),
        help_text=_("Write it here, or paste the letter that the company sent."),
        max_length=LONGEST_LETTER,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    audiences = {"letter": _("The coordinators, the institution's administrators and you")}


class PledgeForm(forms.Form):
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    hours = forms.IntegerField(
        label=_("Hours"), min_value=0, max_value=9999, initial=4, help_text=_("4 is usual.")
    )

    def __init__(self, *args: Any, terms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["term"]
        field.queryset = terms  # type: ignore[attr-defined]
        field.label_from_instance = _term_label  # type: ignore[attr-defined]


def _term_label(term: Term) -> str:
    return f"{term.cohort.name}, {term.name}"


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    audiences = {
        "name": _("The coordinators and the company's other contacts"),
        "email": _("The coordinators and the company's other contacts"),
        "phone": _("The coordinators and the company's other contacts"),
    }


class NominateForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We write there once, with a link to join.")
    )
    job_title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    audiences = {
        "name": _("The coordinators and the company's contacts"),
        "email": _("The coordinators and the company's contacts"),
        "job_title": _("The coordinators and the company's contacts"),
    }


class EnquiryForm(forms.Form):
    company = forms.CharField(label=_("Company"), max_length=150)
    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("Your e-mail address"))
    message = forms.CharField(
        label=_("Message"),
        help_text=_("What you would like to offer, or what you want to know."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    audiences = {
        "name": _("The coordinators of the programme"),
        "email": _("The coordinators of the programme"),
        "message": _("The coordinators of the programme"),
    }

    def clean_company(self) -> str:
        """One space between words, so that the same company is known again."""
        return " ".join(self.cleaned_data["company"].split())
