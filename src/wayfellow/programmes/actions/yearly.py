"""Next year's programme from this year's, in one action."""

import re
from datetime import date

from django.db import transaction

from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.programmes.actions.values import refusing_duplicates
from wayfellow.programmes.lifecycle import CohortState
from wayfellow.programmes.models import (
    Aim,
    Cohort,
    Contact,
    Document,
    DocumentVersion,
    Office,
    Programme,
    PublicPage,
    Term,
    Window,
)

_YEAR = re.compile(r"\b(20\d\d)(?:([/–-])(\d\d)\b)?")


def a_year_on(day: date) -> date:
    """The same day next year; 29 February becomes 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def named_a_year_on(name: str) -> str:
    """The name with each of its years one higher: "2026/27" becomes "2027/28"."""

    def next_year(found: re.Match[str]) -> str:
        year, dash, short = found.groups()
        tail = f"{dash}{(int(short) + 1) % 100:02d}" if short else ""
        return f"{int(year) + 1}{tail}"

    return _YEAR.sub(next_year, name)


@transaction.atomic
def clone(programme: Programme, *, name: str, slug: str, by: User | None) -> Programme:
    """A draft for next year with the axes, texts and people of ``programme``, dates a year on."""
    copy = Programme(
        institution=programme.institution, name=name, slug=slug, tagline=programme.tagline
    )
    copy.policy = programme.policy
    with refusing_duplicates():
        copy.save(force_insert=True)
    copy.institutions.set(programme.institutions.all())
    _lists(programme, copy)
    _documents(programme, copy, by)
    _page(programme, copy, by)
    _cohort(programme, copy)
    record("clone", copy, by=by, source=programme.pk)
    return copy


def _lists(source: Programme, copy: Programme) -> None:
    Aim.objects.bulk_create(
        Aim(programme=copy, audience=a.audience, kind=a.kind, text=a.text, order=a.order)
        for a in source.aims.all()
    )
    Contact.objects.bulk_create(
        Contact(
            programme=copy,
            audience=c.audience,
            name=c.name,
            email=c.email,
            phone=c.phone,
            note=c.note,
        )
        for c in source.contacts.all()
    )
    Window.objects.bulk_create(
        Window(
            programme=copy,
            opens_on=a_year_on(w.opens_on),
            closes_on=a_year_on(w.closes_on),
        )
        for w in source.windows.all()
    )
    Office.objects.bulk_create(
        Office(
            programme=copy,
            person_id=o.person_id,
            institution_id=o.institution_id,
            role=o.role,
            school=o.school,
        )
        for o in source.offices.filter(ended_at=None)
    )


def _documents(source: Programme, copy: Programme, by: User | None) -> None:
    for document in source.documents.prefetch_related("versions"):
        twin = Document.objects.create(
            programme=copy,
            kind=document.kind,
            title=document.title,
            audience=document.audience,
            on_public_page=document.on_public_page,
        )
        for version in list(document.versions.all())[:1]:
            DocumentVersion.objects.create(
                document=twin, number=1, body=version.body, note=version.note, by=by
            )


def _page(source: Programme, copy: Programme, by: User | None) -> None:
    page = source.pages.order_by("-is_live", "-number").first()
    if page is not None:
        PublicPage.objects.create(programme=copy, number=1, body=page.body, note=page.note, by=by)


def _cohort(source: Programme, copy: Programme) -> None:
    given_up = CohortState.CANCELLED
    latest = source.cohorts.exclude(state=given_up).prefetch_related("terms").first()
    if latest is None:
        return
    cohort = Cohort.objects.create(
        programme=copy,
        name=named_a_year_on(latest.name),
        starts_on=a_year_on(latest.starts_on),
        ends_on=latest.ends_on and a_year_on(latest.ends_on),
        applications_open_on=latest.applications_open_on and a_year_on(latest.applications_open_on),
        applications_close_on=latest.applications_close_on
        and a_year_on(latest.applications_close_on),
    )
    Term.objects.bulk_create(
        Term(
            cohort=cohort,
            name=named_a_year_on(term.name),
            starts_on=a_year_on(term.starts_on),
            ends_on=a_year_on(term.ends_on),
        )
        for term in latest.terms.all()
    )
