"""Work groups, and everything that may or may not happen in them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType

from benchmarks.proofs._clock.promises import Mail, Promise, during, monday
from benchmarks.proofs._clock.world import (
    BEGIN,
    DAY,
    END,
    FORMED,
    HALF_WAY,
    NEVER,
    TERMS,
    Change,
    Place,
    lists,
)
from wayfellow.applications.models import Charge
from wayfellow.conversations.models import Message
from wayfellow.events.models import Event
from wayfellow.mentorships.models import (
    Agreement,
    KeyPoints,
    Meeting,
    Member,
    Reflection,
    Signature,
    WorkGroup,
)
from wayfellow.programmes.models import Term
from wayfellow.surveys.models import Feedback


def groups(place: Place, how_many: int) -> None:
    """Work groups with everything that may or may not happen in them."""
    for _n in range(how_many):
        Group(place).tell()
    _digest(place)


class Group:
    """One group's year."""

    def __init__(self, place: Place) -> None:
        self.place, self.year = place, place.year
        chance, some = self.year.chance, self.year.some
        self.formed = BEGIN + some(*chance.choice(FORMED))
        self.ends = self.formed + some(90, 300) if chance.random() < 0.3 else NEVER
        self.review = (self.formed + 180 * DAY).date() if chance.random() < 0.4 else None
        self.mentor = place.applied("mentor", saved_at=BEGIN)
        place.mentors.append(self.mentor.person)
        self.students = [place.applied("student") for _n in range(chance.choice([2, 3]))]
        self.row = WorkGroup.objects.create(
            cohort=place.cohort,
            institution=place.institution,
            mentor=self.mentor,
            state="dissolved",
            formed_at=self.formed,
            review_on=self.review,
        )
        self.members = [
            Member.objects.create(group=self.row, application=one, joined_at=self.formed)
            for one in self.students
        ]
        for one in self.students:
            Charge.objects.create(application=one, office=place.officer)
        rows = WorkGroup.objects.filter(pk=self.row.pk)
        # What is not formed yet is not there: its state hides it from every promise till then.
        rows.update(state="paused")
        self.year.happens(self.formed, lambda: rows.update(state="active"))
        if self.ends < NEVER:
            self.year.happens(self.ends, lambda: rows.update(state="dissolved"))
        self.meetings: list[dict[str, Any]] = []
        self.messages = sorted(self.formed + some(0, 330) for _n in range(chance.randrange(5)))

    def tell(self) -> None:
        self._messages()
        begin = self.formed + self.year.some(1, 60)
        for number in range(self.year.chance.randrange(4)):
            self._meeting(begin + number * 70 * DAY, initiation=number == 0)
        self._agreement()
        self._of_group()
        for member in self.members:
            self._reflections(member)
        self._feedback()

    # Readers -------------------------------------------------------------------------------

    def everybody(self, _at: datetime) -> list[str]:
        return lists(self.mentor, *self.students)

    def pupils(self, _at: datetime) -> list[str]:
        return lists(*self.students)

    def pupils_and_officer(self, _at: datetime) -> list[str]:
        return lists(*self.students, self.place.officer)

    def staff(self, _at: datetime) -> list[str]:
        return lists(self.place.officer, self.place.coordinator)

    # Standing ------------------------------------------------------------------------------

    def lives(self, at: datetime) -> bool:
        return self.formed <= at < self.ends

    def meets(self, at: datetime) -> list[dict[str, Any]]:
        """Meetings that stand at this moment, planned or recorded."""
        return [one for one in self.meetings if one["planned"] <= at < one["cancelled"]]

    def owes(self, day: date, handed: datetime, at: datetime) -> date | None:
        return day if self.lives(at) and at < handed else None

    def quiet_since(self, at: datetime) -> datetime:
        written = [moment for moment in self.messages if moment <= at]
        latest: datetime = max([self.formed, *written, *(one["ends"] for one in self.meets(at))])
        return latest

    def met_between(self, at: datetime, first: date, last: date) -> bool:
        return any(first <= one["starts"].date() <= last for one in self.meets(at))

    # Promises ------------------------------------------------------------------------------

    def _of_group(self) -> None:
        place, pk = self.place, self.row.pk
        extra = {"shift": lambda _at: 3} if place.adjusted else {}
        place.promise(
            "9",
            pk,
            Mail("workgroup.remind_initiation", self.pupils, 14),
            Mail("workgroup.miss_initiation", self.pupils_and_officer, 28),
            start=lambda at: self.formed if self.lives(at) and not self.meets(at) else None,
            **extra,
        )
        place.promise(
            "24",
            pk,
            Mail("workgroup.check_in", self.everybody, 7),
            Mail("workgroup.check_in", self.everybody, 28),
            start=lambda at: self.formed if self.lives(at) and not place.is_paused(at) else None,
        )
        if self.formed.date() < HALF_WAY - 28 * DAY:
            place.promise(
                "26",
                pk,
                Mail("workgroup.ask_pulse", self.everybody),
                start=lambda at: HALF_WAY if self.lives(at) else None,
            )
        place.promise(
            "25",
            pk,
            *(Mail("workgroup.review", self.everybody, days) for days in (0, 7, 14)),
            Mail("workgroup.call", lists(place.coordinator), 21),
            start=lambda at: self.review if self.lives(at) else None,
        )
        place.promise(
            "29",
            pk,
            Mail("workgroup.grow_quiet", self.everybody, 45),
            Mail("workgroup.stay_quiet", self.staff, 75),
            start=lambda at: self.quiet_since(at) if self.lives(at) else None,
        )
        for first, last in TERMS:
            self._of_term(first, last)
        place.promise(
            "35 before",
            pk,
            Mail("workgroup.near_end", self.everybody, -21),
            Mail("workgroup.near_end", self.everybody, -7),
            start=lambda at: END if self.lives(at) else None,
        )

    def _of_term(self, first: date, last: date) -> None:
        def without(start: date) -> Callable[[datetime], date | None]:
            def found(at: datetime) -> date | None:
                settled = self.lives(at) and at >= self.formed + 14 * DAY
                return start if settled and not self.met_between(at, first, last) else None

            return found

        self.place.promise(
            "20 week 8",
            self.row.pk,
            Mail("workgroup.remind_meeting", self.pupils, 49),
            start=without(first),
        )
        self.place.promise(
            "20 late",
            self.row.pk,
            Mail("workgroup.miss_meeting", self.pupils_and_officer, -28),
            start=without(last),
        )

    def _messages(self) -> None:
        for at in self.messages:
            self.year.happens(
                at,
                partial(
                    Message.objects.create,
                    group=self.row,
                    author=self.mentor.person,
                    body="Hello",
                    at=at,
                ),
            )

    def _meeting(self, planned: datetime, *, initiation: bool) -> None:
        chance, some = self.year.chance, self.year.some
        starts = planned + some(0.2, 20)
        fate = chance.random()
        one: dict[str, Any] = {
            "planned": planned, "starts": starts, "ends": starts + timedelta(hours=1),
            "cancelled": planned + (starts - planned) * 0.5 if fate < 0.15 else NEVER,
            "recorded": starts + some(0.05, 11) if 0.15 <= fate < 0.8 else NEVER,
            "visit": chance.random() < 0.4,
            "briefed": planned + some(0, 15) if chance.random() < 0.5 else NEVER,
        }  # fmt: skip
        one["cancelled"] = one["cancelled"].replace(second=0, microsecond=0)
        if not any(one["starts"].date() in _near(*term) for term in TERMS):
            self.meetings.append(one)
            self._lives_through(one, initiation=initiation)

    def _lives_through(self, one: dict[str, Any], *, initiation: bool) -> None:
        key: dict[str, int] = {}
        promises = self._of_meeting(one)

        def plan() -> None:
            row = Meeting.objects.create(
                group=self.row, kind="initiation" if initiation else "meeting",
                starts_at=one["starts"], ends_at=one["ends"], planned_at=one["planned"],
                activity="visit" if one["visit"] else "chat",
            )  # fmt: skip
            key["pk"] = row.pk
            for promise in promises:
                promise.subject = row.pk

        def change(**values: Any) -> Change:
            return lambda: Meeting.objects.filter(pk=key["pk"]).update(**values)

        recorded = one["recorded"]
        fates = (
            (one["cancelled"], change(state="cancelled")),
            (recorded, change(state="recorded", recorded_at=recorded)),
            (one["briefed"], change(safety_briefing=True)),
        )
        self.year.happens(one["planned"], plan)
        for at, fate in fates:
            if at < NEVER:
                self.year.happens(at, fate)
        if initiation and recorded < NEVER:
            self._key_points(recorded, key)

    def _of_meeting(self, one: dict[str, Any]) -> list[Promise]:
        def stands(at: datetime) -> bool:
            over = min(one["cancelled"], one["recorded"])
            return self.lives(at) and one["planned"] <= at < over

        def unbriefed(at: datetime) -> bool:
            return stands(at) and one["visit"] and at < one["briefed"]

        before = len(self.year.promises)
        self.place.promise(
            "16",
            0,
            Mail("meeting.remind", self.everybody, -3),
            Mail("meeting.remind", self.everybody, -1),
            start=lambda at: one["starts"] if stands(at) else None,
            known=one["planned"],
        )
        self.place.promise(
            "17",
            0,
            Mail("meeting.ask_record", self.pupils, hours=2),
            Mail("meeting.ask_record", self.pupils, 3),
            Mail("meeting.miss_record", self.pupils_and_officer, 7),
            start=lambda at: one["ends"] if stands(at) else None,
            known=one["planned"],
        )
        self.place.promise(
            "19",
            0,
            Mail("meeting.remind_briefing", self.everybody, -5),
            Mail("meeting.remind_briefing", self.everybody, -2),
            start=lambda at: one["starts"] if unbriefed(at) else None,
            known=one["planned"],
        )
        return self.year.promises[before:]

    def _key_points(self, recorded: datetime, meeting: dict[str, int]) -> None:
        for member in self.members:
            sent = recorded + self.year.some(0, 15) if self.year.chance.random() < 0.6 else NEVER
            before = len(self.year.promises)
            student = lists(member.application)
            self.place.promise(
                "18",
                0,
                Mail("keypoints.remind", student, 1),
                Mail("keypoints.remind", student, 5),
                Mail(
                    "keypoints.miss",
                    [*student, *lists(self.place.officer)],
                    8,
                ),
                start=during(recorded, recorded, sent),
            )
            promise = self.year.promises[before]

            def appear(member: Member = member, promise: Promise = promise) -> None:
                row = KeyPoints.objects.create(member=member, meeting_id=meeting["pk"])
                promise.subject = row.pk

            self.year.happens(recorded, appear)
            if sent < NEVER:
                rows = KeyPoints.objects.filter(member=member)
                self.year.happens(sent, partial(rows.update, state="sent"))

    def _agreement(self) -> None:
        if self.year.chance.random() < 0.4:
            return
        proposed = self.formed + self.year.some(1, 40)
        in_force = proposed + self.year.some(1, 12) if self.year.chance.random() < 0.5 else NEVER
        row = Agreement.objects.create(group=self.row, state="draft")
        Signature.objects.create(agreement=row, person=self.mentor.person, typed_name="M")
        rows = Agreement.objects.filter(pk=row.pk)

        def propose() -> None:
            rows.update(state="proposed")
            kind = ContentType.objects.get_for_model(Agreement)
            Event.objects.create(
                name="agreement.propose", subject_type=kind, subject_id=row.pk, at=proposed
            )

        self.year.happens(proposed, propose)
        if in_force < NEVER:
            self.year.happens(in_force, lambda: rows.update(state="in force"))
        self.place.promise(
            "14", row.pk, Mail("agreement.remind", self.pupils, 5),
            start=lambda at: (
                proposed if self.lives(at) and proposed <= at < in_force else None
            ),
        )  # fmt: skip

    def _reflections(self, member: Member) -> None:
        for term in self.place.terms:
            if self.formed.date() > term.ends_on:
                continue
            ends = datetime.combine(term.ends_on, datetime.min.time(), UTC)
            handed = ends + self.year.some(-30, 8) if self.year.chance.random() < 0.7 else NEVER
            if handed < NEVER:
                self.year.happens(
                    handed,
                    partial(Reflection.objects.create, member=member, term=term, state="handed in"),
                )
            student = lists(member.application)
            extra = {"shift": lambda _at: -2} if self.place.adjusted else {}
            self.place.promise(
                f"21 {term.name}", member.pk,
                Mail("member.open_term", student, -21),
                Mail("member.remind_term", student, -7),
                Mail("member.remind_term", student, -1),
                Mail(
                    "member.miss_term",
                    [*student, *lists(self.place.officer)], 3,
                ),
                start=partial(self.owes, term.ends_on, handed),
                **extra,
            )  # fmt: skip

    def _feedback(self) -> None:
        """Asked of groups that have ended; who has answered is not asked again."""
        answered: dict[str, datetime] = {}
        for one in (self.mentor, *self.students):
            at = datetime(2027, 12, 10, tzinfo=UTC) + self.year.some(0, 20)
            if self.year.chance.random() < 0.4 and self.ends < at:
                answered[one.person.email] = at
                self.year.happens(
                    at,
                    partial(
                        Feedback.objects.create, group=self.row, person=one.person, recommend=9
                    ),
                )

        def silent(at: datetime) -> list[str]:
            return [who for who in self.everybody(at) if answered.get(who, NEVER) > at]

        self.place.promise(
            "35 after",
            self.row.pk,
            Mail("workgroup.ask_feedback", silent, 3),
            Mail("workgroup.ask_feedback", silent, 10),
            start=lambda at: END if at >= self.ends else None,
        )


def _near(first: date, last: date) -> set[date]:
    """Days around a term's ends, on which the reader's zone would decide."""
    return {day + shift * DAY for day in (first, last) for shift in (-1, 0, 1)}


def _digest(place: Place) -> None:
    """One old reflection waits all year, so there is something to say every Monday."""
    old = place.runs(place.programme)
    student = place.applied("student", old)
    Charge.objects.create(application=student, office=place.officer)
    group = WorkGroup.objects.create(
        cohort=old, institution=place.institution, mentor=place.applied("mentor", old),
        state="completed", formed_at=BEGIN - 400 * DAY,
    )  # fmt: skip
    place.mentors.append(group.mentor.person)
    term = Term.objects.create(
        cohort=old, name="Old", starts_on=date(2025, 1, 1), ends_on=date(2025, 6, 1)
    )
    member = Member.objects.create(group=group, application=student, state="ended")
    Reflection.objects.create(member=member, term=term, state="handed in")
    place.promise(
        "23", place.officer.pk,
        Mail("office.sum_up", lists(place.officer), late=2 * DAY),
        start=lambda at: monday(at, place.zone),
    )  # fmt: skip
