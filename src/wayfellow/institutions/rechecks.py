"""Who no longer administers an institution is not asked about its invitations."""

from wayfellow.notifications.recheck import recheck, stands, still_told

recheck("invitation.ask", by=still_told)
stands(
    "invitation.send",
    "invitation.resend",
    because="its link is asked whether it is still open before every such mail leaves",
)
stands("membership.end", because="who has lost a role is told so, and of nothing else")
