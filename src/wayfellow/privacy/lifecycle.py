from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wayfellow.kernel.lifecycle import Lifecycle


class Kind(TextChoices):
    """What somebody asks about their own data."""

    COPY = "copy", _("a copy of my data")
    CORRECTION = "correction", _("a correction")
    ERASURE = "erasure", _("erasure")


class RequestState(TextChoices):
    OPEN = "open", pgettext_lazy("data request", "open")
    DONE = "done", pgettext_lazy("data request", "done")
    REFUSED = "refused", pgettext_lazy("data request", "refused")
    TAKEN_BACK = "taken back", pgettext_lazy("data request", "taken back")


ANSWERED = (RequestState.DONE, RequestState.REFUSED)

DATA_REQUEST = Lifecycle(
    "data request",
    {
        "fulfil": ([RequestState.OPEN], RequestState.DONE),
        "refuse": ([RequestState.OPEN], RequestState.REFUSED),
        "take_back": ([RequestState.OPEN], RequestState.TAKEN_BACK),
    },
)
