"""What one recipient reads, and where."""

from django.urls import reverse

from wayfellow.answers.registry import ANSWERS, Answer
from wayfellow.mailings.models import Custom, Mailing, Recipient
from wayfellow.mailings.wording import MOST_OPTIONS, Wording
from wayfellow.people.models import User
from wayfellow.programmes.models import Audience, Contact

PURPOSES = tuple(f"mailing-answer-{number}" for number in range(1, MOST_OPTIONS + 1))
"""The links of the answers, by their place."""


def values_for(mailing: Mailing, person: User) -> dict[str, str]:
    """What stands in place of the names in curly braces."""
    return {
        "name": person.called,
        "programme": str(mailing.programme or mailing.institution),
        "institution": str(mailing.institution),
        "sender": mailing.by.called,
    }


def told_to(recipient: Recipient) -> Wording:
    """The words as this recipient reads them."""
    return recipient.wording.filled(values_for(recipient.mailing, recipient.person))


def page_of(recipient: Recipient) -> str:
    """Where the recipient reads the message and answers."""
    return reverse("mailings:message", args=[recipient.pk])


def answers_of(recipient: Recipient) -> list[Answer]:
    """The kinds of link by which the question is answered, one for each answer."""
    return [ANSWERS[PURPOSES[place]] for place in range(len(recipient.wording.options))]


def reply_address(mailing: Mailing) -> str:
    """Where replies go: the sender's own address where the institution allows that, else the
    programme's for questions, else the institution's."""
    allowed = Custom.objects.filter(institution=mailing.institution_id, own_addresses=True)
    if mailing.replies_to_sender and allowed.exists():
        return mailing.by.email
    contacts = Contact.objects.filter(programme=mailing.programme_id).exclude(email="")
    public = contacts.order_by("pk").filter(audience=Audience.EVERYBODY).first()
    return public.email if public else mailing.institution.contact_email
