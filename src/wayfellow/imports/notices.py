"""Who is told of an import: the one who waits for it."""

from django.urls import reverse

from wayfellow.imports.models import Batch
from wayfellow.notifications.categories import Category
from wayfellow.notifications.notice import Notice, announce, silent
from wayfellow.people.models import User


def _importer(batch: Batch) -> list[User]:
    return [batch.by] if batch.by else []


def _page(batch: Batch) -> str:
    return reverse("imports:show", args=[batch.pk])


announce(
    Notice(
        on="batch.finish",
        to=_importer,
        template="imports/notices/finished",
        url=_page,
        tell_actor=True,
    ),
    Notice(
        on="batch.fail",
        to=_importer,
        template="imports/notices/failed",
        url=_page,
        tell_actor=True,
    ),
    category=Category.RUNNING,
)

silent(
    # Whoever does these is looking at the page.
    "batch.upload",
    "batch.map",
    "batch.check",
    "batch.pass",
    "batch.fault",
    "batch.begin",
    # Thousands at once: the coordinators asked for it, and the applicants did not do it.
    "application.bring_in",
    "partner.bring_in",
    "meeting.bring_in",
)
