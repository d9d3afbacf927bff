"""Keepers are told while they are keepers and while there is something to answer."""

from wayfellow.notifications.recheck import only_while, recheck, stands, still_told
from wayfellow.privacy.lifecycle import RequestState

# A hold or another number of years deletes what was planned, and with it the mail's reason.
recheck("datarequest.ask", "datarequest.remind", "forgetting.tell", by=still_told)
recheck("datarequest.remind", by=only_while(RequestState.OPEN, because="the request is answered"))
stands(
    "datarequest.fulfil",
    "datarequest.refuse",
    "datarequest.take_back",
    because="what was decided about a request stays decided",
)
