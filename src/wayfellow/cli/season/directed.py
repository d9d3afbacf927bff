"""The second style: a university's students find their own mentors among the alumni."""

from datetime import date, timedelta
from random import Random

from wayfellow.applications.models import Application, Part
from wayfellow.cli.season import founding, groups, people
from wayfellow.cli.season.clock import Calendar, Step
from wayfellow.cli.season.founding import Stage
from wayfellow.conversations import actions as conversations
from wayfellow.imports.models import Kind
from wayfellow.institutions.lifecycle import Role
from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing import actions as pairing
from wayfellow.pairing.models import Interest
from wayfellow.programmes import actions as programmes

ASKS = 46
SILENT = 6


class DirectedSeason:
    """A year of asking and answering."""

    name = "Self-directed: Northmoor career mentoring"

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.stage = Stage({})
        self.chance = Random(51)  # noqa: S311 - made-up people, not secrets

    def steps(self) -> list[Step]:
        """What happens, in the order of the calendar."""
        stage, chance = self.stage, self.chance
        return [
            Step(date(2026, 9, 2), "the university founds the programme", self.found),
            Step(date(2026, 9, 3), "alumni and students come in", self.come_in),
            Step(date(2027, 1, 18), "students ask mentors", self.ask),
            Step(date(2027, 1, 25), "mentors answer", self.answer),
            Step(date(2027, 2, 5), "they write to each other", self.write),
            Step(date(2027, 2, 15), "they meet", self.meet),
            Step(date(2027, 6, 14), "some have reached what they wanted", self.part),
            Step(date(2027, 11, 20), "the year is rounded off", self.round_off),
            Step(date(2027, 11, 27), "the last ones close", lambda: groups.close(stage, chance)),
        ]

    def found(self) -> str:
        stage = self.stage
        northmoor = founding.institution(
            "northmoor", "Northmoor University", country="GB", time_zone="Europe/London"
        )
        stage.institutions.append(northmoor)
        stage.coordinators[northmoor.pk] = founding.staff(
            "Harriet Lowe", "harriet.lowe@staff.northmoor.example", northmoor, Role.COORDINATOR
        )
        founding.programme(
            stage,
            preset="self-directed",
            name="Northmoor Career Mentoring",
            slug="northmoor",
            tagline="Ask somebody who was where you are",
        )
        founding.texts(stage, "alumni.md")
        for month in (3, 8):
            first = self.calendar.day(date(2027, month, 1))
            programmes.add_window(
                stage.programme,
                {"opens_on": first, "closes_on": first + timedelta(days=30)},
                by=stage.lead,
            )
        founding.cohort(stage, "2026-27", self.calendar.day(date(2026, 9, 1)), None)
        return "open to every student, all year"

    def come_in(self) -> str:
        stage = self.stage
        (northmoor,) = stage.institutions
        lines = [
            people.bring_in(stage, Kind.MENTORS, "alumni/mentors.xlsx", northmoor),
            people.bring_in(stage, Kind.STUDENTS, "alumni/students.csv", northmoor),
            people.review(stage, Part.MENTOR, declined=1),
            people.review(stage, Part.STUDENT),
        ]
        return "; ".join(lines)

    def ask(self) -> str:
        mentors = list(people.pile(self.stage, Part.MENTOR).accepted())
        students = list(people.pile(self.stage, Part.STUDENT).placeable())[:ASKS]
        for number, student in enumerate(students):
            mentor = mentors[(number * 7) % len(mentors)]
            pairing.ask(student, mentor, _message(student, mentor), by=student.person)
        return f"{len(students)} students ask a mentor"

    def answer(self) -> str:
        waiting = list(
            Interest.objects.filter(student__cohort=self.stage.cohort, state="sent")
            .select_related("mentor__person", "student__person")
            .order_by("pk")
        )
        declined = 0
        for number, interest in enumerate(waiting[:-SILENT]):
            if number % 5 == 4:  # noqa: PLR2004 - every fifth
                pairing.decline(
                    interest,
                    answer="I cannot do you justice this spring. Do ask one of the others!",
                    by=interest.mentor.person,
                )
                declined += 1
            else:
                pairing.accept(interest, by=interest.mentor.person)
        accepted = len(waiting) - SILENT - declined
        return f"{accepted} said yes, {declined} no, {SILENT} nothing yet"

    def write(self) -> str:
        count = 0
        for group in groups.live(self.stage):
            (student,) = groups.crew(group)
            conversations.write(
                group,
                "Thank you for saying yes! Would Tuesday suit?",
                by=student.application.person,
            )
            conversations.write(group, "It would. Bring your CV.", by=group.mentor.person)
            count += 2
        return f"{count} messages"

    def meet(self) -> str:
        count = 0
        for group in list(groups.live(self.stage))[::2]:
            (student,) = groups.crew(group)
            starts = self.calendar.at(date(2027, 2, 11), 17)
            mentorships.log_meeting(
                group,
                {
                    "starts_at": starts,
                    "ends_at": starts + timedelta(minutes=45),
                    "mode": "online",
                    "place": "Video call",
                    "activity": "options",
                },
                {student.pk},
                by=student.application.person,
            )
            count += 1
        return f"{count} conversations logged"

    def round_off(self) -> None:
        programmes.start(self.stage.cohort, by=self.stage.lead)
        programmes.begin_closing(self.stage.cohort, by=self.stage.lead)

    def part(self) -> str:
        ended = list(groups.live(self.stage))[::4]
        for group in ended:
            (student,) = groups.crew(group)
            mentorships.ask_to_leave(
                group,
                {"reason": "met", "text": "I have my offer. Thank you for everything!"},
                by=student.application.person,
            )
        return f"{len(ended)} part well"


def _message(student: Application, mentor: Application) -> str:
    return (
        f"Dear {mentor.person.called}, your way into {mentor.mentor.industry or 'your field'} is "
        f"one I could see myself taking. {student.student.aspiration} I would be glad of a first "
        "conversation."
    )
