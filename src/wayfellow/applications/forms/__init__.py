"""What people type: the application, the decision, the guardian's answer."""

from typing import Any

from wayfellow.applications.forms.answers import (
    ConsentForm,
    DecisionForm,
    GuardianForm,
    JoinForm,
    PauseForm,
    PileForm,
    RestForm,
)
from wayfellow.applications.forms.drafts import DraftForm
from wayfellow.applications.forms.mentor import MentorForm
from wayfellow.applications.forms.student import StudentForm
from wayfellow.applications.forms.words import WordsField
from wayfellow.applications.models import Application

__all__ = [
    "ConsentForm",
    "DecisionForm",
    "DraftForm",
    "GuardianForm",
    "JoinForm",
    "MentorForm",
    "PauseForm",
    "PileForm",
    "RestForm",
    "StudentForm",
    "WordsField",
    "draft_form",
]


def draft_form(application: Application, data: Any = None) -> DraftForm:
    """The form for this application's part."""
    return (StudentForm if application.is_student else MentorForm)(application, data)
