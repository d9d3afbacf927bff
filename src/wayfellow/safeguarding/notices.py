"""Who is told of concerns and terminations. No notice carries what was raised, or a ground."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.urls import reverse

from wayfellow.applications.lifecycle import ConsentState
from wayfellow.applications.models import Consent
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Institution, Membership
from wayfellow.mentorships.models import Member, WorkGroup
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Correspondent, Notice, announce, silent
from wayfellow.people.models import Block, User
from wayfellow.programmes.queries import coordinators
from wayfellow.safeguarding.models import Check, Concern, Termination

_AT = "safeguarding/notices"


def administrators(institution: Institution) -> Iterable[User]:
    """Who administers ``institution``."""
    held = Membership.objects.current().filter(institution=institution, role=Role.INSTITUTION_ADMIN)
    return User.objects.filter(pk__in=held.values("person"))


def _handlers(concern: Concern) -> Iterable[User]:
    found = coordinators(concern.programme, concern.institution)
    return found if found.exists() else administrators(concern.institution)


def _raiser(concern: Concern) -> list[User]:
    return [concern.raised_by]


def _page(concern: Concern) -> str:
    return reverse("safeguarding:concern", args=[concern.pk])


announce(
    Notice(on="concern.raise", template=f"{_AT}/receipt", to=_raiser, url=_page, tell_actor=True),
    Notice(on="concern.raise", template=f"{_AT}/raised", to=_handlers, url=_page, urgent=True),
    Notice(on="concern.take_up", template=f"{_AT}/taken_up", to=_raiser, url=_page),
    Notice(on="concern.resolve", template=f"{_AT}/settled", to=_raiser, url=_page),
    Notice(on="concern.refer", template=f"{_AT}/settled", to=_raiser, url=_page),
    Notice(on="concern.escalate", template=f"{_AT}/untouched", to=_handlers, url=_page, urgent=True),
    category=Category.SAFEGUARDING,
)  # fmt: skip
silent("concern.read")


def _mentor(check: Check) -> list[User]:
    return [check.mentor.person]


def _coordinators(check: Check) -> Iterable[User]:
    return coordinators(check.mentor.cohort.programme, check.mentor.institution)


announce(
    Notice(
        on="check.near_expiry",
        template=f"{_AT}/check_ends",
        to=_mentor,
        url=lambda check: reverse("applications:show", args=[check.mentor_id]),
        category=Category.JOINING,
    ),
    Notice(
        on="check.near_expiry",
        template=f"{_AT}/check_ends_staff",
        to=_coordinators,
        url=lambda check: reverse("safeguarding:checks", args=[check.mentor_id]),
        category=Category.RUNNING,
    ),
    category=Category.SAFEGUARDING,
)
# Coordinators keep and correct their own record.
silent("check.keep", "check.remove")


def _liaison_officers(block: Block) -> Iterable[User]:
    groups = WorkGroup.objects.of_both(block.person_id, block.other_id)
    return chain.from_iterable(group.liaison_officers() for group in groups)


announce(
    Notice(
        on="block.report",
        template=f"{_AT}/kept_apart",
        to=_liaison_officers,
        url=lambda _block: reverse("home:caseload"),
    ),
    category=Category.SAFEGUARDING,
)


def _people(termination: Termination) -> Iterable[User]:
    return termination.group.people()


def _staff(termination: Termination) -> list[User]:
    group = termination.group
    return [*group.coordinators(), *administrators(group.institution)]


def _second_people(termination: Termination) -> Iterable[User]:
    """Nobody is asked for a second word on what does not wait for it."""
    return () if termination.is_urgent else _staff(termination)


def _guardians(termination: Termination) -> Iterator[Correspondent]:
    group = termination.group
    members = Member.objects.filter(group=group, state__in=STAYED)
    consents = Consent.objects.filter(
        application__in=members.values("application"),
        application__consent_needed=True,
        state=ConsentState.GRANTED,
    )
    language = group.institution.language
    for consent in consents.order_by("pk"):
        yield Correspondent(name=consent.guardian_name, address=consent.email, language=language)


def _termination(termination: Termination) -> str:
    return reverse("safeguarding:termination", args=[termination.pk])


def _letter(termination: Termination) -> str:
    return reverse("safeguarding:letter", args=[termination.pk])


announce(
    Notice(on="termination.draft", template=f"{_AT}/termination_waits", to=_second_people,
           url=_termination),
    Notice(on="termination.issue", template=f"{_AT}/letter", to=_people, url=_letter, urgent=True),
    Notice(on="termination.issue", template=f"{_AT}/letter_guardian", outside=_guardians,
           urgent=True),
    Notice(
        on="termination.issue",
        template=f"{_AT}/group_terminated",
        to=lambda termination: [*termination.group.liaison_officers(), *_staff(termination)],
        url=_letter,
    ),
    Notice(
        on="termination.discard",
        template=f"{_AT}/termination_discarded",
        to=lambda termination: [termination.drafted_by],
        url=_termination,
    ),
    category=Category.SAFEGUARDING,
)  # fmt: skip
