"""What waits around somebody's own applications."""

from collections.abc import Iterator

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.applications.lifecycle import ConsentState, State
from wayfellow.applications.models import Application, Consent, Part
from wayfellow.home.needs.landing import Empty, Landing, ordered
from wayfellow.home.standing import Standing
from wayfellow.mentorships.lifecycle import LIVE
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.queries import Todo
from wayfellow.pairing.lifecycle import InterestState
from wayfellow.pairing.queries import is_self_directed, offered_to
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.ui.dates import since, when

_OVER = (CohortState.CLOSED, CohortState.CANCELLED)


def own(person: User, part: Part) -> QuerySet[Application]:
    """Applications of ``person`` in cohorts that are not over, with what became of them."""
    newest = Consent.objects.filter(application=OuterRef("pk")).order_by("-asked_at", "-pk")
    placed = Member.objects.active().filter(application=OuterRef("pk"), group__state__in=LIVE)
    asking = Q(asks__state=InterestState.SENT)
    return (
        Application.objects.filter(person=person, part=part)
        .exclude(cohort__state__in=_OVER)
        .select_related("cohort__programme")
        .with_consent()
        .annotate(
            consent_state=Subquery(newest.values("state")[:1], output_field=CharField()),
            consent_asked_at=Subquery(newest.values("asked_at")[:1]),
            placed=Exists(placed),
            asking=Count("asks", filter=asking, distinct=True),
            offered_in=Subquery(offered_to(OuterRef("pk")).values("run")[:1]),
        )
    )


def joining(person: User, part: Part) -> Iterator[Todo]:
    """One line for each application that waits, for the person or for somebody else."""
    for row in own(person, part):
        yield from _consent(row)
        yield from _step(row)


def _step(row: Application) -> Iterator[Todo]:
    match row.state:
        case State.DRAFT:
            yield _draft(row)
        case State.SUBMITTED:
            yield Todo(
                title=_("%(programme)s reads your application") % _named(row),
                text=_("You will hear from the coordinators. There is nothing to do meanwhile."),
                when=since(row.submitted_at),
                url=reverse("applications:show", args=[row.pk]),
                action=_("See my application"),
                tone="quiet",
            )
        case State.WAITLISTED:
            yield Todo(
                title=_("You are on the waiting list of %(programme)s") % _named(row),
                url=reverse("applications:show", args=[row.pk]),
                action=_("See my application"),
                tone="quiet",
            )
        case State.ACCEPTED if row.is_student and not row.placed:  # type: ignore[attr-defined]
            yield from _unplaced(row)


def _named(row: Application) -> dict[str, str]:
    return {"programme": row.cohort.programme.name}


def _draft(row: Application) -> Todo:
    closes = row.cohort.applications_close_on
    soon = closes is not None and (closes - localdate()).days <= 3  # noqa: PLR2004 - the reminder's days
    return Todo(
        title=_("Finish your application to %(programme)s") % _named(row),
        when=_("Closes %(day)s") % {"day": when(closes)} if closes else since(row.saved_at),
        url=reverse("applications:edit", args=[row.pk]),
        action=_("Go on writing"),
        tone="harm" if soon else "waits",
    )


def _consent(row: Application) -> Iterator[Todo]:
    ended = row.state in (State.DRAFT, State.DECLINED, State.WITHDRAWN)
    if not row.consent_needed or row.consented or ended:
        return
    words = {
        ConsentState.REQUESTED: _("Your guardian has not answered yet. A word at home helps."),
        ConsentState.EXPIRED: _("The mail to your guardian has expired. Ask for a new one."),
        ConsentState.REFUSED: _("Your guardian has said no. Your coordinator can talk with you."),
        ConsentState.REVOKED: _("Your guardian has taken the consent back."),
    }
    state: str = row.consent_state or ""  # type: ignore[attr-defined]
    yield Todo(
        title=_("A guardian's consent is missing for %(programme)s") % _named(row),
        text=words.get(ConsentState(state), "") if state else _("Nobody has been asked yet."),
        when=since(row.consent_asked_at),  # type: ignore[attr-defined]
        url=reverse("applications:show", args=[row.pk]),
        action=_("See how it stands"),
    )


def _unplaced(row: Application) -> Iterator[Todo]:
    offered: int | None = row.offered_in  # type: ignore[attr-defined]
    if offered is not None:
        yield Todo(
            title=_("A mentor is proposed to you in %(programme)s") % _named(row),
            url=reverse("pairing:reply", args=[offered]),
            action=_("See the mentor"),
        )
        return
    asking: int = row.asking  # type: ignore[attr-defined]
    ranked = row.cohort.programme.ranked_choices
    if not is_self_directed(row.cohort.programme):
        yield Todo(
            title=_("%(programme)s is looking for your mentor") % _named(row),
            text=_("You are accepted. You will hear as soon as your group is there."),
            url=reverse("pairing:choices" if ranked else "applications:show", args=[row.pk]),
            action=_("See my choices") if ranked else _("See my application"),
            tone="quiet",
        )
    elif asking:
        yield Todo(
            title=ngettext(
                "A mentor is thinking about your request",
                "%(n)d mentors are thinking about your requests",
                asking,
            )
            % {"n": asking},
            url=reverse("pairing:requests"),
            action=_("See my requests"),
            tone="quiet",
        )
    elif not row.consent_needed or row.consented:
        yield Todo(
            title=_("Find your mentor in %(programme)s") % _named(row),
            text=_("You are accepted. Look around, then ask one of the mentors."),
            url=reverse("pairing:directory", args=[row.cohort_id]),
            action=_("Look at the mentors"),
        )


def outsider(person: User, _here: Standing) -> Landing:
    """Somebody who holds no role yet."""
    needs, coming = ordered([*joining(person, Part.STUDENT), *joining(person, Part.MENTOR)])
    empty = Empty(
        title=_("Everything begins with a programme"),
        text=_("Read what each one offers, then apply as student or as mentor."),
        url=reverse("programmes:public_index"),
        action=_("See the programmes"),
    )
    return Landing(needs=needs, coming=coming, empty=empty)
