"""What staff type into a message to many people; a draft is kept however little there is."""

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.mailings.models import Mailing
from wayfellow.mailings.wording import (
    LABEL,
    MOST_OPTIONS,
    OPTION,
    QUESTION,
    SUBJECT,
    TEXT,
    Wording,
)
from wayfellow.notifications.many import per_minute
from wayfellow.people.actions import local
from wayfellow.people.models import User

SECRET = ("/l/", "/account/")
"""Addresses that belong to one person."""


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together on the page."""

    title: str | Promise
    hint: str | Promise
    names: tuple[str, ...]


SECTIONS = (
    Section(gettext_lazy("The message"), "", ("whom", "language", "subject", "text")),
    Section(
        gettext_lazy("A question, if you like"),
        gettext_lazy("Each answer becomes a button in the mail, which works without signing in."),
        ("question", "option_1", "option_2", "option_3", "option_4"),
    ),
    Section(
        gettext_lazy("A page to open, if you like"),
        gettext_lazy("Without one, the button of the mail opens the message itself."),
        ("path", "label"),
    ),
    Section(gettext_lazy("How it is sent"), "", ("per_minute", "replies_to_sender")),
)


class WordingForm(forms.Form):
    """The words in one language."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    window = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=SUBJECT)
    text = forms.CharField(
        label=gettext_lazy("Message"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "The mail greets by name. In curly braces you can use {name}, {programme}, {institution} and {sender}."
        ),
    )
    question = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=QUESTION,
        required=False,
    )
    option_1 = forms.CharField(
        label=gettext_lazy("First answer"), max_length=OPTION, required=False
    )
    option_2 = forms.CharField(
        label=gettext_lazy("Second answer"), max_length=OPTION, required=False
    )
    option_3 = forms.CharField(
        label=gettext_lazy("Third answer"), max_length=OPTION, required=False
    )
    option_4 = forms.CharField(
        label=gettext_lazy("Fourth answer"), max_length=OPTION, required=False
    )
    label = forms.CharField(
        label=gettext_lazy("What the button says"), max_length=LABEL, required=False
    )
    audiences = {
        "text": gettext_lazy("Everybody on the list, each in a mail of their own"),
        "question": gettext_lazy("You see who answered what"),
    }

    def __init__(self, mailing: Mailing, language: str, data: Any = None) -> None:
        self.mailing, self.speaks = mailing, language
        words = Wording.of(mailing.texts.get(language, {}))
        options = dict(zip(_options(), words.options, strict=False))
        kept = {name: getattr(words, name) for name in ("subject", "text", "label", "question")}
        hidden = {"version": mailing.version, "window": secrets.token_hex(8)}
        super().__init__(data, initial={**kept, **options, **hidden})

    def add_error(self, field: str | None, error: Any) -> None:
        """What is still missing in a draft is no error before one goes on."""
        if getattr(error, "code", "") == "required" and field in ("subject", "text"):
            self.cleaned_data[field] = ""
            return
        super().add_error(field, error)

    @property
    def parts(self) -> list[tuple[Section, list[BoundField]]]:
        """The sections that have fields, each with these."""
        found = [(part, [self[n] for n in part.names if n in self.fields]) for part in SECTIONS]
        return [(part, fields) for part, fields in found if fields]

    def wording(self) -> Wording:
        """What was typed."""
        given = self.cleaned_data
        return Wording(
            subject=given["subject"],
            text=given["text"],
            label=given["label"],
            question=given["question"],
            options=tuple(given[name] for name in _options() if given[name]),
        )

    def shown(self, name: str) -> str:
        """What is kept of a field, as its reader sees it."""
        value = self.initial.get(name)
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value if value is not None else ""))


class TermsForm(WordingForm):
    """The words in the first language, with everything that is not words."""

    whom = forms.ChoiceField(
        label=gettext_lazy("To whom"), widget=forms.RadioSelect, required=False
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of this text"),
        help_text=gettext_lazy("It also goes to everybody for whom there is no other text."),
    )
    path = forms.CharField(
        label=gettext_lazy("Page of this site to open"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Its address, from the first / on, such as /programmes/."),
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("Mails a minute"), min_value=1, required=False
    )
    replies_to_sender = forms.BooleanField(
        label=gettext_lazy("Replies come to my own address"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )

    def __init__(
        self,
        mailing: Mailing,
        languages: list[tuple[str, str]],
        whom: list[tuple[str, str]],
        *,
        own_address: bool,
        data: Any = None,
    ) -> None:
        super().__init__(mailing, mailing.language, data)
        fastest = per_minute()
        self.fields["language"].choices = languages  # type: ignore[attr-defined]
        self.fields["whom"].choices = whom  # type: ignore[attr-defined]
        pace = self.fields["per_minute"]
        pace.max_value = fastest  # type: ignore[attr-defined]
        pace.widget.attrs["max"] = fastest
        pace.help_text = _("At most %(n)d; fewer if many would answer at once.") % {"n": fastest}
        if len(whom) < len(("one", "other")):
            del self.fields["whom"]
        if not own_address:
            del self.fields["replies_to_sender"]
        for name in ("whom", "language", "path", "per_minute", "replies_to_sender"):
            self.initial[name] = getattr(mailing, name)
        # Errors are listed in the order in which the fields stand on the page.
        self.order_fields(["version", "window", *(n for part in SECTIONS for n in part.names)])

    def clean_path(self) -> str:
        """A page of this site, and one that is not somebody's own."""
        typed: str = self.cleaned_data["path"].strip()
        if not typed:
            return ""
        path = local(typed)
        try:
            resolve(path.partition("?")[0])
        except Resolver404:
            path = ""
        if not path or path.startswith(SECRET):
            raise forms.ValidationError(
                _(
                    "There is no such page here. Copy what follows the name of this site, from the first / on."
                )
            )
        return path

    def clean_per_minute(self) -> int | None:
        """No more than the deployment allows."""
        asked: int | None = self.cleaned_data["per_minute"]
        if asked is not None and asked > per_minute():
            raise forms.ValidationError(_("At most %(n)d.") % {"n": per_minute()})
        return asked

    def terms(self) -> dict[str, Any]:
        """What was chosen beside the words."""
        names = ("whom", "language", "path", "per_minute", "replies_to_sender")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


def _options() -> list[str]:
    return [f"option_{number}" for number in range(1, MOST_OPTIONS + 1)]


class ConfirmForm(forms.Form):
    """The last look: what was seen, and the number where it is large."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    number = forms.CharField(
        label=gettext_lazy("How many people is that?"), max_length=12, required=False
    )

    def __init__(self, count: int, *, typed: bool, data: Any = None, **seen: Any) -> None:
        super().__init__(data, initial=seen)
        self.count = count
        if typed:
            self.fields["number"].help_text = _("Type the number: %(n)d.") % {"n": count}
            self.fields["number"].widget.attrs["inputmode"] = "numeric"
        else:
            del self.fields["number"]

    def clean_number(self) -> str:
        """The same number, however its thousands are set apart."""
        typed: str = self.cleaned_data["number"]
        if "".join(filter(str.isdecimal, typed)) != str(self.count):
            raise forms.ValidationError(
                _("Nothing was sent. Type %(n)d to send it to so many people.") % {"n": self.count}
            )
        return typed


class CustomForm(forms.Form):
    """What an institution allows in its mailings."""

    own_addresses = forms.BooleanField(
        label=gettext_lazy("Staff may have replies sent to their own address"),
        help_text=gettext_lazy(
            "Otherwise replies go to the programme’s address for questions. Everybody who gets such a message then sees the address."
        ),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )


class AnswerForm(forms.Form):
    """One of the answers to the question."""

    answer = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, options: tuple[str, ...], data: Any = None) -> None:
        super().__init__(data)
        self.fields["answer"].choices = list(enumerate(options))  # type: ignore[attr-defined]


def languages() -> list[tuple[str, str]]:
    """The languages of the deployment, as people choose them."""
    return [
        (str(code), str(label)) for code, label in User._meta.get_field("language").choices or ()
    ]
