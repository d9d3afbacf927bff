"""What is typed about what mails say."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.notifications import own_words
from wayfellow.notifications.categories import Category
from wayfellow.notifications.words import LONGEST_SUBJECT
from wayfellow.wordings.kinds import Kind

LONGEST_TEXT = 5000
LONGEST_LABEL = 60


class WordsForm(forms.Form):
    """The words of one kind of mail in one language; what is empty stays built in."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT, required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy(
            "Plain text. The greeting and the end of the mail are put around it."
        ),
    )
    action = forms.CharField(
        label=gettext_lazy("Label of the button"),
        max_length=LONGEST_LABEL,
        required=False,
        help_text=gettext_lazy("Where the button leads cannot be changed."),
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    once = forms.UUIDField(widget=forms.HiddenInput)
    """So that a test that is asked for twice by one press is sent once."""

    def __init__(self, kind: Kind, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.kind = kind
        self.initial.setdefault("once", uuid.uuid4())
        if not kind.has_button:
            del self.fields["action"]

    def clean_subject(self) -> str:
        subject = self._with_known_names("subject")
        if len(subject.splitlines()) > 1:
            raise forms.ValidationError(_("A subject is one line."))
        return subject

    def clean_text(self) -> str:
        return "\n".join(self._with_known_names("text").splitlines())

    def clean_action(self) -> str:
        return self._with_known_names("action")

    def words(self) -> dict[str, str]:
        """What was typed, part by part."""
        return {part: self.cleaned_data.get(part, "") for part in ("subject", "text", "action")}

    def _with_known_names(self, part: str) -> str:
        typed: str = self.cleaned_data[part]
        wrong = own_words.wrong(self.kind.template, typed)
        if wrong:
            said = _(
                "%(wrong)s stands for nothing in this mail. You can write %(known)s, and {{ or }} "
                "for a brace."
            )
            known = ", ".join(f"{{{name}}}" for name in own_words.allowed(self.kind.template))
            raise forms.ValidationError(said % {"wrong": " ".join(wrong), "known": known})
        return typed


class FilterForm(forms.Form):
    """Which mails to list."""

    q = forms.CharField(
        label=gettext_lazy("Words in the mail"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    about = forms.ChoiceField(
        label=gettext_lazy("About"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *Category.choices],
    )
    own = forms.ChoiceField(
        label=gettext_lazy("Words"),
        required=False,
        choices=[("", gettext_lazy("All")), ("own", gettext_lazy("Own words"))],
    )
