"""What the pages of a work group read. Every function costs a constant number of queries."""

from wayfellow.mentorships.queries.allowed import allowed
from wayfellow.mentorships.queries.closing import (
    CertificateFacts,
    ServiceFacts,
    certificate,
    owed,
    service,
)
from wayfellow.mentorships.queries.groups import (
    cards,
    free_students,
    key_points_waiting,
    meetings_of,
    reflections_waiting,
    thin_spots,
    withdrawals_waiting,
)
from wayfellow.mentorships.queries.profiles import Card, card_of_mentor, card_of_student
from wayfellow.mentorships.queries.replies import Asked, asked, calendar_of
from wayfellow.mentorships.queries.todo import Todo, todo
from wayfellow.mentorships.queries.workspace import workspace

__all__ = [
    "Asked",
    "Card",
    "CertificateFacts",
    "ServiceFacts",
    "Todo",
    "allowed",
    "asked",
    "calendar_of",
    "card_of_mentor",
    "card_of_student",
    "cards",
    "certificate",
    "free_students",
    "key_points_waiting",
    "meetings_of",
    "owed",
    "reflections_waiting",
    "service",
    "thin_spots",
    "todo",
    "withdrawals_waiting",
    "workspace",
]
