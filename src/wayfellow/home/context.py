"""What every page of the site shows around its content."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wayfellow.home.places import places as places_of
from wayfellow.home.standing import Standing, standing
from wayfellow.institutions import hats
from wayfellow.notifications.models import Undeliverable
from wayfellow.notifications.queries import at_the_door

_KEPT = "frame"


def places(request: HttpRequest) -> dict[str, object]:
    """The places of this person's role, the other roles, and the unread count."""
    if not hasattr(request, _KEPT):
        user = getattr(request, "user", None)
        # An error page may be made before the session was read.
        known = user is not None and user.is_authenticated and hasattr(request, "session")
        setattr(request, _KEPT, _public() | (_private(request) if known else {}))
    found: dict[str, object] = getattr(request, _KEPT)
    return found


def _public() -> dict[str, object]:
    return {
        "home_url": "/",
        "accessibility_url": reverse("home:accessibility"),
        "privacy_url": reverse("institutions:statement", args=["privacy-notice"]),
        "foot_links": [{"label": _("Programmes"), "url": reverse("programmes:public_index")}],
    }


def _private(request: HttpRequest) -> dict[str, object]:
    here = standing(request)
    unread, refused = at_the_door(request.user)
    return {
        "places": places_of(here, request.path),
        "hats": _hats(request, here),
        "where": _where(here),
        "unread": unread,
        "mail_refused": _said_of(refused),
        "inbox_url": reverse("notifications:inbox"),
        "badge_url": reverse("notifications:badge"),
        "search_url": reverse("home:search"),
        "concern_url": reverse("safeguarding:raise"),
        "account_links": [
            {"label": _("My profile"), "url": reverse("people:me"), "icon": "person"},
            {"label": _("Your mail"), "url": reverse("notifications:mail"), "icon": "mail"},
            {
                "label": _("Concerns I raised"),
                "url": reverse("safeguarding:mine"),
                "icon": "hand",
            },
        ],
    } | _contact(here)


def _said_of(refused: Undeliverable | None) -> dict[str, str]:
    """What is said on every page while mail to this person is held back."""
    if refused is None:
        return {}
    try_url = reverse("notifications:try-again", args=[refused.pk])
    return {
        "address": refused.address,
        "reason": refused.reason,
        "try_url": try_url,
        "change_url": reverse("people:address"),
    }


def _hats(request: HttpRequest, here: Standing) -> list[dict[str, object]]:
    return [
        {
            "label": hat.label,
            "url": reverse("institutions:wear", args=[hat.key]),
            "current": hat == here.hat,
        }
        for hat in hats.held(request)
    ]


def _where(here: Standing) -> str:
    """The institution, and the programme where there is one."""
    named = [here.hat.institution.name] if here.hat and here.hat.institution else []
    rows = [*here.cohorts, *(group.cohort for group in here.groups)]
    programmes = [
        *(cohort.programme for cohort in rows),
        *here.programmes,
        *(partner.programme for partner in here.partners),
    ]
    if len({programme.pk for programme in programmes}) == 1:
        named.append(programmes[0].name)
    return ", ".join(named)


def _contact(here: Standing) -> dict[str, object]:
    """Whom to write to: the institution in whose name one is here."""
    if here.hat is None or here.hat.institution is None:
        return {}
    institution = here.hat.institution
    return {
        "contact_url": f"mailto:{institution.contact_email}",
        "contact_label": _("Write to %(name)s") % {"name": institution.name},
    }
