"""The third style: circles of a fixed term, with ranked choices and the mentor's yes."""

from datetime import date, timedelta
from random import Random

from wayfellow.applications.models import Part
from wayfellow.cli.season import founding, groups, people
from wayfellow.cli.season.clock import Calendar, Step
from wayfellow.cli.season.founding import Stage
from wayfellow.imports.models import Kind
from wayfellow.institutions.lifecycle import Role
from wayfellow.pairing import actions as pairing
from wayfellow.programmes import actions as programmes

STARTS, ENDS = date(2027, 1, 14), date(2027, 5, 27)


class CircleSeason:
    """From kick-off to closing in five months."""

    name = "Fixed-term circles: Saimaa mentoring circles"

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.stage = Stage({})
        self.chance = Random(92)  # noqa: S311 - made-up people, not secrets

    def steps(self) -> list[Step]:
        """What happens, in the order of the calendar."""
        stage, chance = self.stage, self.chance
        return [
            Step(date(2026, 9, 3), "the university founds the programme", self.found),
            Step(date(2026, 10, 20), "mentors and students come in", self.come_in),
            Step(date(2026, 11, 25), "matching, and the mentors say yes", self.match),
            Step(STARTS, "kick-off", lambda: programmes.start(stage.cohort, by=stage.lead)),
            Step(
                STARTS + timedelta(days=6),
                "circles agree",
                lambda: groups.agree(groups.live(stage)),
            ),
            *(step for month in range(4) for step in self.month(month)),
            Step(
                ENDS - timedelta(days=7),
                "closing event",
                lambda: programmes.begin_closing(stage.cohort, by=stage.lead),
            ),
            Step(ENDS, "circles close", lambda: groups.close(stage, chance)),
            Step(
                ENDS + timedelta(days=2),
                "the term is closed",
                lambda: programmes.close(stage.cohort, by=stage.lead),
            ),
        ]

    def month(self, number: int) -> list[Step]:
        """A month of meeting: planned, held, some of it written down."""
        first = STARTS + timedelta(days=14 + 28 * number)
        stage = self.stage
        return [
            Step(
                first,
                "circles plan to meet",
                lambda: groups.plan(
                    groups.live(stage), self.calendar.at(first + timedelta(days=3), 17)
                ),
            ),
            Step(
                first + timedelta(days=8),
                "circles have met",
                lambda: groups.hold(stage, self.chance),
            ),
        ]

    def found(self) -> str:
        stage = self.stage
        saimaa = founding.institution(
            "saimaa", "Saimaa University", country="FI", time_zone="Europe/Helsinki"
        )
        stage.institutions.append(saimaa)
        stage.coordinators[saimaa.pk] = founding.staff(
            "Kaisa Rantanen", "kaisa.rantanen@staff.saimaa.example", saimaa, Role.COORDINATOR
        )
        founding.programme(
            stage,
            preset="fixed-term-circles",
            name="Saimaa Mentoring Circles",
            slug="circles",
            tagline="Five evenings that bring study and working life together",
        )
        founding.texts(stage, "circles.md")
        day = self.calendar.day
        founding.cohort(stage, "Spring 2027", day(STARTS), day(ENDS))
        programmes.add_term(
            stage.cohort,
            {"name": "Spring", "starts_on": day(STARTS), "ends_on": day(ENDS)},
            by=stage.lead,
        )
        return "mentors and students from many countries"

    def come_in(self) -> str:
        stage = self.stage
        (saimaa,) = stage.institutions
        lines = [
            people.bring_in(stage, Kind.MENTORS, "circles/mentors.csv", saimaa),
            people.bring_in(stage, Kind.STUDENTS, "circles/students.xlsx", saimaa),
            people.review(stage, Part.MENTOR),
            people.review(stage, Part.STUDENT),
        ]
        return "; ".join(lines)

    def match(self) -> str:
        stage = self.stage
        (saimaa,) = stage.institutions
        programmes.match(stage.cohort, by=stage.lead)
        run = pairing.start_run(stage.cohort, saimaa, by=stage.lead)
        pairing.work(run.pk)
        run.refresh_from_db()
        pairing.ask_mentors(run, by=stage.lead)
        run.refresh_from_db()
        for mentor in people.pile(stage, Part.MENTOR):
            if run.proposals.filter(mentor=mentor).exists():
                pairing.give_answer(run, mentor, yes=True, by=mentor.person)
        made = pairing.publish(run, by=stage.lead)
        stage.cohort.refresh_from_db()
        return f"{sum(group.members.count() for group in made)} students in {len(made)} circles"
