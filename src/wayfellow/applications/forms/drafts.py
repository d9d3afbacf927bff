"""The application form, in sections; a draft may be kept however little is filled in."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.applications.queries import answers_of
from wayfellow.ui.dates import day


@dataclass(frozen=True, slots=True)
class Section:
    title: str | Promise
    hint: str | Promise
    names: tuple[str, ...]
    heading: str | Promise
    """The title for other readers than the writer."""


class DraftForm(forms.Form):
    """A form that keeps what is there: an answer still missing is no error before sending."""

    use_required_attribute = False
    sections: tuple[Section, ...] = ()
    needed: frozenset[str] = frozenset()

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    window = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)

    def __init__(self, application: Application, data: Any = None) -> None:
        self.application = application
        self.answers = answers_of(application)
        super().__init__(data)
        self.add_fields()
        # Errors are listed in the order in which the questions stand on the page.
        self.order_fields([name for section in self.sections for name in section.names])
        self.initial["version"] = application.version
        self.initial["window"] = secrets.token_hex(8)
        for name, field in self.fields.items():
            if name in ("version", "window"):
                continue
            field.required = name in self.needed
            if name not in self.initial:
                source = self.answers if hasattr(self.answers, name) else application
                self.initial[name] = getattr(source, name, None)

    def add_fields(self) -> None:
        """Add the questions of this part."""
        raise NotImplementedError

    def add_error(self, field: str | None, error: Any) -> None:
        is_missing = getattr(error, "code", "") == "required"
        if is_missing and field in self.fields and field != "version":
            self.cleaned_data[str(field)] = self.fields[str(field)].to_python(None)
            return
        super().add_error(field, error)

    def kept(self) -> dict[str, Any]:
        """The answers that can be kept, by name; those with an error are left out."""
        self.is_valid()
        hidden = {"version", "window"}
        return {name: value for name, value in self.cleaned_data.items() if name not in hidden}

    @property
    def parts(self) -> list[tuple[Section, list[BoundField]]]:
        """The sections that have questions, each with its fields."""
        found = [
            (part, [self[n] for n in part.names if n in self.fields]) for part in self.sections
        ]
        return [(part, fields) for part, fields in found if fields]

    def shown(self, name: str) -> str:
        """The kept answer to ``name`` as a reader sees it."""
        value = self.initial.get(name)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(value, date):
            return day(value)
        if isinstance(value, bool):
            return str(_("yes") if value else _("not yet"))
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value) if value not in (None, "") else "")
