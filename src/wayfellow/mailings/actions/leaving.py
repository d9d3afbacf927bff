"""A mailing leaves bit by bit: never more waits in the outbox than a minute or so can send."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from wayfellow.access.models import Link
from wayfellow.answers.registry import link_for
from wayfellow.events.models import Event
from wayfellow.mailings.actions.sending import finish, interval, letters_of, moments
from wayfellow.mailings.lifecycle import MailingState, Reason, Standing
from wayfellow.mailings.models import Mailing, Pace, Recipient
from wayfellow.mailings.notices import MAILED
from wayfellow.mailings.queries.audience import still_listed
from wayfellow.mailings.queries.reading import answers_of, page_of, told_to
from wayfellow.notifications import many
from wayfellow.notifications.categories import Category

AHEAD = timedelta(seconds=75)
"""How far ahead letters are written: until after the next tick."""
MOST = 250
"""Recipients in one transaction, which others wait for on SQLite."""


def leave(pk: int, at: datetime, share: int = 1) -> int:
    """Tell those of mailing ``pk`` whose turn comes before the next tick; how many.

    ``share`` is among how many mailings what is left of the deployment's pace is divided. Safe to run twice and by
    two at once: whoever has the row of the pace has all mailings.
    """
    done = 0
    while told := _some(pk, at, share):
        done += told
        if told < MOST:
            break
    return done


@transaction.atomic
def _some(pk: int, at: datetime, share: int) -> int:
    pace = Pace.objects.select_for_update().get_or_create(pk=1)[0]
    mailing = (
        Mailing.objects.select_for_update(of=["self"])
        .filter(pk=pk, state=MailingState.SENDING)
        .select_related("by", "institution", "programme")
        .first()
    )
    if mailing is None:
        return 0
    room = _room(mailing, pace, at, share)
    queued = Recipient.objects.filter(mailing=mailing, standing=Standing.QUEUED)
    batch = list(queued.select_related("person").order_by("pk")[: min(room, MOST)])
    if batch:
        first = max(pace.later_of(at), mailing.free_at)
        _tell(mailing, batch, list(islice(moments(mailing, first), len(batch))))
        own, all_ = interval(mailing), timedelta(minutes=1) / many.per_minute()
        Mailing.objects.filter(pk=pk).update(free_at=first + own * len(batch))
        Pace.objects.filter(pk=1).update(free_at=pace.later_of(at) + all_ * len(batch))
    elif not queued.exists() and not many.on_their_way(letters_of(mailing)).exists():
        finish(mailing)
    return len(batch)


def _room(mailing: Mailing, pace: Pace, at: datetime, share: int) -> int:
    """How many letters may be written now: what fits before the next tick, less what waits."""
    first = max(pace.later_of(at), mailing.free_at)
    time = (at + AHEAD - first) / max(1, share)
    return max(0, int(time / interval(mailing)) - many.backlog())


def _tell(mailing: Mailing, batch: Sequence[Recipient], due: Sequence[datetime]) -> None:
    """Write to each of ``batch`` who may still be told."""
    listed = still_listed(mailing, [each.person_id for each in batch])
    told: list[many.Told] = []
    links: list[Link] = []
    event = Event.objects.filter(
        name="mailing.send", subject_type__app_label="mailings", subject_id=mailing.pk
    ).latest("pk")
    readers = [each for each in batch if not _left(each, listed)]
    for each, due_at in zip(readers, due, strict=False):
        each.mailing = mailing
        found, own = _letter(each, event, due_at)
        told.append(found)
        links.extend(own)
    # The letters name the links, which must be there when somebody clicks.
    Link.objects.bulk_create(links)
    letters = many.tell(event, MAILED, told, category=Category.NEWS, reply_to=mailing.reply_to)
    for each in readers:
        each.letter = letters.get(each.person_id)
        each.standing, each.told_at = Standing.TOLD, due[0]
        each.reason = "" if each.letter else Reason.NO_MAIL
    Recipient.objects.bulk_update(
        batch, ["standing", "reason", "letter", "told_at"], batch_size=500
    )


def _left(recipient: Recipient, listed: set[int]) -> bool:
    """Whether nobody is to be told here, which is noted with the reason."""
    person = recipient.person
    if person.is_active and person.pk in listed:
        return False
    recipient.reason = Reason.LEFT if person.is_active else Reason.CLOSED
    recipient.standing = Standing.LEFT_OUT
    return True


def _letter(recipient: Recipient, event: Event, due_at: datetime) -> tuple[many.Told, list[Link]]:
    person = recipient.person
    words = told_to(recipient)
    key = many.key_of(event, MAILED, person.pk)
    links = [link_for(answer, recipient, person, key) for answer in answers_of(recipient)]
    answers = zip(links, words.options, strict=False)
    with translation.override(recipient.language):
        action = words.label or _("Open the message")
    return many.Told(
        to=person,
        subject=words.subject,
        text="\n\n".join(filter(None, (words.text, words.question))),
        language=recipient.language,
        action=action,
        url=page_of(recipient),
        due_at=due_at,
        answers=[[link.purpose, str(link.pk), label] for link, label in answers],
    ), links


def still_there(recipient: Recipient) -> bool:
    """Whether its person is still on the list of its mailing."""
    return bool(still_listed(recipient.mailing, [recipient.person_id]))
