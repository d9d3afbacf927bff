"""Guardians, requests to mentors, applications, companies and concerns."""

from datetime import UTC, date, datetime
from functools import partial

from benchmarks.proofs._clock.promises import FOR_EVER, Mail, Promise, Story, always, during
from benchmarks.proofs._clock.world import BEGIN, DAY, NEVER, Place, lists
from wayfellow.access import links
from wayfellow.applications.models import Application, Charge, Consent
from wayfellow.pairing.models import Interest
from wayfellow.partners.models import Partner, PartnerContact, Pledge
from wayfellow.people.models import User
from wayfellow.programmes.models import Cohort, Window
from wayfellow.safeguarding.models import Concern


def guardians(place: Place, how_many: int) -> None:
    """Guardians are asked for their consent; some answer, some do not."""
    year = place.year
    for _n in range(how_many):
        asked = BEGIN + year.some(0, 340)
        answered = asked + year.some(0, 20) if year.chance.random() < 0.6 else NEVER
        student = place.applied("student", consent_needed=True)
        Charge.objects.create(application=student, office=place.officer)
        address = f"guardian{student.pk}@example.org"
        story = Story(asked, answered)
        before = len(year.promises)
        place.promise(
            "4 end",
            0,
            Mail(
                "consent.expire",
                lists(student, place.officer, place.coordinator),
                hours=14 * 24,
                late=FOR_EVER,
            ),
            start=story.start,
            sleeps=False,
            then=story.end,
        )
        place.promise(
            "4",
            0,
            *(Mail("consent.remind", [address], days) for days in (3, 7, 12)),
            start=story.start,
        )
        promises = year.promises[before:]

        def ask(
            student: Application = student, asked: datetime = asked, address: str = address,
            promises: list[Promise] = promises,
        ) -> None:  # fmt: skip
            row = Consent.objects.create(
                application=student, guardian_name="Guardian", email=address, asked_at=asked
            )
            links.issue("consent", address=address, days=300, subject=row)
            for promise in promises:
                promise.subject = row.pk

        year.happens(asked, ask)
        if answered < NEVER:
            rows = Consent.objects.filter(application=student, state="requested")
            year.happens(answered, partial(rows.update, state="granted"))


def directory(place: Place, how_many: int) -> None:
    """Students ask mentors; some mentors answer, some are never asked."""
    year = place.year
    programme = place.offers("self-directed", f"{place.institution.slug}-dir", confirmation_month=0)
    cohort = place.runs(programme)
    for _n in range(how_many):
        accepted = BEGIN - year.some(0, 80)
        mentor = place.applied("mentor", cohort, decided_at=accepted, saved_at=accepted)
        asks: list[datetime] = []
        for _one in range(year.chance.randrange(3)):
            sent = BEGIN + year.some(0, 340)
            asks.append(sent)
            _interest(place, cohort, mentor, sent)
        place.promise(
            "28", mentor.pk,
            Mail("application.advise", lists(mentor), 90),
            start=partial(_asked_last, asks, accepted),
        )  # fmt: skip


def _asked_last(asks: list[datetime], accepted: datetime, at: datetime) -> datetime:
    return max([one for one in asks if one <= at], default=accepted)


def _interest(place: Place, cohort: Cohort, mentor: Application, sent: datetime) -> None:
    year = place.year
    student = place.applied("student", cohort)
    answered = sent + year.some(0, 20) if year.chance.random() < 0.5 else NEVER
    story = Story(sent, answered)
    before = len(year.promises)
    place.promise(
        "11 end",
        0,
        Mail("interest.expire", lists(student, mentor), hours=14 * 24, late=FOR_EVER),
        start=story.start,
        sleeps=False,
        then=story.end,
    )
    place.promise(
        "11",
        0,
        *(Mail("interest.remind", lists(mentor), days) for days in (3, 7)),
        start=story.start,
    )
    promises = year.promises[before:]

    def ask() -> None:
        row = Interest.objects.create(
            student=student, mentor=mentor, message="May I?", sent_at=sent
        )
        for promise in promises:
            promise.subject = row.pk

    year.happens(sent, ask)
    if answered < NEVER:
        rows = Interest.objects.filter(student=student, state="sent")
        year.happens(answered, partial(rows.update, state="declined"))


def joining(place: Place, how_many: int) -> None:
    """Windows, drafts and the yearly confirmation of profiles."""
    programme = place.offers(
        "fixed-term-circles", f"{place.institution.slug}-join", confirmation_month=8
    )
    closes = date(2027, 5, 10)
    cohort = place.runs(programme, applications_close_on=closes)
    Cohort.objects.filter(pk=cohort.pk).update(state="open")
    mentors = [
        place.applied("mentor", cohort, decided_at=BEGIN, saved_at=BEGIN) for _n in range(how_many)
    ]
    for opens, shuts in (
        (date(2027, 3, 1), date(2027, 3, 31)),
        (date(2027, 8, 1), date(2027, 8, 31)),
    ):
        window = Window.objects.create(programme=programme, opens_on=opens, closes_on=shuts)
        place.promise(
            "1 opens",
            window.pk,
            Mail("window.open", lists(*mentors)),
            start=always(opens),
        )
        place.promise(
            "1 closes",
            window.pk,
            Mail("window.close_soon", lists(*mentors), -7),
            start=always(shuts),
        )
    _drafts(place, cohort, closes, how_many)
    _confirmations(place, mentors)


def _drafts(place: Place, cohort: Cohort, closes: date, how_many: int) -> None:
    year = place.year
    for _n in range(how_many):
        sent = datetime(2027, 5, 3, tzinfo=UTC) + year.some(0, 9)
        row = place.applied("student", cohort, state="draft")
        rows = Application.objects.filter(pk=row.pk)
        year.happens(sent, partial(rows.update, state="submitted"))
        place.promise(
            "3", row.pk,
            Mail("application.remind_draft", lists(row), -3),
            start=during(closes, BEGIN, sent),
        )  # fmt: skip


def _confirmations(place: Place, mentors: list[Application]) -> None:
    year, august = place.year, date(2027, 8, 1)
    for row in mentors:
        saved = datetime(2027, 8, 3, tzinfo=UTC) + year.some(0, 60)
        story = Story(BEGIN, saved if year.chance.random() < 0.6 else NEVER)
        rows = Application.objects.filter(pk=row.pk)
        if story.over < NEVER:
            year.happens(saved, partial(rows.update, saved_at=saved))
        reader = lists(row)
        place.promise(
            "27",
            row.pk,
            *(Mail("application.ask_confirmation", reader, days) for days in (0, 14, 28)),
            Mail("application.rest", reader, 42, late=30 * DAY),
            start=partial(_unconfirmed, august, story),
            then=partial(_rests, story),
        )


def _unconfirmed(august: date, story: Story, at: datetime) -> date | None:
    return august if at < story.over else None


def _rests(story: Story, at: datetime, mail: Mail) -> None:
    if mail.event == "application.rest":
        story.end(at)


def companies(place: Place, how_many: int) -> None:
    """Memoranda that end, and hours of a term."""
    for number in range(how_many):
        ends = (BEGIN + place.year.some(65, 360)).date()
        partner = Partner.objects.create(
            programme=place.programme, name=f"Company {number}", state="active",
            mou_expires_on=ends,
        )  # fmt: skip
        contact = place.year.person("Contact")
        PartnerContact.objects.create(partner=partner, person=contact)

        def both(_at: datetime, contact: User = contact) -> list[str]:
            return [contact.email, *lists(place.coordinator)]

        place.promise(
            "33 memorandum", partner.pk, Mail("partner.near_expiry", both, -60),
            Mail("partner.near_expiry", both, -30), start=always(ends),
        )  # fmt: skip
        for term in place.terms:
            pledge = Pledge.objects.create(partner=partner, term=term)
            place.promise(
                "33 hours", pledge.pk, Mail("pledge.sum_up", both),
                start=always(term.ends_on),
            )  # fmt: skip


def _taken_up(promise: Promise) -> None:
    Concern.objects.filter(pk=promise.subject).update(state="handling")


def worries(place: Place, how_many: int) -> None:
    """Concerns: what nobody takes up in a day is told again, at night too."""
    year = place.year
    for _n in range(how_many):
        raised = BEGIN + year.some(0, 360)
        taken = raised + year.some(0, 3) if year.chance.random() < 0.5 else NEVER
        before = len(year.promises)
        place.promise(
            "32", 0,
            Mail("concern.escalate", lists(place.coordinator), hours=24, late=FOR_EVER),
            start=during(raised, raised, taken),
            sleeps=False,
        )  # fmt: skip
        promise = year.promises[before]

        def tell(raised: datetime = raised, promise: Promise = promise) -> None:
            row = Concern.objects.create(
                programme=place.programme, institution=place.institution,
                raised_by=place.officer.person, text="x", at=raised,
            )  # fmt: skip
            promise.subject = row.pk

        year.happens(raised, tell)
        if taken < NEVER:
            year.happens(taken, partial(_taken_up, promise))
