from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class GroupState(TextChoices):
    FORMED = "formed", _("formed")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("closing")
    COMPLETED = "completed", _("completed")
    DISSOLVED = "dissolved", _("ended early")
    TERMINATED = "terminated", _("terminated")


LIVE = (GroupState.FORMED, GroupState.ACTIVE, GroupState.PAUSED, GroupState.CLOSING)

WORK_GROUP = Lifecycle(
    "work group",
    {
        "activate": ([GroupState.FORMED], GroupState.ACTIVE),
        "pause": ([GroupState.ACTIVE], GroupState.PAUSED),
        "resume": ([GroupState.PAUSED], GroupState.ACTIVE),
        "begin_closing": ([GroupState.ACTIVE, GroupState.PAUSED], GroupState.CLOSING),
        "complete": ([GroupState.CLOSING, GroupState.ACTIVE], GroupState.COMPLETED),
        "dissolve": (LIVE, GroupState.DISSOLVED),
        "terminate": (LIVE, GroupState.TERMINATED),
        # With another mentor it begins anew, with all its history.
        "take_over": (
            [*LIVE, GroupState.DISSOLVED, GroupState.TERMINATED],
            GroupState.FORMED,
        ),
    },
)


class MemberState(TextChoices):
    ACTIVE = "active", _("active")
    LEFT = "left", _("left")
    MOVED = "moved", _("moved to another group")
    ENDED = "ended", _("ended with the group")
    COMPLETED = "completed", _("completed")


MEMBER = Lifecycle(
    "member",
    {
        "leave": ([MemberState.ACTIVE], MemberState.LEFT),
        "move": ([MemberState.ACTIVE], MemberState.MOVED),
        "end": ([MemberState.ACTIVE], MemberState.ENDED),
        "return": ([MemberState.ENDED], MemberState.ACTIVE),
        "complete": ([MemberState.ACTIVE], MemberState.COMPLETED),
    },
)


class AgreementState(TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waiting for signatures")
    IN_FORCE = "in force", _("in force")
    SUPERSEDED = "superseded", _("replaced by a newer one")


AGREEMENT = Lifecycle(
    "agreement",
    {
        "propose": ([AgreementState.DRAFT], AgreementState.PROPOSED),
        "revise": ([AgreementState.PROPOSED], AgreementState.DRAFT),
        "enter_into_force": ([AgreementState.PROPOSED], AgreementState.IN_FORCE),
        "supersede": (
            [AgreementState.IN_FORCE, AgreementState.DRAFT, AgreementState.PROPOSED],
            AgreementState.SUPERSEDED,
        ),
    },
)


class MeetingState(TextChoices):
    PLANNED = "planned", _("planned")
    RECORDED = "recorded", _("recorded")
    CANCELLED = "cancelled", _("cancelled")


MEETING = Lifecycle(
    "meeting",
    {
        "reschedule": ([MeetingState.PLANNED], MeetingState.PLANNED),
        "answer": ([MeetingState.PLANNED], MeetingState.PLANNED),
        "cancel": ([MeetingState.PLANNED], MeetingState.CANCELLED),
        "record": ([MeetingState.PLANNED], MeetingState.RECORDED),
        "correct": ([MeetingState.RECORDED], MeetingState.RECORDED),
    },
)


class KeyPointsState(TextChoices):
    DUE = "due", _("due")
    SENT = "sent", _("sent")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")


KEY_POINTS = Lifecycle(
    "key points",
    {
        "send": ([KeyPointsState.DUE], KeyPointsState.SENT),
        "acknowledge": ([KeyPointsState.SENT], KeyPointsState.ACKNOWLEDGED),
    },
)


class ReflectionState(TextChoices):
    DRAFT = "draft", _("draft")
    HANDED_IN = "handed in", _("handed in")
    RETURNED = "returned", _("returned with a question")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")


REFLECTION = Lifecycle(
    "reflection",
    {
        "hand_in": ([ReflectionState.DRAFT, ReflectionState.RETURNED], ReflectionState.HANDED_IN),
        "return": ([ReflectionState.HANDED_IN], ReflectionState.RETURNED),
        "acknowledge": ([ReflectionState.HANDED_IN], ReflectionState.ACKNOWLEDGED),
    },
)


class GoalState(TextChoices):
    OPEN = "open", _("in progress")
    ACHIEVED = "achieved", _("achieved")
    DROPPED = "dropped", _("dropped")


GOAL = Lifecycle(
    "goal",
    {
        "progress": ([GoalState.OPEN], GoalState.OPEN),
        "achieve": ([GoalState.OPEN], GoalState.ACHIEVED),
        "drop": ([GoalState.OPEN], GoalState.DROPPED),
        "take_up": ([GoalState.DROPPED, GoalState.ACHIEVED], GoalState.OPEN),
    },
)


class WithdrawalState(TextChoices):
    ASKED = "asked", _("asked")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    EFFECTIVE = "effective", _("in effect")
    RETRACTED = "retracted", _("taken back")


WITHDRAWAL = Lifecycle(
    "withdrawal",
    {
        "acknowledge": ([WithdrawalState.ASKED], WithdrawalState.ACKNOWLEDGED),
        "effect": (
            [WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED],
            WithdrawalState.EFFECTIVE,
        ),
        "retract": (
            [WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED],
            WithdrawalState.RETRACTED,
        ),
    },
)
