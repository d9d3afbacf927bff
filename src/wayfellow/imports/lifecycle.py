from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("waiting to be checked")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    FAULTY = "faulty", _("has faults")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    FAILED = "failed", _("failed")


BATCH = Lifecycle(
    "import",
    {
        "map": (
            [BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAULTY, BatchState.FAILED],
            BatchState.UPLOADED,
        ),
        # From "being checked" and "being imported" too: a worker may have died at it.
        "check": (
            [
                *(BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAULTY, BatchState.FAILED),
                BatchState.CHECKING,
            ],
            BatchState.CHECKING,
        ),
        "pass": ([BatchState.CHECKING], BatchState.CHECKED),
        "fault": ([BatchState.CHECKING, BatchState.IMPORTING], BatchState.FAULTY),
        "begin": ([BatchState.CHECKED, BatchState.IMPORTING], BatchState.IMPORTING),
        "finish": ([BatchState.IMPORTING], BatchState.IMPORTED),
        "fail": ([BatchState.CHECKING, BatchState.IMPORTING], BatchState.FAILED),
    },
)
