"""Who has given feedback is not asked again; answers reach who helps by then."""

from wayfellow.mentorships.rechecks import group_is_over
from wayfellow.notifications.recheck import recheck, still_told

recheck(
    "workgroup.ask_feedback",
    "workgroup.ask_outcome",
    "workgroup.ask_pulse",
    "pulse.give",
    by=still_told,
)
recheck("workgroup.near_end", by=group_is_over)
