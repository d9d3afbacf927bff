"""What changes a mailing."""

from wayfellow.mailings.actions.answering import answer, open_
from wayfellow.mailings.actions.drafts import allow, begin, discard, save, save_terms, test
from wayfellow.mailings.actions.leaving import leave, still_there
from wayfellow.mailings.actions.sending import cancel, finish, pause, resume, send

__all__ = [
    "allow",
    "answer",
    "begin",
    "cancel",
    "discard",
    "finish",
    "leave",
    "open_",
    "pause",
    "resume",
    "save",
    "save_terms",
    "send",
    "still_there",
    "test",
]
