from django import forms
from django.utils.translation import gettext_lazy as _

from wayfellow.conversations.actions import LONGEST


class MessageForm(forms.Form):
    """A few words to the group."""

    body = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    audiences = {"body": _("Everybody in this work group; staff see only how many messages are")}
