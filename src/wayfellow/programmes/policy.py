"""The axes on which programmes differ. Code asks an axis, never a style."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Party(TextChoices):
    PERSON = "person", _("the person joining")
    MENTOR = "mentor", _("the mentor")
    MENTEE = "mentee", _("the student")
    COORDINATOR = "coordinator", _("a coordinator")
    ENGINE = "engine", _("the matching engine")


class Need(TextChoices):
    """How strongly a programme asks for something."""

    NONE = "none", _("not used")
    OPTIONAL = "optional", pgettext_lazy("rule", "optional")
    REQUIRED = "required", _("required")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Who may knock, and whose yes opens."""

    knock: frozenset[Party] = field(default_factory=frozenset)
    yes: frozenset[Party] = field(default_factory=frozenset)

    def opens(self, given: AbstractSet[Party]) -> bool:
        """Whether the yes of ``given`` is enough."""
        return self.yes <= given


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A point in policy space; every field is a typed column of Programme."""

    intake: Gate
    """How students come in."""
    mentor_intake: Gate
    """How mentors come in."""
    pairing: Gate
    fewest_mentees: int = 1
    most_mentees: int = 1
    advised_groups: int = 0
    """Groups at a time that a mentor is advised to keep to; 0 gives no advice."""
    ranked_choices: int = 0
    """How many mentors a student ranks when applying."""
    only_choices: bool = False
    """Whether a student may say that no other mentor will do."""
    rolling: bool = False
    """Whether people join at any time instead of by cohort."""
    review_after_days: int = 180
    """When a match of a rolling programme is looked at again."""
    liaison: Need = Need.NONE
    """Whether every student has a liaison officer."""
    meetings_per_term: int = 0
    """Meetings that a group owes each term; 0 owes none."""
    advised_meeting_days: int = 30
    """A gap between meetings after which a nudge is kind."""
    face_to_face: bool = False
    """Whether meetings are meant to be face to face."""
    told_before_meetings: bool = False
    """Whether the liaison officer is told before each meeting."""
    key_points: Need = Need.NONE
    """Each student's key points to the liaison officer after the initiation."""
    meeting_reflections: Need = Need.OPTIONAL
    term_reflections: Need = Need.NONE
    agreement: Need = Need.OPTIONAL
    consent_age: int = 18
    """A guardian consents for students younger than this; 0 never asks."""
    advised_experience: int = 0
    """Years of experience below which a reviewer is warned; 0 never warns."""
    open_requests: int = 0
    """How many mentors a student may be asking at once; 0 sets no limit."""
    request_days: int = 14
    """Days after which an unanswered request expires."""
    confirmation_month: int = 0
    """The month in which mentors confirm their profile each year; 0 never."""
    certificate: bool = True
