"""The application form, in sections; a draft may be kept however little is filled in."""

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.models import fields_for_model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wayfellow.applications import policy, vocabulary
from wayfellow.applications.forms.words import SuggestedInput, WordsField
from wayfellow.applications.models import Application, MentorAnswers, StudentAnswers
from wayfellow.applications.queries import answers_of, is_minor_now, mentors_to_rank
from wayfellow.people.models import Profile
from wayfellow.ui.forms import DateInput

STAFF = _("You, your institution's coordinators and your liaison officer")
MATCHED = _("You, the staff, and the mentor you are matched with")
STAFF_ONLY = _("You, the coordinators and your liaison officer; never a mentor")
REVIEWERS = _("You and the coordinators")
STUDENTS = _("You, the coordinators, and students of the programme")


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
        if isinstance(value, bool):
            return str(_("yes") if value else _("not yet"))
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value) if value not in (None, "") else "")


class StudentForm(DraftForm):
    sections = (
        Section(
            _("About you"),
            _("What your institution needs to know."),
            (
                *("student_number", "school", "course", "year_of_study", "graduates_on", "born_on"),
                *("languages", "city"),
            ),
            heading=_("Studies"),
        ),
        Section(
            _("Your field and interests"),
            _("This is what finds you a mentor. Plain words are best."),
            ("field", "skills", "interests", "values"),
            heading=_("Field and interests"),
        ),
        Section(
            _("What you hope for"),
            _("Take your time here: clear hopes are the best start with a mentor."),
            ("aspiration", "motivation", "gaps", "accessibility"),
            heading=_("Hopes"),
        ),
        Section(
            _("Mentors you would choose"),
            _("In order; the first is whom you would like best. You may leave it open."),
            tuple(f"rank_{n}" for n in range(1, 11)),
            heading=_("Mentors wished for"),
        ),
        Section(
            _("Your parent or guardian"),
            _("We ask them for consent by mail. They need no account."),
            ("guardian_name", "guardian_relationship", "guardian_email", "guardian_phone"),
            heading=_("Parent or guardian"),
        ),
        Section(
            _("Your promises"),
            "",
            policy.STUDENT_PROMISES,
            heading=_("Promises"),
        ),
    )

    def add_fields(self) -> None:
        consent_age = self.application.cohort.programme.consent_age
        born_on = Profile.objects.filter(person=self.application.person_id)
        known = born_on.exclude(born_on=None).exists()
        skipped = ("application", "preferred_mentors")
        self.fields |= fields_for_model(StudentAnswers, exclude=skipped)
        self.fields |= fields_for_model(Application, fields=("city", "motivation"))
        self.fields["graduates_on"].widget = DateInput()
        self.fields["field"].widget = SuggestedInput(tuple(vocabulary.FIELDS))
        self._add_words()
        self._add_ranks()
        if consent_age and not known:
            self.fields["born_on"] = forms.DateField(
                label=_("Date of birth"),
                widget=DateInput(),
                help_text=_("Only to know whether a guardian has to agree."),
            )
        is_minor = is_minor_now(self.application)
        if not consent_age or (known and not is_minor):
            for name in (
                "guardian_name",
                "guardian_relationship",
                "guardian_email",
                "guardian_phone",
            ):
                del self.fields[name]
        self.needed = frozenset({*policy.STUDENT_WORDS, *policy.STUDENT_PROMISES, "born_on"})
        if is_minor:
            self.needed |= frozenset(policy.GUARDIAN)
        self._explain(consent_age)

    def _add_words(self) -> None:
        for name, label, words in (
            ("languages", _("Languages you speak"), vocabulary.LANGUAGES),
            ("skills", _("Skills you have"), vocabulary.SKILLS),
            ("interests", _("What interests you"), vocabulary.INTERESTS),
            ("values", _("What matters to you in work"), vocabulary.VALUES),
        ):
            self.fields[name] = WordsField(words, label=label)

    def _add_ranks(self) -> None:
        most = self.application.cohort.programme.ranked_choices
        if not most:
            return
        mentors = [
            (
                str(row.pk),
                ", ".join(
                    filter(None, (row.person.called, row.mentor.job_title, row.mentor.company))
                ),
            )
            for row in mentors_to_rank(self.application)
        ]
        ranked = self.answers.preferred_mentors if isinstance(self.answers, StudentAnswers) else []
        for n in range(1, most + 1):
            self.fields[f"rank_{n}"] = forms.ChoiceField(
                label=_("Choice %(n)s") % {"n": n}, choices=[("", _("no wish")), *mentors]
            )
            self.initial[f"rank_{n}"] = str(ranked[n - 1]) if n <= len(ranked) else ""

    def _explain(self, consent_age: int) -> None:
        hints: dict[str, Any] = {
            "field": _(
                "For example “engineering/aerospace”. The list helps; other words are fine."
            ),
            "aspiration": _("Where would you like to be in five years? Which ways lead there?"),
            "motivation": _("Why mentoring, and why now?"),
            "gaps": _("What would you like to be better at?"),
            "accessibility": _("Anything that makes meetings and visits easier for you."),
            "guardian_email": _("Their own address, not yours: the mail goes straight to them."),
            "guardian_name": _("Needed when you are younger than %(age)s.") % {"age": consent_age},
        }
        for name, hint in hints.items():
            if name in self.fields:
                self.fields[name].help_text = hint
        seen = dict.fromkeys(("aspiration", "motivation", "gaps", "skills", "interests"), MATCHED)
        private = ("born_on", "accessibility", "guardian_name", "guardian_email", "guardian_phone")
        seen |= dict.fromkeys(private, STAFF_ONLY)
        for name, field in self.fields.items():
            if name not in (*policy.STUDENT_PROMISES, "version", "window"):
                field.audience = seen.get(name, STAFF)  # type: ignore[attr-defined]

    def kept(self) -> dict[str, Any]:
        values = super().kept()
        ranks = [name for name in self.fields if name.startswith("rank_")]
        if ranks:
            chosen = [values.pop(name, "") for name in ranks]
            values["preferred_mentors"] = [int(pk) for pk in chosen if pk]
        return values


class MentorForm(DraftForm):
    sections = (
        Section(
            _("About you and your work"),
            _("Students read this when they look for a mentor."),
            (
                *("company", "job_title", "industry", "years_experience", "languages", "city"),
                *("studied", "graduation_year"),
            ),
            heading=_("Work"),
        ),
        Section(
            _("What you can give"),
            _("Plain words are best; they are what we match by."),
            ("fields", "help_areas", "skills", "interests", "values"),
            heading=_("What the mentor can give"),
        ),
        Section(
            _("Your way here"),
            _("Detours are welcome: they are often what students learn most from."),
            ("motivation", "job_history", "successes", "moves"),
            heading=_("The way here"),
        ),
        Section(
            _("How you would like to work"),
            "",
            ("fewest", "most", "mode", "programme_email"),
            heading=_("Ways of working"),
        ),
        Section(
            _("Your promises"),
            "",
            policy.MENTOR_PROMISES,
            heading=_("Promises"),
        ),
    )
    needed = frozenset({*policy.MENTOR_WORDS, *policy.MENTOR_PROMISES})

    def add_fields(self) -> None:
        self.fields |= fields_for_model(MentorAnswers, exclude=("application", "partner"))
        self.fields |= fields_for_model(Application, fields=("city", "motivation"))
        self.fields["industry"].widget = SuggestedInput(vocabulary.INDUSTRIES)
        self.fields["mode"] = forms.ChoiceField(
            label=_("Online or in person"),
            choices=[
                ("", _("no preference")),
                ("in person", _("in person")),
                ("online", _("online")),
                ("both", _("both")),
            ],
        )
        for name, label, words in (
            ("languages", _("Languages you speak"), vocabulary.LANGUAGES),
            ("fields", _("Fields you can speak about"), tuple(vocabulary.FIELDS)),
            ("help_areas", _("What you can help with"), vocabulary.HELP_AREAS),
            ("skills", _("Skills you use"), vocabulary.SKILLS),
            ("interests", _("What interests you"), vocabulary.INTERESTS),
            ("values", _("What matters to you in work"), vocabulary.VALUES),
        ):
            self.fields[name] = WordsField(words, label=label)
        hints = {
            "motivation": _("Why would you like to mentor?"),
            "job_history": _("Employer, title, from, to: one line for each."),
            "moves": _("Have you changed country or industry? Tell what it was like."),
            "programme_email": _("If mails of the programme should go elsewhere."),
        }
        for name, hint in hints.items():
            self.fields[name].help_text = hint
        for name, field in self.fields.items():
            if name not in (*policy.MENTOR_PROMISES, "version", "window"):
                seen = REVIEWERS if name == "programme_email" else STUDENTS
                field.audience = seen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        fewest, most = given.get("fewest"), given.get("most")
        if fewest and most and fewest > most:
            self.add_error(
                "most", ValidationError(_("The fewest students must not be above the most."))
            )
        return given


def draft_form(application: Application, data: Any = None) -> DraftForm:
    """The form for this application's part."""
    return (StudentForm if application.is_student else MentorForm)(application, data)
