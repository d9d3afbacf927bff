"""The first style: three polytechnics assign groups, two semesters long."""

from datetime import date, timedelta
from random import Random
from typing import Any

from wayfellow.applications.models import Part
from wayfellow.cli.season import founding, groups, people
from wayfellow.cli.season.clock import Calendar, Step
from wayfellow.cli.season.founding import Stage
from wayfellow.imports.models import Kind
from wayfellow.institutions.lifecycle import Role
from wayfellow.mentorships import actions as mentorships
from wayfellow.mentorships.models import Withdrawal
from wayfellow.pairing import actions as pairing
from wayfellow.programmes import actions as programmes
from wayfellow.programmes.models import Term
from wayfellow.safeguarding import actions as safeguarding


class AssignedSeason:
    """Every step of the season, with what happens to somebody."""

    name = "Assigned groups: Industry Mentors' Network"

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.written: dict[str, Any] = founding.toml("imn/calendar.toml")
        self.stage = Stage(self.written)
        self.chance = Random(2027)  # noqa: S311 - made-up people, not secrets

    @property
    def starts(self) -> date:
        """The season's first day, as the samples' calendar has it."""
        first: date = self.written["starts"]
        return first

    def steps(self) -> list[Step]:
        """What happens, in the order of the calendar."""
        first, second = (term["starts"] for term in self.written["term"])
        ends = [term["ends"] for term in self.written["term"]]
        stage, chance = self.stage, self.chance
        week = timedelta(weeks=1)
        return [
            Step(date(2026, 9, 1), "the polytechnics found the programme", self.found),
            Step(date(2026, 9, 7), "companies and mentors come in", self.import_mentors),
            Step(date(2026, 10, 12), "students come in", self.import_students),
            Step(date(2026, 11, 9), "mentors are reviewed", self.review_mentors),
            Step(date(2026, 11, 10), "students are reviewed", self.review_students),
            Step(
                date(2026, 11, 13),
                "guardians answer",
                lambda: people.guardians_answer(stage, chance),
            ),
            Step(self.written["season"]["matching"], "matching", self.match),
            Step(first, "the season starts", lambda: programmes.start(stage.cohort, by=stage.lead)),
            Step(
                first + timedelta(days=4), "groups agree", lambda: groups.agree(self.most_groups())
            ),
            Step(first + timedelta(days=7), "initiations are planned", self.plan_initiations),
            Step(
                first + timedelta(days=15),
                "initiations are recorded",
                lambda: groups.hold(stage, chance, forgetting=2),
            ),
            Step(
                first + timedelta(days=17),
                "key points",
                lambda: groups.send_key_points(stage, late=6),
            ),
            Step(first + 4 * week, "goals", lambda: groups.aim(stage, chance)),
            Step(
                first + timedelta(days=18),
                "reflections on the initiation",
                lambda: groups.reflect(stage, chance, missing=12),
            ),
            Step(first + 4 * week, "officers read", lambda: groups.acknowledge(stage, leaving=9)),
            Step(first + 8 * week, "a student withdraws", self.withdraw),
            Step(first + 9 * week, "a concern is raised", self.worry),
            Step(
                first + 9 * week + timedelta(days=2),
                "the next meetings are planned",
                self.plan_next,
            ),
            Step(
                first + 11 * week,
                "meetings are recorded",
                lambda: groups.hold(stage, chance, forgetting=1),
            ),
            Step(first + 13 * week, "a group is terminated", self.terminate),
            Step(ends[0], "the semester's reflections", lambda: self.end_of_term(0)),
            Step(second + timedelta(days=7), "meetings of the second semester", self.plan_second),
            Step(second + 3 * week, "meetings are recorded", lambda: groups.hold(stage, chance)),
            Step(
                second + 3 * week + timedelta(days=2),
                "reflections on them",
                lambda: groups.reflect(stage, chance, missing=4),
            ),
            Step(ends[1] - 3 * week, "the semester's reflections", lambda: self.end_of_term(1)),
            Step(
                self.written["season"]["closing"],
                "closing",
                lambda: programmes.begin_closing(stage.cohort, by=stage.lead),
            ),
            Step(ends[1], "groups close", lambda: groups.close(stage, chance)),
            Step(
                ends[1] + timedelta(days=3),
                "the season is closed",
                lambda: programmes.close(stage.cohort, by=stage.lead),
            ),
        ]

    # Steps ---------------------------------------------------------------------------------

    def found(self) -> str:
        stage, day = self.stage, self.calendar.day
        for entry in self.written["institution"]:
            made = founding.institution(entry["slug"], entry["name"])
            stage.institutions.append(made)
            stage.coordinators[made.pk] = founding.staff(
                entry["coordinator"], entry["coordinator_email"], made, Role.COORDINATOR
            )
            founding.staff(
                f"{entry['name'].split()[0]} Registrar",
                f"registrar@staff.{entry['slug']}.example",
                made,
                Role.INSTITUTION_ADMIN,
            )
        founding.programme(
            stage,
            preset="assigned-groups",
            name="Industry Mentors' Network",
            slug="imn",
            tagline="A practitioner and two to four students, for a year of real-world learning",
        )
        founding.texts(stage, "imn.md")
        founding.cohort(
            stage,
            self.written["cohort"],
            day(self.written["starts"]),
            day(self.written["ends"]),
            applications_open_on=day(self.written["applications"]["mentors_open"]),
            applications_close_on=day(self.written["applications"]["students_close"]),
        )
        for term in self.written["term"]:
            programmes.add_term(
                stage.cohort,
                {
                    "name": term["name"],
                    "starts_on": day(term["starts"]),
                    "ends_on": day(term["ends"]),
                },
                by=stage.lead,
            )
        founding.liaison_officers(stage, "imn/liaison_officers.csv")
        return f"{len(stage.institutions)} institutions run one programme"

    def import_mentors(self) -> str:
        first, second = self.stage.institutions[:2]
        return "; ".join(
            [
                people.bring_in(self.stage, Kind.PARTNERS, "imn/companies.csv", first),
                people.bring_in(self.stage, Kind.MENTORS, "imn/mentors.xlsx", first),
                people.bring_in(self.stage, Kind.MENTORS, "imn/mentors.csv", second),
            ]
        )

    def import_students(self) -> str:
        return "; ".join(
            people.bring_in(self.stage, Kind.STUDENTS, f"imn/{entry['students']}", at)
            for entry, at in zip(self.written["institution"], self.stage.institutions, strict=True)
        )

    def review_mentors(self) -> str:
        return people.review(self.stage, Part.MENTOR, declined=2)

    def review_students(self) -> str:
        return people.review(self.stage, Part.STUDENT, declined=1)

    def match(self) -> str:
        programmes.match(self.stage.cohort, by=self.stage.lead)
        placed = 0
        for institution in self.stage.institutions:
            by = self.stage.coordinators[institution.pk]
            run = pairing.start_run(self.stage.cohort, institution, by=by)
            pairing.work(run.pk)
            run.refresh_from_db()
            placed += sum(group.members.count() for group in pairing.publish(run, by=by))
        self.stage.cohort.refresh_from_db()
        return f"{placed} students placed in {groups.live(self.stage).count()} groups"

    def most_groups(self) -> list[Any]:
        """All groups but three, which take their time."""
        return groups.without(list(groups.live(self.stage)), 3)

    def _able(self, rows: list[Any]) -> list[Any]:
        """Groups in which no guardian's consent is missing."""
        return [group for group in rows if not group.members.without_consent().exists()]

    def plan_initiations(self) -> str:
        at = self.calendar.at(self.written["term"][0]["starts"] + timedelta(days=8), 14)
        return groups.plan(self._able(self.most_groups()), at)

    def plan_next(self) -> str:
        at = self.calendar.at(self.written["term"][0]["starts"] + timedelta(weeks=10), 15)
        return groups.plan(self._able(self.most_groups()[::2]), at)

    def plan_second(self) -> str:
        at = self.calendar.at(self.written["term"][1]["starts"] + timedelta(weeks=2), 14)
        return groups.plan(self._able(list(groups.live(self.stage))), at)

    def withdraw(self) -> str:
        group = next(group for group in groups.live(self.stage) if len(groups.crew(group)) > 2)  # noqa: PLR2004 - enough stay
        student = groups.crew(group)[0].application.person
        withdrawal = mentorships.ask_to_leave(
            group,
            {
                "reason": Withdrawal.Reason.WORKLOAD,
                "text": "My internship has moved to this term and I cannot do both well.",
                "others_told": True,
            },
            by=student,
        )
        by = self.stage.coordinators[group.institution_id]
        mentorships.acknowledge(withdrawal, by=by)
        mentorships.effect(withdrawal, by=by)
        return f"{student} leaves {group}"

    def worry(self) -> str:
        group = self.most_groups()[5]
        student = groups.crew(group)[0].application.person
        safeguarding.raise_concern(
            self.stage.programme,
            {
                "severity": "serious",
                "text": "Our mentor wants to meet one of us alone in the evening.",
            },
            institution=group.institution,
            group=group,
            by=student,
        )
        return "a coordinator looks after it"

    def terminate(self) -> str:
        group = self.most_groups()[5]
        draft = safeguarding.draft_termination(
            group,
            {
                "ground": "protection",
                "letter": "The mentoring arrangement of your group ends today. Your liaison "
                "officer will speak with each of you this week about how to go on.",
                "details": "See the concern of last month.",
                "is_urgent": True,
            },
            by=self.stage.coordinators[group.institution_id],
        )
        return f"{draft.group} has ended, and everybody was told in writing"

    def end_of_term(self, number: int) -> str:
        terms = list(Term.objects.filter(cohort=self.stage.cohort).order_by("starts_on"))
        done = groups.reflect(self.stage, self.chance, term=terms[number], missing=5)
        return f"{done}; {groups.acknowledge(self.stage, leaving=0)}"
