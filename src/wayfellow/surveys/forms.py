"""What is said of a season, cleaned; actions write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wayfellow.surveys.models import Doing, Outcome

AS_A_NUMBER = _("The coordinators, as a number among all others")
AS_WORDS = _("The coordinators, without your name unless you allow it below")
_SURE = [(1, _("1, not sure at all")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, very sure"))]


def _number(value: Any) -> int | None:
    return int(value) if value not in (None, "") else None


def _scale(label: Any, choices: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=_number,
        empty_value=None,
        widget=forms.RadioSelect,
        **options,
    )


class FeedbackForm(forms.Form):
    recommend = forms.TypedChoiceField(
        label=_("How likely are you to recommend the programme to a friend?"),
        choices=[
            ("", _("Choose a number")),
            (0, _("0, not at all")),
            *((n, str(n)) for n in range(1, 10)),
            (10, _("10, surely")),
        ],
        coerce=_number,
        empty_value=None,
    )
    confidence_before = _scale(_("How sure were you of your way before?"), _SURE, required=False)
    confidence_now = _scale(_("How sure are you of it now?"), _SURE, required=False)
    status = forms.ChoiceField(
        label=_("What are you doing now?"),
        choices=[("", _("I would rather not say")), *Doing.choices],
        required=False,
    )
    helped = forms.CharField(
        label=_("What helped most?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    better = forms.CharField(
        label=_("What would make it better?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    may_quote = forms.BooleanField(
        label=_("You may quote what helped me, with my first name"),
        help_text=_("In the season's report and in stories about the programme."),
        required=False,
    )
    audiences = {
        "recommend": AS_A_NUMBER,
        "confidence_before": AS_A_NUMBER,
        "confidence_now": AS_A_NUMBER,
        "status": AS_A_NUMBER,
        "helped": AS_WORDS,
        "better": AS_WORDS,
    }

    def __init__(self, *args: Any, is_mentor: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mentor:
            # Students are asked how sure they are of their way and what they do now.
            for name in ("confidence_before", "confidence_now", "status"):
                del self.fields[name]


class PulseForm(forms.Form):
    going = _scale(
        _("How is it going?"),
        [(1, _("1, not well")), (2, "2"), (3, "3"), (4, "4"), (5, _("5, very well"))],
    )
    wish = forms.CharField(
        label=_("What would help now?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wants_talk = forms.BooleanField(
        label=_("I would like somebody of the staff to get in touch"), required=False
    )
    audiences = {
        "going": AS_A_NUMBER,
        "wish": _("The coordinators, with your name. Nobody in your group."),
        "wants_talk": _("The coordinators and your liaison officer, at once"),
    }


class OutcomeForm(forms.Form):
    doing = forms.ChoiceField(
        label=_("What are you doing now?"), choices=Doing, widget=forms.RadioSelect
    )
    through = forms.ChoiceField(
        label=_("If you found work or a place to study: through whom?"),
        choices=[("", _("I would rather not say")), *Outcome.Through.choices],
        required=False,
    )
    audiences = {"doing": AS_A_NUMBER, "through": AS_A_NUMBER}
