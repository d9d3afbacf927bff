"""What happened, as a reader is told it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.events.models import Event

_TITLES = {
    "application.start": (_("Begun"), "edit"),
    "application.submit": (pgettext_lazy("application", "Sent"), "mail"),
    "application.accept": (_("Accepted"), "check"),
    "application.waitlist": (_("Put on the waiting list"), "clock"),
    "application.decline": (_("Declined"), "close"),
    "application.withdraw": (_("Withdrawn"), "back"),
    "application.reopen": (_("Opened again"), "edit"),
    "application.charge": (_("Given a liaison officer"), "people"),
    "application.pause": (_("Paused"), "clock"),
    "application.unpause": (_("Open for students again"), "check"),
    "application.need_consent": (_("A guardian's consent is needed"), "alert"),
    "application.come_of_age": (_("Of age: no consent needed any more"), "check"),
    "consent.ask": (_("Guardian asked for consent"), "mail"),
    "consent.remind": (_("Guardian reminded"), "clock"),
    "consent.grant": (_("Guardian agreed"), "check"),
    "consent.refuse": (_("Guardian did not agree"), "close"),
    "consent.revoke": (_("Guardian took the consent back"), "alert"),
    "consent.expire": (_("No answer within 14 days"), "clock"),
    "consent.ask_anew": (_("Guardian asked for a new link"), "mail"),
}
_STAFF_ONLY = {
    "application.note": (_("Note changed"), "pen"),
    "application.edit": (_("Profile changed"), "edit"),
    "consent.cancel": (_("Request to the guardian ended"), "close"),
}


def entries(events: Iterable[Event], *, for_staff: bool) -> list[dict[str, object]]:
    """For the timeline; applicants are not told which member of staff did it."""
    titles = _TITLES | _STAFF_ONLY if for_staff else _TITLES
    return [
        {
            "title": titles[event.name][0],
            "icon": titles[event.name][1],
            "at": event.at,
            "by": event.by.called if for_staff and event.by else "",
        }
        for event in events
        if event.name in titles
    ]
