"""Every figure of a season, collected once."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from wayfellow.insights.queries import (
    Endings,
    Frame,
    Health,
    Meetings,
    PartnerHours,
    Reflections,
    Share,
    Stage,
    Unassigned,
    Voices,
    Waiting,
    endings,
    funnel,
    health,
    meetings,
    partners,
    reflections,
    unassigned,
    voices,
    waiting,
)
from wayfellow.institutions.models import Institution
from wayfellow.programmes.models import Cohort


@dataclass(frozen=True, slots=True)
class Season:
    """A cohort's figures on one day, at one institution or at all together."""

    frame: Frame
    day: date
    funnel: list[Stage]
    unassigned: Unassigned
    waiting: Waiting
    health: Health
    meetings: Meetings
    reflections: Reflections
    endings: Endings
    partners: list[PartnerHours]
    voices: Voices

    @property
    def counts(self) -> dict[str, int]:
        """The steps of the funnel by their names."""
        return {stage.name: stage.value for stage in self.funnel}

    @property
    def pledged(self) -> int:
        return sum(row.pledged for row in self.partners)

    @property
    def delivered(self) -> float:
        return round(sum(row.delivered for row in self.partners), 1)

    @property
    def place(self) -> str:
        """Whose figures these are, in words; empty for all together."""
        return self.frame.institution.name if self.frame.institution else ""


def collect(cohort: Cohort, institution: Institution | None = None) -> Season:
    """The figures of today; the same number of queries for any number of people."""
    frame = Frame(cohort, institution)
    return Season(
        frame=frame,
        day=localdate(),
        funnel=funnel(cohort, institution),
        unassigned=unassigned(frame),
        waiting=waiting(frame),
        health=health(cohort, institution),
        meetings=meetings(frame),
        reflections=reflections(frame),
        endings=endings(frame),
        partners=partners(frame),
        voices=voices(frame),
    )


def summary(cohort: Cohort, institution: Institution | None = None) -> dict[str, Any]:
    """The season in plain JSON values: for programs, and for the demonstration's folder.

    Without ``institution`` all are counted together, and small numbers of people are None.
    """
    season = collect(cohort, institution)
    voiced = season.voices
    return {
        "programme": cohort.programme.name,
        "cohort": cohort.name,
        "institution": institution.name if institution else None,
        "day": season.day.isoformat(),
        "funnel": season.counts,
        "unassigned": {
            "total": season.unassigned.total,
            "reasons": {reason.name: reason.value for reason in season.unassigned.reasons},
        },
        "days_to_match": asdict(season.waiting),
        "groups": {
            "live": season.health.live,
            "well": season.health.well,
            "completed": season.health.completed,
            "ended_early": season.health.ended_early,
            "flags": {flag.name: flag.value for flag in season.health.flags},
        },
        "meetings": _meetings(season.meetings),
        "reflections": {
            name: share(getattr(season.reflections, name))
            for name in Reflections.__dataclass_fields__
        },
        "endings": asdict(season.endings) | {"by_reason": dict(season.endings.by_reason)},
        "partners": {
            "pledged": season.pledged,
            "delivered": season.delivered,
            "companies": [
                {name: getattr(row, name) for name in ("name", "mentors", "pledged", "delivered")}
                for row in season.partners
            ],
        },
        "feedback": {
            "students": share(voiced.students),
            "mentors": share(voiced.mentors),
            "recommend_students": voiced.recommend_students,
            "recommend_mentors": voiced.recommend_mentors,
            "confidence": asdict(voiced.confidence) if voiced.confidence else None,
            "statuses": {status.label: status.value for status in voiced.statuses},
        },
    }


def _meetings(found: Meetings) -> dict[str, Any]:
    return {
        "held": found.held,
        "hours": found.hours,
        "face_to_face": share(found.face_to_face),
        "told_before": share(found.told_before),
        "recorded_in_time": share(found.recorded_in_time),
        "groups_by_number": dict(found.by_number),
        "terms": [
            {
                "term": term.term,
                "groups": term.groups,
                "meetings": term.meetings,
                "per_group": term.per_group,
                "required": term.required,
                "met": share(term.met),
            }
            for term in found.terms
        ],
    }


def share(found: Share | None) -> dict[str, int | None] | None:
    """So many of so many, and in per cent."""
    if found is None:
        return None
    return {"part": found.part, "of": found.of, "percent": found.percent}
