"""What recipients answer, and how staff read it."""

import csv
import io
import re

from django.test import Client
from django.urls import reverse

from wayfellow.mailings import actions
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.mailings.tests.forms import PARTY
from wayfellow.mailings.tests.senders import sent, tick, written
from wayfellow.notifications.models import Letter
from wayfellow.notifications.outbox import compose
from wayfellow.people.models import User
from wayfellow.testing.world import World


def told(world: World, person: User) -> Recipient:
    return Recipient.objects.get(person=person)


def test_answers_are_counted_with_what_they_are_a_part_of(
    cohort: World, draft: Mailing, client: Client
) -> None:
    sent(written(draft, PARTY))
    tick()
    letter = Letter.objects.get(to=cohort.ada)
    raw = str(compose(letter).body)
    yes, _no = re.findall(r"/l/mailing-answer-\d/[\w-]+/", raw)
    client.logout()
    page = client.get(yes)
    assert "Will you come?" in page.content.decode()
    assert told(cohort, cohort.ada).answer is None
    assert client.post(yes).status_code == 200
    # The other button of the same mail answers nothing any more.
    assert client.post(_no).status_code == 409

    client.force_login(cohort.ben)
    ben = told(cohort, cohort.ben)
    message = reverse("mailings:message", args=[ben.pk])
    assert "Dear Ben Virtanen" in client.get(message).content.decode()
    assert told(cohort, cohort.ben).opened_at is None
    client.post(reverse("mailings:opened", args=[ben.pk]))
    client.post(reverse("mailings:answer", args=[ben.pk]), {"answer": "1"})
    assert (
        client.post(reverse("mailings:answer", args=[ben.pk]), {"answer": "0"}).status_code == 409
    )
    assert (
        client.get(reverse("mailings:message", args=[told(cohort, cohort.ada).pk])).status_code
        == 404
    )

    client.force_login(cohort.carol)
    progress = " ".join(
        client.get(reverse("mailings:progress", args=[draft.pk])).content.decode().split()
    )
    assert "1 of 2 (50 %)" in progress
    assert "2 of 2 (100 %)" in progress
    answered = client.get(f"{reverse('mailings:people', args=[draft.pk])}?answer=0")
    assert [line["row"].person for line in answered.context["lines"]] == [cohort.ada]


def test_the_table_is_safe_to_open_and_names_no_address(
    cohort: World, draft: Mailing, client: Client
) -> None:
    User.objects.filter(pk=cohort.ada.pk).update(name='=HYPERLINK("http://evil")')
    sent(written(draft, PARTY))
    tick()
    actions.answer(told(cohort, cohort.ben), 0, by=cohort.ben)
    answer = client.get(reverse("mailings:csv", args=[draft.pk]))
    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == ['\'=HYPERLINK("http://evil")', "Ben Virtanen"]
    assert rows[2][5] == "Yes"
    assert "@" not in text
