"""What people type: the application, the decision, the guardian's answer."""

from wayfellow.applications.forms.answers import (
    ConsentForm,
    DecisionForm,
    GuardianForm,
    JoinForm,
    PileForm,
)
from wayfellow.applications.forms.drafts import DraftForm, draft_form
from wayfellow.applications.forms.words import WordsField

__all__ = [
    "ConsentForm",
    "DecisionForm",
    "DraftForm",
    "GuardianForm",
    "JoinForm",
    "PileForm",
    "WordsField",
    "draft_form",
]
