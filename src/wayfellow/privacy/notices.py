"""Who is told of requests about personal data. No mail carries what was written."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User
from wayfellow.privacy.models import DataRequest

_AT = "privacy/notices"


def _asker(request: DataRequest) -> list[User]:
    return [request.person]


def keepers(institution: Institution | None, asker: int) -> QuerySet[User]:
    """Who answers what ``asker`` asks of ``institution``: its administrators, else the platform's."""
    active = User.objects.filter(is_active=True).exclude(pk=asker)
    held = Membership.objects.current().filter(institution=institution, role=Role.INSTITUTION_ADMIN)
    found = active.filter(pk__in=held.values("person"))
    if institution is not None and found.exists():
        return found
    return active.filter(is_platform_admin=True)


def _keepers(request: DataRequest) -> Iterable[User]:
    return keepers(request.institution, request.person_id)


def _page(request: DataRequest) -> str:
    return reverse("privacy:request", args=[request.pk])


announce(
    Notice(on="datarequest.ask", template=f"{_AT}/receipt", to=_asker, url=_page, tell_actor=True),
    Notice(on="datarequest.ask", template=f"{_AT}/asked", to=_keepers, url=_page),
    Notice(on="datarequest.remind", template=f"{_AT}/still_open", to=_keepers, url=_page),
    Notice(on="datarequest.take_back", template=f"{_AT}/taken_back", to=_keepers, url=_page),
    Notice(on="datarequest.fulfil", template=f"{_AT}/answered", to=_asker, url=_page),
    Notice(on="datarequest.refuse", template=f"{_AT}/answered", to=_asker, url=_page),
    Notice(
        on="forgetting.tell",
        template=f"{_AT}/before_forgetting",
        to=lambda forgetting: [forgetting.person],
        url=lambda _forgetting: reverse("privacy:mine"),
    ),
    category=Category.SECURITY,
)
# What is kept for how long stands on the institution's page; who is forgotten was told before.
silent(
    "datarequest.read",
    "user.take_copy",
    "user.close",
    "institution.set_retention",
    "hold.place",
    "hold.lift",
    "forgetting.carry_out",
)
