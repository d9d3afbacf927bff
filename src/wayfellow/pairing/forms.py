"""What coordinators, students and mentors type here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.pairing.models import Pin
from wayfellow.pairing.queries.side_by_side import Brought
from wayfellow.pairing.recipe import CRITERIA, HEAVIEST, RULES, Recipe
from wayfellow.programmes.models import Cohort, Programme
from wayfellow.ui.forms import Slider

MOST_SCORE = 1000


class RunForm(forms.Form):
    """How much each criterion weighs, and what is never broken."""

    rules = forms.MultipleChoiceField(
        label=_("Never broken"),
        required=False,
        choices=[(name, row[-1]) for name, row in RULES.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"role": "switch"}),
    )
    choices = forms.BooleanField(
        label=_("Students' ranked mentors come before everything else"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )
    floor = forms.IntegerField(
        label=_("Lift the worst-off"),
        help_text=_(
            "As few students as possible below this score, from 0 to 1000, even if the total "
            "suffers. Leave it empty for the largest total."
        ),
        min_value=0,
        max_value=MOST_SCORE,
        required=False,
    )

    def __init__(self, programme: Programme, recipe: Recipe, data: QueryDict | None = None) -> None:
        initial: dict[str, Any] = {
            "rules": sorted(recipe.rules),
            "choices": recipe.choices,
            "floor": recipe.floor,
            **{f"weight_{name}": weight for name, weight in recipe.weights.items()},
        }
        super().__init__(data, initial=initial)
        self.programme = programme
        weights = {
            f"weight_{name}": forms.IntegerField(
                label=row[-1], min_value=0, max_value=HEAVIEST, widget=Slider
            )
            for name, row in CRITERIA.items()
        }
        self.fields = {**weights, **self.fields}
        if not programme.ranked_choices:
            del self.fields["choices"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned[f"weight_{name}"] for name in CRITERIA):
            raise forms.ValidationError(_("Give at least one weight above 0."))
        return cleaned

    def sliders(self, brought: Mapping[str, Brought]) -> list[tuple[forms.BoundField, object]]:
        """The weights, each with what it did in the last run."""
        return [(self[f"weight_{name}"], brought.get(name)) for name in CRITERIA]

    @property
    def others(self) -> list[forms.BoundField]:
        """The fields below them."""
        return [self[name] for name in self.fields if not name.startswith("weight_")]

    @property
    def recipe(self) -> Recipe:
        """What was chosen, for a form that is valid."""
        said = self.cleaned_data
        return Recipe(
            weights={name: said[f"weight_{name}"] for name in CRITERIA},
            rules=frozenset(said["rules"]),
            choices=said.get("choices", False),
            floor=said["floor"] or None,
            fewest=self.programme.fewest_mentees,
            most=self.programme.most_mentees,
        )


class PairForm(forms.Form):
    """A student and a mentor by their applications."""

    student = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    mentor = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class MoveForm(PairForm):
    """A student to another mentor."""

    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)
    back = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    """The page of the run's groups that one came from."""


class TargetForm(forms.Form):
    """Which mentors to look at, when a student is to be moved."""

    name = forms.CharField(
        label=_("Mentor's name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    free = forms.BooleanField(label=_("Only with a free place"), required=False)


class PinForm(PairForm):
    """Always together, or never."""

    audiences = {"note": _("The coordinators")}

    kind = forms.ChoiceField(label=_("From now on"), choices=Pin.Kind, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Why"), max_length=200, required=False)


class PlaceForm(forms.Form):
    """A student into a group."""

    student = forms.IntegerField(min_value=1)
    group = forms.IntegerField(min_value=1)


class AskForm(forms.Form):
    """The first words of a student to a mentor."""

    audiences = {"message": _("The mentor, who also gets it by mail")}

    message = forms.CharField(
        label=_("Your message"),
        help_text=_(
            "Three short answers are enough: why this mentor, what you hope for, and what you "
            "have tried so far."
        ),
        min_length=40,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 9}),
        error_messages={
            "min_length": _(
                "Say a little more, at least two sentences, so that it can be answered."
            )
        },
    )


class AnswerForm(forms.Form):
    """A mentor's word with a yes or a no."""

    audiences = {"answer": _("The student")}

    answer = forms.CharField(
        label=_("A kind word with it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WhyNotForm(forms.Form):
    """A word with a no, for whoever looks for another."""

    reason = forms.CharField(
        label=_("If no: what would fit better?"),
        help_text=_("Not needed. It helps us to find somebody else."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, reader: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audiences = {"reason": reader}


class PairsFileForm(forms.Form):
    """A list of pairs made elsewhere."""

    audiences = {"file": _("You and the other coordinators of the institution")}

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV or XLSX with one row for each student: a column “student” with e-mail address or "
            "student number, and a column “mentor” with e-mail address or id."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )


class PastForm(forms.Form):
    """An earlier cohort of the same programme."""

    past = forms.ModelChoiceField(
        label=_("Earlier cohort"), queryset=Cohort.objects.none(), empty_label=None
    )

    def __init__(self, data: QueryDict | None = None, *, cohorts: QuerySet[Cohort]) -> None:
        super().__init__(data)
        field = self.fields["past"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = cohorts


class ChoicesForm(forms.Form):
    """Mentors in order, as many as the programme lets a student rank."""

    def __init__(
        self, data: QueryDict | None = None, *, mentors: list[tuple[str, str]], student: Application
    ) -> None:  # fmt: skip
        super().__init__(data)
        answers, programme = student.student, student.cohort.programme
        ranked, most = answers.preferred_mentors, programme.ranked_choices
        for n in range(1, most + 1):
            self.fields[f"rank_{n}"] = forms.ChoiceField(
                label=_("Choice %(n)s") % {"n": n},
                choices=[("", _("no wish")), *mentors],
                required=False,
            )
            self.initial[f"rank_{n}"] = str(ranked[n - 1]) if n <= len(ranked) else ""
        if programme.only_choices:
            self.fields["only"] = forms.BooleanField(
                label=_("Only these mentors"),
                help_text=_(
                    "No other mentor is given to you then. If none of these has a place for you, you "
                    "stay without a mentor. The fewer you choose, the likelier that is."
                ),
                required=False,
                widget=forms.CheckboxInput(attrs={"role": "switch"}),
            )
            self.initial["only"] = answers.only_preferred

    def clean(self) -> dict[str, Any]:
        seen: set[str] = set()
        for name, value in [each for each in self.cleaned_data.items() if each[0] != "only"]:
            if value and value in seen:
                self.add_error(name, _("This mentor is chosen above already. Choose another one."))
            seen.add(value)
        if self.cleaned_data.get("only") and not self.ranked:
            self.add_error("only", _("Choose at least one mentor, or let all of them count."))
        return self.cleaned_data

    @property
    def ranked(self) -> list[int]:
        """What was chosen, in order; gaps are closed."""
        ranks = (pk for name, pk in self.cleaned_data.items() if name.startswith("rank_"))
        return [int(pk) for pk in ranks if pk]


class RemarkForm(forms.Form):
    """A question before the answer, or what was asked for."""

    body = forms.CharField(
        label=_("Your message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    audiences = {"body": _("Only the two of you")}
