"""What can be answered from a mail can be answered from the digest that tells of it."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.utils.timezone import now

from wayfellow.access.links import sealed
from wayfellow.mentorships.actions import plan_meeting
from wayfellow.mentorships.tests.people import tomorrow
from wayfellow.notifications.categories import Category, Channel
from wayfellow.notifications.compose import compose
from wayfellow.notifications.digest import gather
from wayfellow.notifications.models import Letter
from wayfellow.notifications.preferences import choose
from wayfellow.notifications.tests.test_digest import LATER, digests
from wayfellow.testing.world import World

pytestmark = pytest.mark.django_db


def test_a_digest_keeps_the_answers_of_each_mail_in_it(world: World, client: Client) -> None:
    choose(world.ben, {Category.MEETINGS: Channel.DAILY})
    group = world.group()
    # The first is the initiation; the others are told in the same words.
    _first, *alike = [plan_meeting(group, tomorrow(), by=world.maya) for _ in range(3)]
    gather(now() + LATER)
    (digest,) = digests(world.ben)

    mail = compose(digest)

    html = str(mail.alternatives[0][0])
    for letter in Letter.objects.filter(bundle=digest):
        assert letter.answers
        for purpose, link, label in letter.answers:
            token = sealed(UUID(link), purpose)
            for text in (str(mail.body), html):
                assert f"/l/{purpose}/{token}/" in text
                assert str(label) in text
    assert mail.message().as_bytes() == compose(digest).message().as_bytes()
    said = re.findall(r"/l/meeting-no/[\w-]+/", str(mail.body))
    assert len(set(said)) == 3
    assert client.post(said[1]).status_code == 200
    assert client.post(said[1]).status_code == 410
    assert [meeting.replies.filter(person=world.ben).count() for meeting in alike] == [1, 0]
