from django import forms
from django.utils.translation import gettext_lazy as _

from wayfellow.timetable.models import Adjustment
from wayfellow.ui.forms import DateInput


class AdjustmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """Send none, or send them some days earlier or later."""

    class Meta:
        model = Adjustment
        fields = ("is_paused", "days", "note")
        help_texts = {"note": _("Your colleagues read it beside the mail.")}


class FromForm(forms.Form):
    """From which day on."""

    start = forms.DateField(label=_("From"), required=False, widget=DateInput())
