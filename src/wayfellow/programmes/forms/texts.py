from django import forms
from django.utils.translation import gettext_lazy as _

from wayfellow.programmes.models import Audience, Document

LONGEST = 100_000
_HOW_TO_WRITE = _(
    "Paste it as it stands, or use Markdown: ## begins a heading, - a point of a list, "
    "**bold**, [words](https://address)."
)


class TextForm(forms.Form):
    """A long text, what has changed in it, and the version from which the writer began."""

    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        help_text=_HOW_TO_WRITE,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
    note = forms.CharField(
        label=_("What has changed"),
        max_length=200,
        required=False,
        help_text=_("One line for those who come after you."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)


class ReviseForm(TextForm):
    """The next version of a document."""


class PageForm(TextForm):
    """The next version of the public page."""


class DocumentFactsForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Document
        fields = ("kind", "title", "audience", "on_public_page")
        help_texts = {"on_public_page": _("Everybody may then download it as PDF.")}


class DocumentForm(TextForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Document.Kind)
    title = forms.CharField(label=_("Title"), max_length=150)
    audience = forms.ChoiceField(label=_("For whom"), choices=Audience)
    on_public_page = forms.BooleanField(
        label=_("Offered on the public page"),
        required=False,
        help_text=_("Everybody may then download it as PDF."),
    )
    field_order = ("kind", "title", "audience", "on_public_page", "body", "note", "seen")
