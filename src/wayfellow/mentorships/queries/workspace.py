"""Everything that the page of one work group shows to one reader, in a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from wayfellow.access.doors import reach
from wayfellow.mentorships.lifecycle import (
    LIVE,
    AgreementState,
    KeyPointsState,
    MeetingState,
    MemberState,
    WithdrawalState,
)
from wayfellow.mentorships.models import (
    Agreement,
    Goal,
    KeyPoints,
    Meeting,
    Member,
    Progress,
    Reflection,
    Withdrawal,
    WorkGroup,
)
from wayfellow.mentorships.models.groups import STAYED
from wayfellow.mentorships.queries.allowed import allowed
from wayfellow.mentorships.queries.groups import meetings_of
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme, Term
from wayfellow.programmes.policy import Need

LATEST = 3
VERBS = (
    "draft_agreement",
    "plan_meeting",
    "log_meeting",
    "reflect",
    "set_goal",
    "ask_to_leave",
    "add_member",
    "waive_minimum",
    "pause",
    "resume",
    "begin_closing",
    "complete",
)
_ONLY_LIVE = {*VERBS} - {"pause", "resume", "begin_closing", "complete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Somebody whose name belongs under the agreement, and when it was put there."""

    person: User
    role: str | Promise
    signed_at: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPart:
    used: bool
    held: Agreement | None
    open: Agreement | None
    signers: list[Signer]
    mine_is_missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingsPart:
    coming: list[Meeting]
    unrecorded: list[Meeting]
    latest: list[Meeting]
    held: int
    term: Term | None
    held_this_term: int
    owed_this_term: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReflectionsPart:
    key_points: list[KeyPoints]
    rows: list[Reflection]
    unwritten: list[Meeting]
    term: Term | None
    asked_for_term: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A work group as one reader sees it; ``may`` holds the verbs that the reader can use now."""

    group: WorkGroup
    programme: Programme
    reader: User
    members: list[Member]
    member: Member | None
    is_mentor: bool
    may: frozenset[str]
    agreement: AgreementPart
    meetings: MeetingsPart
    reflections: ReflectionsPart
    goals: list[Goal]
    withdrawals: list[Withdrawal]
    coordinators: list[User]
    without_consent: frozenset[int]

    @property
    def is_student(self) -> bool:
        return self.member is not None

    @property
    def own_place(self) -> Member | None:
        """The reader's place in the group, now or to its end."""
        held = (MemberState.ACTIVE, MemberState.COMPLETED, MemberState.ENDED)
        mine = (m for m in self.members if m.application.person_id == self.reader.pk)
        return next((m for m in mine if m.state in held), None)

    @property
    def officers(self) -> list[User]:
        """Those who look after the students who are here, each once."""
        charges = [getattr(m.application, "charge", None) for m in self.members]
        people = (
            charge.office.person
            for charge, member in zip(charges, self.members, strict=True)
            if charge is not None and member.state in STAYED
        )
        return list({person.pk: person for person in people}.values())

    @property
    def is_small(self) -> bool:
        """Fewer students than the programme asks for, and nobody has allowed it."""
        active = sum(member.state == MemberState.ACTIVE for member in self.members)
        return active < self.programme.fewest_mentees and not self.group.below_minimum_waived


def workspace(group: WorkGroup, reader: User) -> Workspace:
    """What ``reader`` sees of ``group``."""
    group = WorkGroup.objects.select_related(
        "mentor__person", "mentor__mentor", "cohort__programme", "institution"
    ).get(pk=group.pk)
    programme = group.cohort.programme
    members = list(
        Member.objects.filter(group=group)
        .select_related("application__person", "application__charge__office__person")
        .order_by("state", "application__person__name", "pk")
    )
    mine = next(
        (
            m
            for m in members
            if m.application.person_id == reader.pk and m.state == MemberState.ACTIVE
        ),
        None,
    )
    legal = group.verbs | (_ONLY_LIVE if group.state in LIVE else frozenset())
    term = Term.objects.filter(
        cohort=group.cohort_id, starts_on__lte=localdate(), ends_on__gte=localdate()
    ).first()
    return Workspace(
        group=group,
        programme=programme,
        reader=reader,
        members=members,
        member=mine,
        is_mentor=group.mentor.person_id == reader.pk,
        may=allowed(reader, group, legal),
        agreement=_agreement(group, members, reader),
        meetings=_meetings(group, reader, term),
        reflections=_reflections(group, reader, mine, term),
        goals=_goals(group, reader),
        withdrawals=_withdrawals(group, reader),
        coordinators=list(group.coordinators()),
        without_consent=frozenset(group.members.without_consent().values_list("pk", flat=True)),
    )


def _agreement(group: WorkGroup, members: list[Member], reader: User) -> AgreementPart:
    visible = reach(reader, "agreement.view").filter(group=group)
    rows: list[Agreement] = list(
        visible.exclude(state=AgreementState.SUPERSEDED).prefetch_related("signatures")
    )
    held = next((row for row in rows if row.state == AgreementState.IN_FORCE), None)
    waiting = next((row for row in rows if row.state != AgreementState.IN_FORCE), None)
    shown = waiting or held
    signed = {each.person_id: each.at for each in shown.signatures.all()} if shown else {}
    signers = [
        Signer(
            person=group.mentor.person,
            role=_("mentor"),
            signed_at=signed.get(group.mentor.person_id),
        ),
        *(
            Signer(
                person=each.application.person,
                role=_("student"),
                signed_at=signed.get(each.application.person_id),
            )
            for each in members
            if each.state == MemberState.ACTIVE
        ),
    ]
    proposed = waiting is not None and waiting.state == AgreementState.PROPOSED
    return AgreementPart(
        used=group.cohort.programme.agreement != Need.NONE,
        held=held,
        open=waiting,
        signers=signers,
        mine_is_missing=proposed
        and any(s.person.pk == reader.pk and s.signed_at is None for s in signers),
    )


def _meetings(group: WorkGroup, reader: User, term: Term | None) -> MeetingsPart:
    rows = list(meetings_of(group, reader).exclude(state=MeetingState.CANCELLED))
    held = [row for row in rows if row.state == MeetingState.RECORDED]
    planned = [row for row in reversed(rows) if row.state == MeetingState.PLANNED]
    this_term = [row for row in held if term and localdate(row.starts_at) in term.span]
    return MeetingsPart(
        coming=[row for row in planned if row.ends_at > now()],
        unrecorded=[row for row in planned if row.ends_at <= now()],
        latest=held[:LATEST],
        held=len(held),
        term=term,
        held_this_term=len(this_term),
        owed_this_term=group.cohort.programme.meetings_per_term if term else 0,
    )


def _reflections(
    group: WorkGroup, reader: User, mine: Member | None, term: Term | None
) -> ReflectionsPart:
    visible = reach(reader, "reflection.view").filter(member__group=group)
    rows: list[Reflection] = list(
        visible.select_related("member__application__person", "meeting", "term")
    )
    points = reach(reader, "keypoints.view").filter(member__group=group)
    if mine is None:
        points = points.exclude(state=KeyPointsState.DUE)
    written = {row.meeting_id for row in rows if mine and row.member_id == mine.pk}
    attended = Meeting.objects.none()
    if mine is not None:
        attended = Meeting.objects.recorded().filter(
            attendances__member=mine.pk, attendances__came=True
        )
    own_terms = {row.term_id for row in rows if mine and row.member_id == mine.pk}
    asks = group.cohort.programme.term_reflections != Need.NONE
    return ReflectionsPart(
        key_points=list(points.select_related("member__application__person")),
        rows=rows,
        unwritten=[each for each in attended if each.pk not in written],
        term=term,
        asked_for_term=bool(asks and mine and term and term.pk not in own_terms),
    )


def _goals(group: WorkGroup, reader: User) -> list[Goal]:
    notes = Progress.objects.select_related("by").order_by("at", "pk")
    rows = reach(reader, "goal.view").filter(member__group=group)
    return list(
        rows.select_related("member__application__person").prefetch_related(
            Prefetch("notes", notes, to_attr="course")
        )
    )


def _withdrawals(group: WorkGroup, reader: User) -> list[Withdrawal]:
    rows = reach(reader, "withdrawal.view").filter(group=group)
    waiting = [WithdrawalState.ASKED, WithdrawalState.ACKNOWLEDGED]
    return list(rows.filter(state__in=waiting).select_related("by"))
