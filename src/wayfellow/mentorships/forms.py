"""What input looks like in a work group."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wayfellow.applications.models import Application
from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    Reply,
    Withdrawal,
)
from wayfellow.mentorships.queries import free_students
from wayfellow.ui.forms import DateInput, DateTimeInput

GROUP_AND_STAFF = _("Your work group, its liaison officers and the coordinators")
LIAISON = _("Only you, until you send it; then your liaison officer too")
REFLECTION = _("Only you, until you hand it in; then your liaison officer")


class MeetingForm(forms.ModelForm):  # type: ignore[type-arg]
    """When, where and what for."""

    class Meta:
        model = Meeting
        fields = (
            "starts_at",
            "ends_at",
            "mode",
            "place",
            "activity",
            "agenda",
            "safety_briefing",
        )
        widgets = {
            "starts_at": DateTimeInput(),
            "ends_at": DateTimeInput(),
            "agenda": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].help_text = _(
            "The mentor's office, another place that is open to all of you, or the address of the"
            " call."
        )
        self.fields["agenda"].audience = GROUP_AND_STAFF  # type: ignore[attr-defined]
        self.fields["safety_briefing"].help_text = _("For visits to a workplace.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begin, end = values.get("starts_at"), values.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", ValidationError(_("The end must lie after the start.")))
        return values

    def validate_constraints(self) -> None:
        """The end has been looked at; the action decides which meeting is the initiation."""


class RecordForm(MeetingForm):
    """What took place, and who came."""

    came = forms.ModelMultipleChoiceField(
        Member.objects.none(), label=_("Who came"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("came",)

    class Meta(MeetingForm.Meta):
        fields = ("starts_at", "ends_at", "mode", "place", "activity", "safety_briefing")  # type: ignore[assignment]

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super(MeetingForm, self).__init__(*args, **kwargs)
        came: Any = self.fields["came"]
        came.queryset = members.select_related("application__person")
        came.label_from_instance = lambda member: member.application.person.called
        came.audience = GROUP_AND_STAFF

    def came_ids(self) -> set[int]:
        """The members who were there."""
        return {member.pk for member in self.cleaned_data["came"]}


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        required=False,
        help_text=_("A word to the others, if you like."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].audience = GROUP_AND_STAFF  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """Whether one comes; the page shows it as three buttons."""

    coming = forms.ChoiceField(choices=Reply.Coming.choices)


class AddressForm(forms.Form):
    """A calendar's address, to be copied."""

    address = forms.CharField(
        label=_("Your calendar address"),
        widget=forms.TextInput(attrs={"readonly": True, "spellcheck": "false"}),
    )


class AgreementForm(forms.ModelForm):  # type: ignore[type-arg]
    """The text of the agreement."""

    class Meta:
        model = Agreement
        fields = Agreement.TERMS
        widgets = {
            "review_on": DateInput(),
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in {
                    "goals": 5,
                    "student_commitments": 3,
                    "mentor_commitments": 3,
                    "topics_in": 3,
                    "topics_out": 3,
                    "confidentiality": 3,
                }.items()
            },
        }

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A draft is born empty, but nobody can sign without goals: whoever writes is asked for them.
        self.fields["goals"].required = True
        self.fields["goals"].help_text = _("One to three things you want to reach together.")
        self.fields["goals"].audience = GROUP_AND_STAFF  # type: ignore[attr-defined]

    def validate_constraints(self) -> None:
        """Numbers and states are the action's."""


class SignForm(forms.Form):
    typed_name = forms.CharField(
        label=_("Your full name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class KeyPointsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Annex B: what the initiation was about."""

    class Meta:
        model = KeyPoints
        fields = (
            "shared_goals",
            "my_commitments",
            "mentor_commitments",
            "planned_activities",
            "contact",
            "questions",
        )
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields if name != "contact"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.audience = LIAISON  # type: ignore[attr-defined]


class ReflectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Annex C: what it was and what it means."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Reflection
        fields = (
            "did",
            "learnt",
            "changes",
            "updates",
            "next_step",
            "confidence",
            "shared_with_mentor",
        )
        widgets = {
            "did": forms.Textarea(attrs={"rows": 3}),
            "learnt": forms.Textarea(attrs={"rows": 5}),
            "changes": forms.Textarea(attrs={"rows": 3}),
            "updates": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("did", "learnt", "changes", "updates", "next_step", "confidence"):
            self.fields[name].audience = REFLECTION  # type: ignore[attr-defined]
        if self.instance.term_id is None:
            del self.fields["updates"]

    def validate_constraints(self) -> None:
        """Which reflections there are is the action's."""


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].audience = _("You and the student")  # type: ignore[attr-defined]


class GoalForm(forms.ModelForm):  # type: ignore[type-arg]
    """A goal in a few words."""

    class Meta:
        model = Goal
        fields = ("title", "measure", "gap", "due_on")
        widgets = {"due_on": DateInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].audience = _(  # type: ignore[attr-defined]
            "You, your mentor, your liaison officer and the coordinators"
        )


class ProgressForm(forms.Form):
    percent = forms.IntegerField(
        label=_("How far you are, in per cent"), min_value=0, max_value=100
    )
    text = forms.CharField(
        label=_("What happened"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("What you want to say"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class LeaveForm(forms.ModelForm):  # type: ignore[type-arg]
    """A wish to leave, in writing."""

    class Meta:
        model = Withdrawal
        fields = ("reason", "text", "last_day", "others_told", "wants_rematch")
        widgets = {"last_day": DateInput(), "text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = _("The coordinators and the liaison officer; the others learn only that you leave")
        self.fields["reason"].audience = staff  # type: ignore[attr-defined]
        self.fields["text"].audience = staff  # type: ignore[attr-defined]

    def validate_constraints(self) -> None:
        """Asking twice is asking once; the action sees to it."""


class NewcomerForm(forms.Form):
    application = forms.ModelChoiceField(Application.objects.none(), label=_("Student"))

    def __init__(self, *args: Any, group: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["application"]
        field.queryset = free_students(group)
        field.label_from_instance = lambda application: application.person.name
