"""What a coordinator supposes, as it is typed."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wayfellow.pairing.changes import Change
from wayfellow.pairing.models import Pin, Run
from wayfellow.pairing.pool import listed
from wayfellow.pairing.queries.moves import People
from wayfellow.pairing.recipe import CRITERIA, HEAVIEST, RULES, Recipe
from wayfellow.ui.forms import Slider

MOST_DIGITS = 19
ADMITTING = {"language": "languages", "field": "fields_open"}
"""By which field a mentor's list in a hard rule gets one value more, and the list's column."""


class PersonField(forms.CharField):
    """Somebody of a run: "Ada Tan (12)" as suggested, the number alone, or the name alone."""

    default_error_messages = {
        "unknown": _("Nobody in this run is called that."),
        "several": _("Several people are called that. Choose one of the suggestions."),
    }

    def __init__(self, names: Mapping[int, str], **options: Any) -> None:
        super().__init__(**options)
        self.names = names

    def to_python(self, value: Any) -> Any:
        text = " ".join(str(value or "").split())
        if not text:
            return None
        number = re.search(r"(?:^|\()([0-9]{1,18})\)?$", text)
        if number and int(number[1]) in self.names:
            return int(number[1])
        found = [pk for pk, name in self.names.items() if name.casefold() == text.casefold()]
        if len(found) == 1:
            return found[0]
        code = "several" if found else "unknown"
        raise forms.ValidationError(self.error_messages[code], code=code)

    def prepare_value(self, value: Any) -> Any:
        pk = int(value) if str(value or "").isdecimal() and len(str(value)) < MOST_DIGITS else None
        name = self.names.get(pk) if pk else None
        return f"{name} ({pk})" if name else value


class PeopleField(PersonField):
    """Several of them, with semicolons in between; a comma may be part of a name."""

    def to_python(self, value: Any) -> str:
        one = super().to_python
        found = [one(part) for part in str(value or "").split(";") if part.strip()]
        return ";".join(map(str, found))

    def prepare_value(self, value: Any) -> str:
        one = super().prepare_value
        return "; ".join(one(part.strip()) for part in str(value or "").split(";"))


class ChangeForm(forms.Form):
    """What is to be supposed: of one pair, of one mentor, or of what counts."""

    pin = forms.ChoiceField(
        label=_("The two"),
        required=False,
        choices=[("", _("as the matching finds")), *Pin.Kind.choices],
    )
    most = forms.IntegerField(label=_("Takes up to"), required=False, min_value=1)
    fewest = forms.IntegerField(label=_("A group begins at"), required=False, min_value=1)
    language = forms.CharField(label=_("Speaks as well"), required=False, max_length=60)
    field = forms.CharField(label=_("Takes the field as well"), required=False, max_length=120)
    without = forms.ChoiceField(
        label=_("Leave out a rule"),
        required=False,
        choices=[("", _("none")), *((name, row[-1]) for name, row in RULES.items())],
    )

    def __init__(self, run: Run, people: People, data: QueryDict | None = None) -> None:
        self.run, self.recipe = run, Recipe.read(run.configuration)
        if data is not None:
            # What is not spoken of stays as it is, on the sliders too.
            data = data.copy()
            for name, weight in self.recipe.weights.items():
                data.setdefault(f"weight_{name}", str(weight))
        super().__init__(data)
        for name, label, names in (
            ("student", _("Student"), people.students),
            ("mentor", _("Mentor"), people.mentors),
        ):
            attrs = {"list": f"{name}s", "autocomplete": "off"}
            self.fields[name] = PersonField(
                names, label=label, required=False, widget=forms.TextInput(attrs=attrs)
            )
        self.fields["together"] = PeopleField(
            people.students,
            label=_("Kept with the mentor too"),
            required=False,
            help_text=_("One student or several, with a semicolon between them."),
        )
        self.cells = people.cells
        for name, row in CRITERIA.items():
            self.fields[f"weight_{name}"] = forms.IntegerField(
                label=row[-1],
                required=False,
                min_value=0,
                max_value=HEAVIEST,
                initial=self.recipe.weights[name],
                widget=Slider,
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.errors:
            return said
        if said["pin"] and not (said["student"] and said["mentor"]):
            raise forms.ValidationError(_("Choose a student and a mentor."))
        of_mentor = ("most", "fewest", "language", "field", "together")
        if any(said[name] for name in of_mentor) and not said["mentor"]:
            raise forms.ValidationError(_("Say of which mentor."))
        programme = self.run.cohort.programme
        highest, lowest = programme.most_mentees, programme.fewest_mentees
        if (said["most"] or highest) > highest or (said["fewest"] or lowest) < lowest:
            numbers = {"fewest": lowest, "most": highest}
            raise forms.ValidationError(
                _("A group of this programme has %(fewest)d to %(most)d students."), params=numbers
            )
        if not self.change:
            raise forms.ValidationError(_("Say what should be otherwise."))
        return said

    @property
    def change(self) -> Change:
        """What was said, for a form that is valid."""
        said = self.cleaned_data
        student, mentor = str(said["student"] or ""), str(said["mentor"] or "")
        cells = {name: str(said[name]) for name in ("most", "fewest") if said[name]}
        for name, column in ADMITTING.items():
            now = self.cells[mentor][column] if said[name] else ""
            # A mentor who names no field takes all of them: a first one would shut the others out.
            if now or (said[name] and column == "languages"):
                cells[column] = listed([*now.split("|"), said[name]])
        weights = {name: said[f"weight_{name}"] for name in CRITERIA}
        pins = [(said["pin"], student, mentor)] if said["pin"] else []
        pins += [(str(Pin.Kind.LOCK), each, mentor) for each in said["together"].split(";") if each]
        return Change(
            pins=tuple(pins),
            mentors={mentor: cells} if cells else {},
            weights={
                name: weight
                for name, weight in weights.items()
                if weight is not None and weight != self.recipe.weights[name]
            },
            without=frozenset([said["without"]] if said["without"] else []),
        )
