"""Who is told when a company's part changes."""

from collections.abc import Iterable

from django.urls import reverse

from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Correspondent, Notice, announce, silent
from wayfellow.partners.models import Nomination, Partner, Pledge
from wayfellow.people.models import User
from wayfellow.programmes.models import Office


def _coordinators(partner: Partner) -> Iterable[User]:
    offices = Office.objects.current().filter(
        programme=partner.programme_id, role=Office.Role.COORDINATOR
    )
    return User.objects.filter(pk__in=offices.values("person"))


def _contacts(partner: Partner) -> Iterable[User]:
    return User.objects.filter(pk__in=partner.contacts.values("person"))


def _both_sides(partner: Partner) -> Iterable[User]:
    return [*_coordinators(partner), *_contacts(partner)]


def _page(partner: Partner) -> str:
    return reverse("partners:show", args=[partner.pk])


def _sides_of(pledge: Pledge) -> Iterable[User]:
    return _both_sides(pledge.partner)


def _page_of(pledge: Pledge) -> str:
    return _page(pledge.partner)


def _nominated(nomination: Nomination) -> list[Correspondent]:
    return [Correspondent(name=nomination.name, address=nomination.email)]


announce(
    Notice(
        on="partner.enquire",
        template="partners/notices/enquiry",
        to=_coordinators,
        url=_page,
    ),
    Notice(on="partner.activate", template="partners/notices/active", to=_both_sides, url=_page),
    Notice(
        on="partner.withdraw",
        template="partners/notices/withdrawn",
        to=_both_sides,
        url=_page,
        tell_actor=True,
    ),
    Notice(
        on="partner.pledge",
        template="partners/notices/pledged",
        to=_both_sides,
        url=_page,
        mail=False,
    ),
    Notice(
        on="partnercontact.add",
        template="partners/notices/contact",
        to=lambda contact: [contact.person],
        url=lambda contact: _page(contact.partner),
    ),
    Notice(
        on="nomination.nominate",
        template="partners/notices/nominated",
        category=Category.JOINING,
        outside=_nominated,
        url=lambda nomination: reverse(
            "applications:join", args=[nomination.partner.programme.slug, "mentor"]
        ),
    ),
    Notice(
        on="nomination.apply",
        template="partners/notices/applied",
        to=lambda nomination: _contacts(nomination.partner),
        url=lambda nomination: _page(nomination.partner),
    ),
    Notice(
        on="nomination.retract",
        template="partners/notices/retracted",
        category=Category.JOINING,
        outside=_nominated,
    ),
    category=Category.RUNNING,
)

# What schedules.py says is due.
announce(
    Notice(
        on="partner.near_expiry",
        template="partners/notices/memorandum_ends",
        to=_both_sides,
        url=_page,
    ),
    Notice(
        on="pledge.sum_up", template="partners/notices/hours_summed", to=_sides_of, url=_page_of
    ),
    category=Category.RUNNING,
)

silent("partner.add", "partner.edit", "partner.remove_contact")
