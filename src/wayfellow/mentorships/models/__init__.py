"""The rows of a work group's life."""

from wayfellow.mentorships.models.agreements import Agreement, Signature
from wayfellow.mentorships.models.feeds import Feed
from wayfellow.mentorships.models.goals import Goal, Progress
from wayfellow.mentorships.models.groups import Member, WorkGroup
from wayfellow.mentorships.models.leaving import Withdrawal
from wayfellow.mentorships.models.meetings import RECORD_WITHIN, Attendance, Meeting, Reply
from wayfellow.mentorships.models.writing import KeyPoints, Reflection

__all__ = [
    "RECORD_WITHIN",
    "Agreement",
    "Attendance",
    "Feed",
    "Goal",
    "KeyPoints",
    "Meeting",
    "Member",
    "Progress",
    "Reflection",
    "Reply",
    "Signature",
    "Withdrawal",
    "WorkGroup",
]
