"""Asking about one's own data, and what becomes of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Invalid, Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.institutions.models import Institution
from wayfellow.people.models import User
from wayfellow.privacy.lifecycle import DATA_REQUEST, Kind
from wayfellow.privacy.models import DAYS_TO_ANSWER, DataRequest
from wayfellow.privacy.queries import institutions_of


@transaction.atomic
def ask(kind: Kind, text: str, *, by: User) -> list[DataRequest]:
    """Ask every institution that keeps data of ``by``, each once; Refused where all were asked."""
    places: list[Institution | None] = [*institutions_of(by)] or [None]
    made = [found for place in places if (found := _asked(kind, text, place, by)) is not None]
    if not made:
        raise Refused(_("You have asked for this already, and it is not answered yet."))
    for request in made:
        record("ask", request, by=by, kind=kind)
    return made


def _asked(kind: Kind, text: str, place: Institution | None, by: User) -> DataRequest | None:
    at = now()
    zone = ZoneInfo(place.time_zone if place else by.time_zone)
    request = DataRequest(
        person=by,
        institution=place,
        kind=kind,
        text=text.strip(),
        at=at,
        due_on=at.astimezone(zone).date() + timedelta(days=DAYS_TO_ANSWER),
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError:
        return None
    return request


def read(request: DataRequest, *, by: User) -> None:
    """Write down that a keeper has read what somebody else asked."""
    if request.person_id != by.pk:
        record("read", request, by=by)


def fulfil(request: DataRequest, answer: str, *, by: User) -> None:
    """What was asked is done; the person reads the answer."""
    _answer(request, "fulfil", answer, by)


def refuse(request: DataRequest, answer: str, *, by: User) -> None:
    """It is not done; the person reads why."""
    _answer(request, "refuse", answer, by)


def _answer(request: DataRequest, verb: str, answer: str, by: User) -> None:
    words = answer.strip()
    if not words:
        raise Invalid(_("Write what was done, or why not."), field="answer")
    values = {"answer": words, "answered_by": by, "answered_at": now()}
    step(request, DATA_REQUEST, verb, by=by, set_=values)


def take_back(request: DataRequest, *, by: User) -> None:
    """The person does not want it any more."""
    step(request, DATA_REQUEST, "take_back", by=by)
