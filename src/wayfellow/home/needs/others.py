"""Landing pages of companies, institutions, the platform, and those without a role."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wayfellow.access.doors import reach
from wayfellow.applications.models import Part
from wayfellow.home.needs.joining import joining
from wayfellow.home.needs.landing import Empty, Figure, Landing, Meter, ordered
from wayfellow.home.standing import Standing
from wayfellow.insights.queries.frame import FEWEST
from wayfellow.institutions.lifecycle import INVITATION_DAYS, InvitationState, Role
from wayfellow.institutions.models import Institution, Membership, Statement
from wayfellow.mentorships.models import Member
from wayfellow.mentorships.queries import Todo
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.queries import worker_age
from wayfellow.partners.lifecycle import NominationState, PartnerState
from wayfellow.partners.models import Nomination, Partner
from wayfellow.partners.queries import TermHours, expires_soon, hours_by_term
from wayfellow.people.models import User
from wayfellow.programmes.lifecycle import ProgrammeState
from wayfellow.programmes.models import Office, Programme, Term
from wayfellow.safeguarding.lifecycle import ConcernState, TerminationState
from wayfellow.safeguarding.queries import terminations
from wayfellow.ui.dates import since, when

SILENT = timedelta(minutes=2)
"""A worker unseen for so long is taken for dead."""
SHOWN = 2
"""Of so many companies the hours are shown at once; hardly anybody speaks for more."""


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


def partner_contact(person: User, here: Standing) -> Landing:
    """What a company promised and gave, and the mentors whom it put forward."""
    companies = here.partners
    hours = {each.pk: hours_by_term(each) for each in companies[:SHOWN]}
    nominations = Nomination.objects.filter(partner__in=companies).order_by()
    by_state = dict(nominations.values_list("state").annotate(n=Count("pk")))
    needs, coming = ordered(
        [*_memoranda(companies), *_pledges(companies[:SHOWN], hours), *_nominated(by_state)]
    )
    guided = Member.objects.active().filter(group__mentor__mentor__partner__in=companies).count()
    return Landing(
        needs=needs,
        coming=coming,
        empty=Empty(
            title=_("Nothing waits for you"),
            text=_("Mentors whom you put forward, and hours to pledge, appear here."),
            url=reverse("partners:mine") if companies else "",
            action=_("See my company"),
        ),
        figures=[
            Figure(label=_("students guided by your mentors"), value=_told(guided)),
            Figure(
                label=_("mentors who have applied"),
                value=by_state.get(NominationState.APPLIED, 0),
                url=reverse("partners:mine"),
            ),
            Figure(
                label=_("put forward, not applied yet"),
                value=by_state.get(NominationState.NOMINATED, 0),
                url=reverse("partners:mine"),
            ),
        ],
        meters=[_meter(each, row) for each in companies for row in hours.get(each.pk, [])],
    )


def _told(count: int) -> object:
    """A number of students, unless it is so small that it might tell who they are."""
    return _("fewer than 5") if 0 < count < FEWEST else count


def _meter(partner: Partner, row: TermHours) -> Meter:
    given = round(row.delivered or 0.0, 1)
    return Meter(
        label=_("%(company)s in %(term)s") % {"company": partner.name, "term": row.term.name},
        value=int(given) if given == int(given) else given,
        of=row.pledged,
        unit=_("hours"),
    )


def _memoranda(companies: list[Partner]) -> Iterator[Todo]:
    for each in companies:
        if expires_soon(each, localdate()):
            yield Todo(
                title=_("The memorandum of %(company)s ends soon") % {"company": each.name},
                when=when(each.mou_expires_on),
                url=reverse("partners:show", args=[each.pk]),
                action=_("See my company"),
            )


def _pledges(companies: list[Partner], hours: dict[int, list[TermHours]]) -> Iterator[Todo]:
    active = [each for each in companies if each.state == PartnerState.ACTIVE]
    terms = Term.objects.filter(
        cohort__programme__in=[each.programme_id for each in active],
        ends_on__gte=localdate(),
    ).select_related("cohort")
    for term in terms:
        for each in active:
            pledged = {row.term.pk for row in hours[each.pk] if row.pledged}
            if term.cohort.programme_id == each.programme_id and term.pk not in pledged:
                yield Todo(
                    title=_("Pledge your hours for %(term)s") % {"term": term.name},
                    text=each.name,
                    when=_("Begins %(day)s") % {"day": when(term.starts_on)},
                    url=reverse("partners:show", args=[each.pk]),
                    action=_("Pledge the hours"),
                )


def _nominated(by_state: dict[str, int]) -> Iterator[Todo]:
    waiting = by_state.get(NominationState.NOMINATED, 0)
    if waiting:
        yield Todo(
            title=_("Mentors whom you put forward have not applied yet"),
            text=_("They have an invitation in their mail. A word from you helps."),
            count=waiting,
            url=reverse("partners:mine"),
            action=_("See who"),
            tone="info",
        )


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
