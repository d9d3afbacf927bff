"""From a mailed link to the answer: found, asked about once more, given once."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import transaction

from wayfellow.access import links
from wayfellow.access.doors import may
from wayfellow.access.models import Link
from wayfellow.answers.registry import ANSWERS, Answer


class Standing(StrEnum):
    """Whether a link can be answered now, and why not."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    GONE = "gone"
    """The row is no more, or the reader may not answer it any more."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Question:
    """What one mailed link asks of one person."""

    answer: Answer
    link: Link
    person: Any
    row: Any

    @property
    def standing(self) -> Standing:
        """Looked up anew at every call: minutes may lie between a page and its button."""
        if self.link.used_at is not None:
            return Standing.USED
        if not links.is_open(self.link):
            return Standing.EXPIRED
        if self.row is None or not may(self.person, self.answer.permission, self.row):
            return Standing.GONE
        return Standing.DECIDED if self.answer.over(self.row) else Standing.OPEN


class UsedUp(Exception):
    """Another click on the same link was quicker."""


def find(purpose: str, token: str) -> Question | None:
    """The question behind a link; None for one that nobody issued for ``purpose``."""
    answer = ANSWERS.get(purpose)
    link = links.find(token, purpose) if answer else None
    if answer is None or link is None or link.person is None:
        return None
    return Question(answer, link, link.person, link.subject)


@transaction.atomic
def give(question: Question, values: Mapping[str, Any]) -> None:
    """Do what the link says, and use it up; a refusal of the room leaves it as it was."""
    if not links.use(question.link):
        raise UsedUp
    question.answer.act(question.row, question.person, values)
