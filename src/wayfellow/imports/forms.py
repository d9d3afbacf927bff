from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayfellow.imports.fields import FIELDS, Field
from wayfellow.imports.models import Batch, Kind
from wayfellow.imports.queries import institutions_served
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort


class UploadForm(forms.Form):
    """A file, what is in it and for which institution it is."""

    kind = forms.ChoiceField(
        label=_("What is in the file"), choices=Kind.choices, widget=forms.RadioSelect
    )
    institution = forms.ModelChoiceField(
        label=_("For which institution"), queryset=Institution.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX as your student office exports it, at most 20 MB and 60,000 rows. "
            "The columns may stand in any order."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    audiences = {"file": _("You and the other coordinators of the institution")}

    def __init__(self, *args: Any, person: User, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        served = institutions_served(person, cohort)
        field = self.fields["institution"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = served
        self.initial.setdefault("institution", served.first())
        self.initial.setdefault("kind", Kind.STUDENTS)


class MappingForm(forms.Form):
    """For each of our fields the file's column that holds it."""

    def __init__(self, data: Any = None, *, batch: Batch) -> None:
        super().__init__(data)
        columns: list[str] = batch.head.get("columns", [])
        samples = _samples(batch)
        for ours in FIELDS[Kind(batch.kind)]:
            self.fields[ours.name] = _column_field(ours, columns)
            chosen = batch.mapping.get(ours.name, "")
            self.initial[ours.name] = chosen
            self.fields[ours.name].help_text = samples.get(chosen, "")

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, str] = {}
        for name, column in list(self.cleaned_data.items()):
            if column and column in chosen:
                self.add_error(name, _("This column is chosen above already. Choose another one."))
            elif column:
                chosen[column] = name
        return self.cleaned_data


def _column_field(ours: Field, columns: list[str]) -> forms.ChoiceField:
    nothing = _("Choose the column") if ours.required else _("Not in the file")
    return forms.ChoiceField(
        label=str(ours.label)[:1].upper() + str(ours.label)[1:],
        required=ours.required,
        choices=[("", nothing), *((column, column) for column in columns)],
    )


def _samples(batch: Batch) -> dict[str, str]:
    """Each column's first three different values, as they stand in the file."""
    found: dict[str, str] = {}
    for index, column in enumerate(batch.head.get("columns", [])):
        cells = [cells[index] for _line, cells in batch.head["rows"] if cells[index]]
        found[column] = " · ".join(cell[:40] for cell in list(dict.fromkeys(cells))[:3])
    return found
