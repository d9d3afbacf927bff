"""Who has left a group is not told of what was written in it."""

from wayfellow.mentorships.rechecks import group_is_over
from wayfellow.notifications.recheck import recheck

recheck("message.write", "workgroup.grow_quiet", "workgroup.stay_quiet", by=group_is_over)
