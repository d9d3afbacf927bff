"""A message to many: from a list to its answers, for everybody, in both themes and on a phone."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, press, troubles
from wayfellow.applications.lifecycle import State
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.tests.senders import begun, sent, tick, written
from wayfellow.mailings.wording import Wording
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import compose, send_due
from wayfellow.people.models import User
from wayfellow.testing.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen and whoever else comes by"
PARTY = Wording(
    subject=f"Kick-off in May: {LONG}",
    text="Dear {name},\n\nthe kick-off of {programme} is on 3 May at 17:30.\n\nYours, {sender}",
    label="See the programme",
    question="Will you come to the kick-off?",
    options=("Yes, gladly", "No", "I do not know yet"),
)


@pytest.fixture
def pile(world: World) -> str:
    """Applications of Ada, who reads Finnish, and Ben."""
    world.applies(world.ada, state=State.SUBMITTED)
    world.applies(world.ben, state=State.ACCEPTED)
    User.objects.filter(pk=world.ada.pk).update(language="fi")
    return f"/cohorts/{world.cohort.pk}/applications/"


def _draft(world: World) -> Mailing:
    draft = begun(world.carol, "applications", world.cohort, world.merlion)
    return written(draft, PARTY, path="/programmes/")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_is_fit_for_everybody(
    visit: Visit, world: World, pile: str, size: str, theme: str
) -> None:
    draft = _draft(world)
    going = sent(_draft_of(world))
    tick()
    recipient = Recipient.objects.get(mailing=going, person=world.ben)
    Recipient.objects.filter(person=world.ada).update(answer=0, answered_at=now())
    staff = [
        *("/mailings/", pile),
        *(f"/mailings/{draft.pk}/{name}" for name in ("", "list/", "preview/", "send/")),
        *(f"/mailings/{going.pk}/{name}" for name in ("progress/", "people/", "cancel/")),
    ]
    seen = [(path, world.carol) for path in staff]
    seen += [(f"/mailings/messages/{recipient.pk}/", world.ben)]
    seen += [(f"/mailings/rules/{world.merlion.slug}/", world.ines)]
    for path, who in seen:
        page = visit(path, who=who, size=size, theme=theme)
        assert troubles(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def _draft_of(world: World) -> Mailing:
    draft = begun(world.carol, "applications", world.cohort, world.merlion, "part=student")
    return written(draft, PARTY, path="/programmes/")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_list_to_the_answer(visit: Visit, world: World, pile: str, script: bool) -> None:
    page = visit(pile, who=world.carol, script=script)
    _write(page)
    _look(page)
    page.get_by_role("link", name="Go on to sending").click()
    press(page, "Send it to 2 people")
    expect(page.get_by_text("0 of 2 done, 2 to go")).to_be_visible()
    press(page, "Pause it")
    expect(page.get_by_text("Nothing is lost, and nobody gets it twice")).to_be_visible()
    press(page, "Go on sending")

    tick()
    Letter.objects.update(due_at=now())
    send_due()
    if script:
        expect(page.get_by_text("All 2 done")).to_be_visible()
    mail = str(compose(Letter.objects.get(to=world.ada)).body)
    yes = re.findall(r"/l/mailing-answer-1/\S+", mail)[0]
    reader = visit(yes, script=script)
    expect(reader.get_by_text("Will you come?")).to_be_visible()
    reader.locator("form button.primary").click()
    page.reload()
    expect(page.get_by_text("1 of 2 (50 %)")).to_be_visible()


def _write(page: Page) -> None:
    """Tick both, and write to them, at first with a mistake."""
    page.get_by_label("Tick Ada Tan").check()
    page.get_by_label("Tick Ben Virtanen").check()
    press(page, "Write to those ticked")
    expect(page.get_by_text("2 people", exact=True)).to_be_visible()
    page.locator("#id_subject").fill("Kick-off")
    page.locator("#id_text").fill("Dear {nobody}")
    press(page, "See how it looks")
    expect(page.get_by_text("{nobody} stands for nothing here").first).to_be_visible()
    page.locator("#id_text").fill("Dear {name}")
    page.locator("#id_question").fill("Will you come?")
    page.locator("#id_option_1").fill("Yes")
    page.locator("#id_option_2").fill("No")
    press(page, "See how it looks")


def _look(page: Page) -> None:
    """See two mails, and have one sent to oneself."""
    expect(page.get_by_text("Dear Ada Tan").first).to_be_visible()
    page.get_by_role("link", name="The next one").click()
    expect(page.get_by_text("Dear Ben Virtanen").first).to_be_visible()
    press(page, "Mail me a test")
    expect(page.get_by_text("on its way to carol@example.com")).to_be_visible()


def test_what_is_typed_is_kept_and_an_opened_page_is_counted(
    visit: Visit, world: World, pile: str
) -> None:
    draft = begun(world.carol, "applications", world.cohort, world.merlion)
    page = visit(f"/mailings/{draft.pk}/", who=world.carol)
    page.locator("#id_subject").fill("Half a word")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#id_subject")).to_have_value("Half a word")

    draft.refresh_from_db()
    sent(written(draft, PARTY))
    tick()
    recipient = Recipient.objects.get(person=world.ben)
    reader = visit(f"/mailings/messages/{recipient.pk}/", who=world.ben)
    expect(reader.get_by_text("Staff see that you have opened this message")).to_be_visible()
    recipient.refresh_from_db()
    assert recipient.opened_at is not None
