"""Meetings that the liaison officer did not hear of beforehand."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils.timezone import now

from wayfellow.mentorships.lifecycle import MeetingState
from wayfellow.mentorships.models import Meeting

LATELY = timedelta(days=60)


def untold() -> QuerySet[Meeting]:
    """Meetings of late that took place before the liaison officer was told."""
    return Meeting.objects.filter(
        Q(liaison_told_at=None) | Q(liaison_told_at__gt=F("starts_at")),
        state__in=[MeetingState.PLANNED, MeetingState.RECORDED],
        starts_at__lt=now(),
        starts_at__gt=now() - LATELY,
        group__cohort__programme__told_before_meetings=True,
    )
