"""Documents and the public page: words that live in versions."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.programmes.actions.values import change
from wayfellow.programmes.models import (
    Audience,
    Document,
    DocumentVersion,
    Programme,
    PublicPage,
)


@transaction.atomic
def write_document(  # noqa: PLR0913 - a document is all of this
    programme: Programme,
    *,
    kind: str,
    title: str,
    audience: str = Audience.EVERYBODY,
    body: str,
    by: User | None,
    note: str = "",
    on_public_page: bool = False,
) -> Document:
    """A document with its first version."""
    document = Document.objects.create(
        programme=programme,
        kind=kind,
        title=title,
        audience=audience,
        on_public_page=on_public_page,
    )
    DocumentVersion.objects.create(document=document, number=1, body=body, note=note, by=by)
    record("write", document, by=by)
    return document


@transaction.atomic
def edit_document(document: Document, values: dict[str, object], *, by: User | None) -> None:
    """Change what the document is called, for whom it is and whether the world may read it."""
    if changed := change(document, values):
        record("edit", document, by=by, changed=changed)


@transaction.atomic
def revise_document(
    document: Document, body: str, note: str, *, by: User | None, seen: int | None = None
) -> DocumentVersion:
    """The next version. ``seen`` is the number of the version that the writer began from.

    Refused when somebody else has revised the document since.
    """
    last: int = document.versions.aggregate(last=Max("number"))["last"] or 0
    if seen is not None and seen != last:
        raise Refused(_somebody_was_quicker())
    try:
        with transaction.atomic():
            version = DocumentVersion.objects.create(
                document=document, number=last + 1, body=body, note=note, by=by
            )
    except IntegrityError as taken:
        raise Refused(_somebody_was_quicker()) from taken
    record("revise", document, by=by, number=version.number)
    return version


@transaction.atomic
def draft_page(
    programme: Programme, body: str, note: str, *, by: User | None, seen: int | None = None
) -> PublicPage:
    """The next version of the public page, which nobody sees before it is made live.

    ``seen`` is as for ``revise_document``.
    """
    last: int = programme.pages.aggregate(last=Max("number"))["last"] or 0
    if seen is not None and seen != last:
        raise Refused(_somebody_was_quicker())
    try:
        with transaction.atomic():
            page = PublicPage.objects.create(
                programme=programme, number=last + 1, body=body, note=note, by=by
            )
    except IntegrityError as taken:
        raise Refused(_somebody_was_quicker()) from taken
    record("draft", page, by=by)
    return page


@transaction.atomic
def show_page(page: PublicPage, *, by: User | None) -> None:
    """Let the world see this version in place of any other."""
    # Taking the row of the programme keeps two coordinators from going live at once.
    Programme.objects.select_for_update().get(pk=page.programme_id)
    PublicPage.objects.filter(programme=page.programme_id, is_live=True).update(is_live=False)
    PublicPage.objects.filter(pk=page.pk).update(is_live=True)
    page.is_live = True
    record("show", page, by=by)


@transaction.atomic
def take_down_page(page: PublicPage, *, by: User | None) -> None:
    """Let the world see no page of this programme."""
    if PublicPage.objects.filter(pk=page.pk, is_live=True).update(is_live=False):
        page.is_live = False
        record("take_down", page, by=by)


def _somebody_was_quicker() -> str:
    return _(
        "Somebody else saved a new version while you were writing. "
        "Your text is kept below, with what has changed; bring both together and save again."
    )
