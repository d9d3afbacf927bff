"""What pages and higher rooms read of applications."""

from wayfellow.applications.queries.doors import door_of, institutions_for, takes
from wayfellow.applications.queries.one import (
    answers_of,
    consent_text,
    is_minor_now,
    latest_consent,
    mentors_to_rank,
    missing,
    offices_for,
    own,
    same_guardian,
    story,
)
from wayfellow.applications.queries.pile import (
    PAGE,
    Filters,
    Tally,
    beside,
    pile,
    schools,
    tally,
    with_flags,
)
from wayfellow.applications.queries.pool import Pool, funnel, pool

__all__ = [
    "PAGE",
    "Filters",
    "Pool",
    "Tally",
    "answers_of",
    "beside",
    "consent_text",
    "door_of",
    "funnel",
    "institutions_for",
    "is_minor_now",
    "latest_consent",
    "mentors_to_rank",
    "missing",
    "offices_for",
    "own",
    "pile",
    "pool",
    "same_guardian",
    "schools",
    "story",
    "takes",
    "tally",
    "with_flags",
]
