"""A year of the groups' life: agreements, meetings, reflections, goals, messages."""

from datetime import timedelta
from itertools import count

from wayfellow.applications.models import Application
from wayfellow.cli.seeding import words
from wayfellow.cli.seeding.seed import Seeder, moment_before
from wayfellow.conversations.models import Message
from wayfellow.mentorships.lifecycle import (
    AgreementState,
    GroupState,
    MeetingState,
    ReflectionState,
)
from wayfellow.mentorships.models import (
    Agreement,
    Attendance,
    Goal,
    Meeting,
    Member,
    Reflection,
    Signature,
    WorkGroup,
)

PLACED = 0.94
"""Share of the students who have a group."""
DAYS = 110


class Life:
    """Gives the seeded people their groups, and the groups their year."""

    def __init__(
        self, seeder: Seeder, mentors: list[Application], students: list[Application]
    ) -> None:
        self.seeder, self.chance = seeder, seeder.chance
        self.mentors, self.students = mentors, students

    def run(self) -> None:
        """Everything, one table after the other."""
        members = self._groups()
        by_group: dict[int, list[Member]] = {}
        for member in members:
            by_group.setdefault(member.group_id, []).append(member)
        self._agreements(by_group)
        meetings = self._meetings(by_group)
        self._reflections(meetings, by_group)
        self._goals(members)
        self._messages(by_group)
        made = self.seeder.made.objects
        made["workgroup"] = [group.pk for group in self.groups]
        made["meeting"] = [meeting.pk for meeting in meetings]

    def _groups(self) -> list[Member]:
        waiting: dict[int, list[Application]] = {}
        for student in self.students:
            if self.chance.random() < PLACED:
                waiting.setdefault(student.institution_id, []).append(student)
        groups, crews = [], []
        for mentor in self.mentors:
            queue = max(waiting.values(), key=len)
            crew = [queue.pop() for _ in range(min(len(queue), self.chance.choice((3, 4, 4))))]
            if len(crew) < 2:  # noqa: PLR2004 - the fewest that a group of this programme has
                continue
            state = GroupState.ACTIVE if self.chance.random() < 0.85 else GroupState.FORMED  # noqa: PLR2004 - a share
            group = WorkGroup(
                cohort=self.seeder.cohort,
                institution_id=crew[0].institution_id,
                mentor=mentor,
                state=state,
                channel="WhatsApp group",
                formed_at=self.seeder.now - timedelta(days=DAYS),
            )
            groups.append(group)
            crews.append(crew)
        self.groups = self.seeder.insert(WorkGroup, groups)
        return self.seeder.insert(
            Member,
            [
                Member(group=group, application=student)
                for group, crew in zip(self.groups, crews, strict=True)
                for student in crew
            ],
        )

    def _agreements(self, by_group: dict[int, list[Member]]) -> None:
        signed = [group for group in self.groups if group.state == GroupState.ACTIVE]
        agreements = self.seeder.insert(
            Agreement,
            [
                Agreement(
                    group=group,
                    state=AgreementState.IN_FORCE,
                    goals=self.chance.choice(words.SENTENCES),
                    meetings="Once a month for an hour",
                    in_force_at=group.formed_at + timedelta(days=14),
                )
                for group in signed
            ],
        )
        self.seeder.insert(
            Signature,
            [
                Signature(agreement=agreement, person=person, typed_name=person.name)
                for agreement, group in zip(agreements, signed, strict=True)
                for person in (
                    group.mentor.person,
                    *(member.application.person for member in by_group[group.pk]),
                )
            ],
        )

    def _meetings(self, by_group: dict[int, list[Member]]) -> list[Meeting]:
        rows = []
        for group in self.groups:
            for number in range(self.chance.choice((0, 1, 2, 3, 4))):
                starts = moment_before(self.seeder.now, self.chance, DAYS - 20)
                recorded = self.chance.random() < 0.9  # noqa: PLR2004 - a share
                rows.append(
                    Meeting(
                        group=group,
                        kind=Meeting.Kind.INITIATION if number == 0 else Meeting.Kind.MEETING,
                        state=MeetingState.RECORDED if recorded else MeetingState.PLANNED,
                        starts_at=starts,
                        ends_at=starts + timedelta(hours=1),
                        place="At the company",
                        activity=self.chance.choice(Meeting.Activity.values),
                        liaison_told_at=starts - timedelta(days=3),
                        recorded_at=starts + timedelta(days=1) if recorded else None,
                    )
                )
        meetings = self.seeder.insert(Meeting, rows)
        self.seeder.insert(
            Attendance,
            [
                Attendance(meeting=meeting, member=member, came=self.chance.random() < 0.92)  # noqa: PLR2004 - a share
                for meeting in meetings
                if meeting.state == MeetingState.RECORDED
                for member in by_group[meeting.group_id]
            ],
        )
        return meetings

    def _reflections(self, meetings: list[Meeting], by_group: dict[int, list[Member]]) -> None:
        states = (ReflectionState.ACKNOWLEDGED, ReflectionState.HANDED_IN, ReflectionState.DRAFT)
        self.seeder.insert(
            Reflection,
            [
                Reflection(
                    member=member,
                    meeting=meeting,
                    state=self.chance.choices(states, weights=(6, 3, 1))[0],
                    did=self.chance.choice(words.SENTENCES),
                    learnt=self.chance.choice(words.SENTENCES),
                    handed_in_at=meeting.recorded_at,
                )
                for meeting in meetings
                if meeting.state == MeetingState.RECORDED
                for member in by_group[meeting.group_id]
            ],
        )

    def _goals(self, members: list[Member]) -> None:
        self.seeder.insert(
            Goal,
            [
                Goal(
                    member=member,
                    title=f"Find out how {self.chance.choice(words.FIELDS)} hires",
                    percent=self.chance.choice((0, 20, 40, 60, 80)),
                    due_on=self.seeder.cohort.ends_on,
                )
                for member in members
                for _ in range(self.chance.choice((1, 2)))
            ],
        )

    def _messages(self, by_group: dict[int, list[Member]]) -> None:
        number = count(1)
        rows: list[Message] = []
        for group in self.groups:
            authors = [
                group.mentor.person_id,
                *(m.application.person_id for m in by_group[group.pk]),
            ]
            rows.extend(
                Message(
                    group=group,
                    author_id=self.chance.choice(authors),
                    body=f"{self.chance.choice(words.SENTENCES)} ({next(number)})",
                    at=moment_before(self.seeder.now, self.chance, DAYS),
                )
                for _ in range(self.chance.choice((0, 4, 8, 16)))
            )
        self.seeder.insert(Message, rows)
