"""How a form looks everywhere: one renderer, one row per field, errors tied to their field."""

import re
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.template import TemplateDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# An empty field is told what to do, not that it is wrong.
ASKING: dict[type[forms.Field], Any] = {
    forms.Field: _("Please fill this in."),
    forms.BooleanField: _("Please tick this to go on."),
    forms.ChoiceField: _("Please choose one."),
    forms.MultipleChoiceField: _("Please choose at least one."),
    forms.ModelChoiceField: _("Please choose one."),
    forms.ModelMultipleChoiceField: _("Please choose at least one."),
    forms.FileField: _("Please choose a file."),
}


def ask_kindly() -> None:
    """Every form of the house, and of the libraries, asks for what is missing in our words."""
    for field, words in ASKING.items():
        field.default_error_messages = {**field.default_error_messages, "required": words}


# Whoever types Chinese, Japanese or Arabic has other commas and semicolons under the fingers.
_BETWEEN_WORDS = re.compile("[,;\n，、；،؛]")


def split_words(text: str) -> list[str]:
    """What stands between commas, semicolons or line ends, each once, as it was typed."""
    found: dict[str, str] = {}
    for part in _BETWEEN_WORDS.split(text):
        word = " ".join(part.split())
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())


class Row(BoundField):
    """A field that also knows who will see its answer."""

    @property
    def audience(self) -> str | Promise:
        """The line "who can see this": set on the field, or in the form's ``audiences``."""
        said = getattr(self.field, "audience", "")
        return said or getattr(self.form, "audiences", {}).get(self.name, "")

    @property
    def aria_describedby(self) -> str | None:
        """Hint, audience and error are read out with the field, in that order."""
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        if not self.auto_id or self.is_hidden:
            return ""
        parts = {"helptext": self.help_text, "audience": self.audience, "error": self.errors}
        return " ".join(f"{self.auto_id}_{part}" for part, there in parts.items() if there)

    @property
    def kind(self) -> str:
        """How the row is laid out: "tick" for one checkbox, "choices" for many, else "line"."""
        widget = self.field.widget
        if isinstance(widget, forms.CheckboxInput):
            return "tick"
        return "choices" if self.use_fieldset else "line"


class Renderer(TemplatesSetting):
    """Our form templates; Django's own widgets even where ``django.forms`` is not installed."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    bound_field_class = Row

    def get_template(self, template_name: str) -> Any:
        """Ours first, so that a room may replace a widget's template; then Django's."""
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)


class DateInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    """A day and a time, with the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class Slider(forms.NumberInput):
    """A whole number chosen by sliding; the number stands beside it."""

    input_type = "range"
    template_name = "ui/slider.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The ends are said below, for those who see no number beside it."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        # A field adds its limits when it is made a widget; a range without a value is in the middle.
        context["widget"]["ends"] = (given.get("min", 0), given.get("max", 100))
        return context
