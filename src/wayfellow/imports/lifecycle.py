from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class BatchState(TextChoices):
    UPLOADED = "uploaded", _("waiting for its mapping")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked")
    FAULTY = "faulty", _("has faults")
    IMPORTING = "importing", _("being imported")
    IMPORTED = "imported", _("imported")
    FAILED = "failed", _("failed")


BATCH = Lifecycle(
    "import",
    {
        "check": (
            [BatchState.UPLOADED, BatchState.CHECKED, BatchState.FAULTY, BatchState.CHECKING],
            BatchState.CHECKING,
        ),
        "pass": ([BatchState.CHECKING], BatchState.CHECKED),
        "fault": ([BatchState.CHECKING, BatchState.IMPORTING], BatchState.FAULTY),
        "begin": ([BatchState.CHECKED, BatchState.IMPORTING], BatchState.IMPORTING),
        "finish": ([BatchState.IMPORTING], BatchState.IMPORTED),
        "fail": ([BatchState.CHECKING, BatchState.IMPORTING], BatchState.FAILED),
    },
)
