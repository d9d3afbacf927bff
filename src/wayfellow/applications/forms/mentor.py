"""What a mentor is asked, and who will see it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from wayfellow.applications import policy, vocabulary
from wayfellow.applications.forms.drafts import DraftForm, Section
from wayfellow.applications.forms.words import SuggestedInput, WordsField
from wayfellow.applications.models import Application, MentorAnswers

REVIEWERS = _("You and the coordinators")
STUDENTS = _("You, the coordinators, and students of the programme")


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
