from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from wayfellow.applications import actions as applications
from wayfellow.applications.lifecycle import State
from wayfellow.applications.models import Application, MentorAnswers, StudentAnswers
from wayfellow.events.models import Event
from wayfellow.imports.actions import bring_in
from wayfellow.imports.models import Kind
from wayfellow.imports.outcome import Outcome
from wayfellow.imports.tests.samples import SAMPLES, students, table, take, tembusu
from wayfellow.institutions.lifecycle import Role
from wayfellow.institutions.models import Membership
from wayfellow.notifications.models import Letter, Notification
from wayfellow.partners.models import Nomination, Partner, PartnerContact, Pledge
from wayfellow.people.models import Profile, User
from wayfellow.testing.world import World

ADA = ("A1", "Ada Byron", "ada.byron@student.example", "2004-02-03")
BEN = ("A2", "Ben Li", "ben.li@student.example", "2005-04-05")


def everything() -> list[int]:
    models = (User, Profile, Membership, Application, StudentAnswers, MentorAnswers, Event)
    return [model._default_manager.count() for model in models]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("imn/merlion-students.csv", "merlion"),
        ("imn/kallang-students.csv", "kallang"),
        ("imn/tembusu-students.xlsx", "tembusu"),
    ],
)
def test_every_student_office_s_file_comes_in_and_twice_changes_nothing(
    world: World, path: str, slug: str
) -> None:
    institution = {"merlion": world.merlion, "kallang": world.kallang}.get(slug) or tembusu()
    first = take(world, Kind.STUDENTS, path, institution)
    after = everything()
    second = take(world, Kind.STUDENTS, path, institution)

    assert (first.faults, first.new) == ([], 80)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 80)
    assert everything() == after
    rows = Application.objects.filter(institution=institution, state=State.SUBMITTED)
    assert rows.filter(consent_needed=True).exists()
    assert rows.exclude(languages=[]).count() == 80
    assert Membership.objects.filter(institution=institution, role=Role.STUDENT).count() == 80
    # Nobody is mailed by the thousand.
    assert (Letter.objects.count(), Notification.objects.count()) == (0, 0)


def test_windows_1252_and_several_lines_in_a_cell_arrive_whole(world: World) -> None:
    take(world, Kind.STUDENTS, "imn/kallang-students.csv", world.kallang)

    helmi = Application.objects.get(person__email="helmi.koskinen@student.kallang.example")
    assert helmi.interests == ["regulatory affairs", "prosthetics", "imaging"]
    assert helmi.student.student_number == "0026401"
    assert helmi.person.profile.born_on == date(2005, 10, 15)
    assert User.objects.filter(name__contains="ä").exists()


def test_mentors_find_their_companies_which_came_before(world: World) -> None:
    partners = take(world, Kind.PARTNERS, "imn/companies.csv", world.merlion)
    for path, count in (("imn/mentors.xlsx", 55), ("imn/mentors.csv", 35)):
        outcome = take(world, Kind.MENTORS, path, world.merlion)
        assert (outcome.faults, outcome.new) == ([], count)
        assert take(world, Kind.MENTORS, path, world.merlion).unchanged == count

    assert (partners.faults, partners.new) == ([], 25)
    assert take(world, Kind.PARTNERS, "imn/companies.csv", world.merlion).unchanged == 25
    assert MentorAnswers.objects.filter(partner=None).count() == 0
    assert PartnerContact.objects.count() == 25
    assert Pledge.objects.filter(term=world.term).count() == 25
    assert Partner.objects.get(name="Straits Aero Services").state == "active"


def test_a_nominated_mentor_who_comes_by_file_is_met_with_the_company(world: World) -> None:
    put_forward = {"partner": world.harbour, "name": "Mo Moe"}
    waiting = Nomination.objects.create(email="MO@harbour.example", **put_forward)
    other = Nomination.objects.create(email="someone@harbour.example", **put_forward)
    columns = ("Name", "Email")

    def brought_in() -> Outcome:
        return bring_in(
            kind=Kind.MENTORS,
            cohort=world.cohort,
            institution=world.merlion,
            filename="mentors.csv",
            data=table(("Mo Moe", "mo@harbour.example"), columns=columns),
            by=world.carol,
        )

    assert (brought_in().new, brought_in().unchanged) == (1, 1)
    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.state, other.state) == ("applied", "nominated")
    assert MentorAnswers.objects.get().partner == world.harbour
    assert Event.objects.filter(name="nomination.apply", by=world.carol).count() == 1


def test_the_dirty_file_is_refused_with_every_bad_row_named(world: World) -> None:
    before = everything()
    outcome = take(world, Kind.STUDENTS, "imn/dirty.csv", world.merlion)

    expected = [
        line.removeprefix("line ").partition(":")[0]
        for line in (SAMPLES / "imn/dirty.expected.txt").read_text().splitlines()
    ]
    assert [f"{fault.line}, {fault.column}" for fault in outcome.faults] == expected
    assert "2" in outcome.faults[-1].reason
    assert everything() == before


def test_one_bad_row_at_the_end_leaves_nothing(world: World) -> None:
    before = everything()
    outcome = students(world, table(ADA, BEN, ("A3", "Chen", "not an address")))

    assert [(fault.line, fault.column) for fault in outcome.faults] == [(4, "Email")]
    assert everything() == before


def test_a_dry_run_counts_and_writes_nothing(world: World) -> None:
    before = everything()

    assert students(world, table(ADA, BEN), dry_run=True).new == 2
    assert everything() == before


def test_a_corrected_row_changes_that_person_only(world: World) -> None:
    students(world, table(ADA, BEN))
    outcome = students(world, table((*ADA[:3], "2003-01-01"), BEN))

    assert (outcome.new, outcome.changed, outcome.unchanged) == (0, 1, 1)
    assert User.objects.get(email=ADA[2]).profile.born_on == date(2003, 1, 1)


def test_what_students_wrote_themselves_is_kept(world: World) -> None:
    columns = ("Student Number", "Name", "Email", "School", "Motivation")
    students(world, table((*ADA[:3], "Old School", "From a form"), columns=columns))
    ada = Application.objects.get(person__email=ADA[2])
    Application.objects.filter(pk=ada.pk).update(version=1, motivation="My own words")
    students(world, table((*ADA[:3], "New School", "From a form"), columns=columns))

    ada.refresh_from_db()
    assert (ada.motivation, ada.student.school) == ("My own words", "New School")


def test_a_formula_is_kept_as_text(world: World) -> None:
    students(world, table(("A1", "=HYPERLINK(1)", "ada.byron@student.example")))

    assert User.objects.get(email=ADA[2]).name == "=HYPERLINK(1)"


def test_a_number_or_address_that_is_somebody_elses_is_refused_without_saying_whose(
    world: World,
) -> None:
    students(world, table(ADA), institution=world.kallang)
    students(world, table(BEN))
    outcome = students(world, table(("A7", *ADA[1:]), ("A2", "Carl", "carl@student.example")))

    assert [(fault.line, fault.column) for fault in outcome.faults] == [
        (2, "Email"),
        (3, "Student Number"),
    ]
    said = " ".join(fault.reason for fault in outcome.faults)
    assert "Kallang" not in said
    assert "Ben" not in said


def test_the_same_address_in_other_capitals_is_the_same_person(world: World) -> None:
    outcome = students(world, table(ADA, (*ADA[:2], ADA[2].upper(), ADA[3])))
    clash = students(world, table(ADA, ("A9", "Adele", ADA[2].upper())), dry_run=True)

    assert (outcome.new, len(outcome.notes)) == (1, 1)
    assert [(fault.line, fault.column) for fault in clash.faults] == [(3, "Email")]


def test_a_guardian_is_somebody_else_and_a_minor_without_one_is_a_warning(world: World) -> None:
    born = str(localdate() - timedelta(days=16 * 366))
    own = students(world, table((*ADA[:3], born, ADA[2])))
    none = students(world, table((*ADA[:3], born)))

    assert [(fault.line, fault.column) for fault in own.faults] == [(2, "Guardian Email")]
    assert (none.faults, len(none.notes)) == ([], 2)
    assert Application.objects.get(person__email=ADA[2]).consent_needed


def test_dates_that_contradict_each_other_are_a_fault_of_the_column(world: World) -> None:
    rows = [(*ADA[:3], "31/01/2004"), (*BEN[:3], "01/31/2004")]

    assert "Date of Birth" in {fault.column for fault in students(world, table(*rows)).faults}


def test_people_who_withdrew_stay_withdrawn(world: World) -> None:
    students(world, table(ADA))
    ada = Application.objects.get(person__email=ADA[2])
    applications.withdraw(ada, by=ada.person)
    outcome = students(world, table((*ADA[:3], "2003-01-01")))

    ada.refresh_from_db()
    assert (ada.state, len(outcome.notes)) == (State.WITHDRAWN, 1)


@pytest.mark.parametrize("again", [False, True])
def test_a_thousand_rows_cost_the_same_queries_wherever_they_stand(
    world: World, again: bool
) -> None:
    counts = []
    for thousands in (1, 2, 3):
        tag = f"t{thousands}"
        rows = table(
            *(
                (f"{tag}{n}", f"Name {n}", f"{tag}{n}@student.example")
                for n in range(1000 * thousands)
            )
        )
        if again:
            students(world, rows)
        with CaptureQueriesContext(connection) as queries:
            students(world, rows)
        counts.append(len(queries))

    first, second, third = counts
    assert third - second == second - first < 40
    assert Application.objects.count() == 6000
