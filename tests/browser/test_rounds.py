"""Asking first and what a run goes through: without scripts, and fit for everybody."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, press
from tests.browser.test_pages import looked_at
from wayfellow.mentorships import actions as mentorships
from wayfellow.pairing import actions
from wayfellow.pairing.models import Proposal, Replacement, Run
from wayfellow.pairing.tests.crowd import Crowd
from wayfellow.pairing.tests.test_rounds import everybody_asks
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def season(db: None) -> Crowd:
    """Circles in which everybody is asked: a group of four, and a mentor who is free."""
    crowd = everybody_asks(Crowd(World("fixed-term-circles")))
    mentor = crowd.mentor(0)
    crowd.mentor(9)
    for n in range(4):
        crowd.student(n, choices=[mentor.pk])
    return crowd


def test_a_round_is_asked_answered_and_followed_without_scripts(
    visit: Visit, season: Crowd
) -> None:
    run = season.run()
    mentor = run.proposals.select_related("mentor__person")[0].mentor.person
    student = run.proposals.select_related("student__person")[0].student.person

    staff = visit(f"/matching/{run.pk}/answers/", who=season.world.carol, script=False)
    press(staff, "Ask the mentors")
    guide = visit(f"/matching/{run.pk}/answer/", who=mentor, script=False)
    press(guide, "Say yes to these 4 students")
    expect(guide.get_by_text("You said yes")).to_be_visible()
    press(staff, "Ask the students who have not answered")
    learner = visit(f"/matching/{run.pk}/reply/", who=student, size="phone", script=False)
    learner.get_by_label("If no: what would fit better?").fill("Somebody in another company.")
    press(learner, "Say no this time")
    expect(learner.get_by_text("You said no")).to_be_visible()
    staff.reload()
    expect(staff.get_by_text("Somebody in another company.")).to_be_visible()
    press(staff, "Start the next round")

    new = Run.objects.get(kind=Run.Kind.ROUND)
    assert new.source == run


def test_the_pages_of_the_process_are_fit_for_everybody(visit: Visit, season: Crowd) -> None:
    world = season.world
    lost = mentorships.form_group(
        world.cohort,
        season.mentor(5),
        [season.student(51), season.student(52)],
        institution=world.merlion,
        by=None,
    )
    mentorships.dissolve(lost, by=None)
    run = season.run()
    actions.ask_mentors(run, by=world.carol)
    lead = run.proposals.select_related("mentor__person")[0].mentor
    actions.give_answer(run, lead, yes=True, by=None)
    actions.ask_students(run, by=world.carol)
    Proposal.objects.filter(pk=run.proposals.values("pk")[:1]).update(against=["field"])
    again = actions.repeat(run, by=world.carol)
    actions.work(again.pk)
    asked = Replacement.objects.create(group=lost, mentor=season.lead(9), worst=1, total=2)
    student = run.proposals.select_related("student__person").order_by("pk")[0].student

    at, cohort = f"/matching/{run.pk}", f"/cohorts/{world.cohort.pk}/matching"
    seen = {
        world.carol: [
            *(f"{at}/{page}/" for page in ("answers", "report", "doubts")),
            f"{at}/report/?names",
            f"/matching/{again.pk}/compare/",
            f"/matching/groups/{lost.pk}/mentor/",
            *(f"{cohort}/{page}/" for page in ("orphans", "bring", "rehearse", "place")),
        ],
        lead.person: [f"{at}/answer/"],
        season.lead(9).person: [f"/matching/replacements/{asked.pk}/"],
        student.person: [f"{at}/reply/", f"/my/choices/{student.pk}/"],
    }
    found = []
    for person, paths in seen.items():
        page = visit("/", who=person)
        for path in paths:
            answer = page.goto(path)
            assert answer is not None
            assert answer.ok, f"{path}: {answer.status}"
            found += [f"{path}: {trouble}" for trouble in looked_at(page)]
    assert found == []
