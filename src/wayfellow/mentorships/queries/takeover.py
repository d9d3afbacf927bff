"""Who is left of a group that needs another mentor."""

from wayfellow.applications.models import Application
from wayfellow.mentorships.lifecycle import LIVE, MemberState
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.models.groups import MemberQuerySet


def remaining(group: WorkGroup) -> MemberQuerySet:
    """Those whom a new mentor would guide: still in it, or there at its end and free since."""
    if group.state in LIVE:
        return group.members.active()
    ready = Application.objects.students().placeable().filter(cohort=group.cohort_id)
    placed = Member.objects.active().filter(group__state__in=LIVE, group__cohort=group.cohort_id)
    return group.members.filter(
        state=MemberState.ENDED, application__in=ready.values("pk")
    ).exclude(application__in=placed.values("application"))
