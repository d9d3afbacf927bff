"""What every page of one mailing says: to whom it goes, and where one is."""

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from wayfellow.mailings.listing import LISTINGS
from wayfellow.mailings.models import Mailing
from wayfellow.mailings.queries.audience import scope_of

SHORT = 48
"""Characters of a subject where it only says the way back."""


def frame(mailing: Mailing) -> dict[str, Any]:
    """The mailing, its list in words and the page of the list."""
    found = scope_of(mailing)
    listing = LISTINGS.get(mailing.listing)
    said = [str(listing.label) if listing else mailing.listing]
    if found is not None and (narrowed := found[0].said(found[1])):
        said = [f"{said[0]}: {narrowed}"]
    if listing is not None and len(listing.whom) > len(("one",)) and mailing.whom in listing.whom:
        said.append(str(listing.whom[mailing.whom][0]))
    if mailing.picked:
        said.append(_("only those who were ticked"))
    said.append(str(mailing.programme or mailing.institution))
    return {
        "mailing": mailing,
        "mailing_short": Truncator(str(mailing)).chars(SHORT),
        "list_said": ", ".join(said),
        "list_url": found[0].page(found[1]) if found else "",
    }


def steps(mailing: Mailing, current: str) -> list[dict[str, Any]]:
    """The way from the first word to the sending, as tabs."""
    names = {"write": _("Write"), "preview": _("Preview"), "send": _("Send")}
    return [
        {
            "label": label,
            "url": reverse(f"mailings:{name}", args=[mailing.pk]),
            "current": name == current,
        }
        for name, label in names.items()
    ]
