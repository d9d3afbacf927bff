"""Landing pages of those who administer an institution or the deployment."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.access.doors import reach
from wayfellow.home.needs.joining import outsider
from wayfellow.home.needs.landing import Empty, Figure, Landing, ordered
from wayfellow.home.standing import Standing
from wayfellow.institutions.lifecycle import INVITATION_DAYS, InvitationState, Role
from wayfellow.institutions.models import Institution, Membership, Statement
from wayfellow.mentorships.queries import Todo
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.queries import worker_age
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import ProgrammeState
from wayfellow.programmes.models import Office, Programme
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.queries import terminations
from wayfellow.ui.dates import since

SILENT = timedelta(minutes=2)
"""A worker unseen for so long is taken for dead."""


def institution_admin(person: User, here: Standing) -> Landing:
    """What the administrator of one institution has to look at."""
    institution = here.hat.institution if here.hat else None
    if institution is None:
        return outsider(person, here)
    programmes = Programme.objects.filter(institutions=institution).exclude(
        state=ProgrammeState.ARCHIVED
    )
    found = [
        *_invitations(institution),
        *_concerns(person, institution),
        *_terminations(person, institution),
        *_letters(person, reverse("institutions:letters", args=[institution.slug])),
        *_leaderless(programmes, institution),
    ]
    needs, coming = ordered(found)
    members = Membership.objects.current().filter(institution=institution)
    count = programmes.count()
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("Nothing waits for you"),
            text=_("Invite the coordinators of your programmes; they do the rest."),
            url=reverse("institutions:invitations", args=[institution.slug]),
            action=_("Invite somebody"),
        ),
        figures=[
            Figure(
                label=_("members"),
                value=members.values("person").distinct().count(),
                url=reverse("institutions:show", args=[institution.slug]),
            ),
            Figure(
                label=ngettext("programme", "programmes", count),
                value=count,
                url=reverse("programmes:index"),
            ),
        ],
    )


def _invitations(institution: Institution) -> Iterator[Todo]:
    old = now() - timedelta(days=INVITATION_DAYS)
    counted = institution.invitations.filter(state=InvitationState.SENT).aggregate(
        expired=Count("pk", filter=Q(at__lte=old)), waiting=Count("pk", filter=Q(at__gt=old))
    )
    url = reverse("institutions:invitations", args=[institution.slug])
    if counted["expired"]:
        yield Todo(
            title=_("Invitations have expired unanswered"),
            count=counted["expired"],
            url=url,
            action=_("Send them again"),
        )
    if counted["waiting"]:
        yield Todo(
            title=_("Invitations wait for an answer"),
            count=counted["waiting"],
            url=url,
            action=_("See the invitations"),
            tone="info",
        )


def _concerns(person: User, institution: Institution) -> Iterator[Todo]:
    rows = reach(person, "concern.take_up").filter(
        state=ConcernState.RAISED, institution=institution
    )
    count = rows.count()
    if count:
        yield Todo(
            title=_("Concerns wait, and there is no coordinator"),
            count=count,
            url=reverse("safeguarding:pile"),
            action=_("Read the concerns"),
            tone="harm",
        )


def _terminations(person: User, institution: Institution) -> Iterator[Todo]:
    rows = terminations(person).filter(
        state=TerminationState.DRAFTED, group__institution=institution
    )
    for row in rows.exclude(drafted_by=person)[:5]:
        yield Todo(
            title=_("A letter that ends a group waits for a second person"),
            when=since(row.at),
            url=reverse("safeguarding:termination", args=[row.pk]),
            action=_("Read the letter"),
            tone="harm",
        )


def _letters(person: User, url: str) -> Iterator[Todo]:
    failed = reach(person, "letter.view").filter(state=LetterState.FAILED).count()
    if failed:
        yield Todo(
            title=_("Mail that could not be sent"),
            count=failed,
            url=url,
            action=_("See the mail"),
            tone="harm",
        )


def _leaderless(programmes: object, institution: Institution) -> Iterator[Todo]:
    held = Office.objects.current().filter(
        programme=OuterRef("pk"), institution=institution, role=Office.Role.COORDINATOR
    )
    for programme in programmes.filter(~Exists(held)).order_by("name")[:5]:  # type: ignore[attr-defined]
        yield Todo(
            title=_("%(programme)s has no coordinator here") % {"programme": programme.name},
            url=reverse("programmes:people", args=[programme.pk]),
            action=_("Appoint a coordinator"),
        )


def platform_admin(person: User, _here: Standing) -> Landing:
    """Whether the deployment is well: counts and settings, never anybody's words."""
    institutions = Institution.objects.all()
    found = [
        *_worker(),
        *_letters(person, reverse("notifications:outbox")),
        *_statements(),
        *_unmanaged(),
    ]
    needs, coming = ordered(found)
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("Everything runs"),
            text=_("A worker that stops, or mail that cannot leave, would be named here."),
            url=reverse("institutions:index"),
            action=_("See the institutions"),
        ),
        figures=[
            Figure(
                label=_("institutions"),
                value=institutions.count(),
                url=reverse("institutions:index"),
            ),
        ],
    )


def _worker() -> Iterator[Todo]:
    age = worker_age()
    if age is None or age > SILENT:
        yield Todo(
            title=_("No worker is running"),
            text=_("Mail waits, and nothing that is due happens, until it is started."),
            when=_("Last seen %(when)s") % {"when": since(now() - age)} if age else "",
            url=reverse("notifications:outbox"),
            action=_("See what waits"),
            tone="harm",
        )


def _statements() -> Iterator[Todo]:
    kinds = set(Statement.objects.values_list("kind", flat=True))
    for kind in Statement.Kind:
        if kind not in kinds:
            yield Todo(
                title=_("There is no %(statement)s yet") % {"statement": kind.label},
                text=_("Everybody accepts it before going on."),
                url=f"{reverse('institutions:publish')}?kind={kind.replace(' ', '-')}",
                action=_("Write it"),
            )


def _unmanaged() -> Iterator[Todo]:
    admins = Membership.objects.current().filter(
        institution=OuterRef("pk"), role=Role.INSTITUTION_ADMIN
    )
    for row in Institution.objects.filter(~Exists(admins))[:5]:
        yield Todo(
            title=_("%(institution)s has no administrator") % {"institution": row.name},
            url=reverse("institutions:invitations", args=[row.slug]),
            action=_("Invite an administrator"),
        )
