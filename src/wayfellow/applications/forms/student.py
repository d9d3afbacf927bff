"""What a student is asked, and who will see it."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from wayfellow.applications import policy, vocabulary
from wayfellow.applications.forms.drafts import DraftForm, Section
from wayfellow.applications.forms.words import SuggestedInput, WordsField
from wayfellow.applications.models import Application, StudentAnswers
from wayfellow.applications.queries import is_minor_now, mentors_to_rank
from wayfellow.people.forms import BirthdayField
from wayfellow.people.models import Profile
from wayfellow.ui.forms import DateInput

STAFF = _("You, your institution's coordinators and your liaison officer")
MATCHED = _("You, the staff, and the mentor you are matched with")
STAFF_ONLY = _("You, the coordinators and your liaison officer; never a mentor")


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
        skipped = ("application", "preferred_mentors", "only_preferred")
        self.fields |= fields_for_model(StudentAnswers, exclude=skipped)
        self.fields |= fields_for_model(Application, fields=("city", "motivation"))
        self.fields["graduates_on"].widget = DateInput()
        self.fields["field"].widget = SuggestedInput(tuple(vocabulary.FIELDS))
        self._add_words()
        self._add_ranks()
        if consent_age and not known:
            self.fields["born_on"] = BirthdayField(
                help_text=_(
                    "Only to know whether a guardian has to agree. Check it: once it is kept, only "
                    "your institution can correct it."
                )
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
