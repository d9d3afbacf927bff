"""A programme's axes in sections: each is a small form of its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Programme
from wayfellow.programmes.policy import Party

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """Cleans some of the programme's columns; it is never saved."""


def gate(label: "_StrPromise", hint: "_StrPromise", *parties: Party, required: bool = False) -> Any:
    """One side of a gate as checkboxes for the ``parties`` that make sense there."""
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=[(party.value, party.label) for party in parties],
        widget=forms.CheckboxSelectMultiple,
        required=required,
    )


class FactsForm(SectionForm):
    institutions = forms.ModelMultipleChoiceField(
        Institution.objects.all(),
        label=_("Institutions taking part"),
        help_text=_("Each brings its own students and staff and sees only its own students."),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Programme
        fields = ("name", "tagline", "institutions")
        help_texts = {"tagline": _("Stands under the name on the public page.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institutions"].initial = self.instance.institutions.all()


class JoiningForm(SectionForm):
    intake_yes = gate(
        _("Whose yes lets a student in"),
        _("Tick nobody, and a student is in on applying."),
        Party.COORDINATOR,
    )
    mentor_intake_yes = gate(
        _("Whose yes lets a mentor in"),
        _("Tick nobody, and a mentor is in on applying."),
        Party.COORDINATOR,
    )

    class Meta:
        model = Programme
        fields = ("intake_yes", "mentor_intake_yes", "advised_experience")
        help_texts = {
            "advised_experience": _(
                "With fewer years the reviewer sees a warning and may accept with a note. "
                "0 never warns."
            )
        }


class GroupsForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("fewest_mentees", "most_mentees", "advised_groups", "liaison")
        help_texts = {
            "fewest_mentees": _("Groups that fall below are flagged, not dissolved."),
            "most_mentees": _("No group can be made larger. 1 means pairs."),
            "advised_groups": _("Advice to the mentor, not a limit. 0 gives no advice."),
            "liaison": _(
                "Required means that no student is placed in a group without a liaison officer."
            ),
        }


class MatchingForm(SectionForm):
    pairing_knock = gate(
        _("Who proposes a match"),
        _("The engine proposes groups to the coordinator; a student asks a mentor directly."),
        Party.ENGINE,
        Party.MENTEE,
        Party.COORDINATOR,
        required=True,
    )
    pairing_yes = gate(
        _("Whose yes opens a match"),
        _("Everybody ticked here must say yes before the group exists."),
        Party.COORDINATOR,
        Party.MENTOR,
        Party.MENTEE,
        required=True,
    )

    class Meta:
        model = Programme
        fields = ("pairing_knock", "pairing_yes", "ranked_choices", "only_choices")
        help_texts = {
            "ranked_choices": _("Students name this many mentors in order. 0 asks for none."),
            "only_choices": _(
                "Whoever says so stays without a place rather than go to another mentor."
            ),
        }


class TimeForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("rolling", "review_after_days", "confirmation_month")
        help_texts = {
            "rolling": _("Otherwise people join by cohort, while its applications are open."),
            "review_after_days": _("Both sides are asked how it goes and whether to go on."),
            "confirmation_month": _("From 1 (January) to 12. 0 never asks."),
        }


class MeetingsForm(SectionForm):
    class Meta:
        model = Programme
        fields = (
            "meetings_per_term",
            "advised_meeting_days",
            "face_to_face",
            "told_before_meetings",
        )
        help_texts = {
            "meetings_per_term": _("Groups that met less often are flagged. 0 owes none."),
            "advised_meeting_days": _("A kind reminder goes to the group, not to its staff."),
            "face_to_face": _("Online meetings can still be recorded; they are shown as such."),
            "told_before_meetings": _("By the system itself, when a student plans a meeting."),
        }


class WritingForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("agreement", "key_points", "meeting_reflections", "term_reflections")
        help_texts = {
            "agreement": _("Required means that a group becomes active when all have signed."),
            "key_points": _("Each student writes them; only the liaison officer reads them."),
            "meeting_reflections": _("Each student's own; the liaison officer acknowledges them."),
            "term_reflections": _("Progress on the goals, learning, and changes to the plan."),
        }


class ConsentForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("consent_age",)
        help_texts = {
            "consent_age": _(
                "A guardian is asked by mail, without an account, and the student is placed only "
                "after a yes. 0 never asks."
            )
        }


class RequestsForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("open_requests", "request_days")
        help_texts = {
            "open_requests": _("Used where students ask mentors directly. 0 sets no limit."),
            "request_days": _("The mentor is reminded before; the student is told kindly."),
        }


class ClosingForm(SectionForm):
    class Meta:
        model = Programme
        fields = ("certificate",)
        help_texts = {"certificate": _("For students and mentors who brought it to a good end.")}


@dataclass(frozen=True, slots=True)
class Section:
    """One card of the edit page."""

    key: str
    title: str | Promise
    lead: str | Promise
    form: type[SectionForm]


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section("facts", _("Name and institutions"), "", FactsForm),
        Section(
            "joining",
            _("Joining: whose yes lets people in"),
            _("Everybody applies for themself; here you say who answers."),
            JoiningForm,
        ),
        Section("groups", _("People and groups"), "", GroupsForm),
        Section(
            "matching",
            _("Matching: whose yes opens"),
            _("Who may propose that a student and a mentor work together, and who must agree."),
            MatchingForm,
        ),
        Section("time", _("Time"), "", TimeForm),
        Section("meetings", _("Meetings"), "", MeetingsForm),
        Section(
            "writing",
            _("Agreement and reflections"),
            _("What is asked of the groups in writing."),
            WritingForm,
        ),
        Section("consent", _("Guardian's consent"), "", ConsentForm),
        Section("requests", _("Requests to mentors"), "", RequestsForm),
        Section("closing", _("Closing"), "", ClosingForm),
    )
}
