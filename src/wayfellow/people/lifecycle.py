from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class ChangeState(TextChoices):
    ASKED = "asked", _("waiting to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    UNDONE = "undone", _("undone")


ADDRESS_CHANGE = Lifecycle(
    "address change",
    {
        "confirm": ([ChangeState.ASKED], ChangeState.CONFIRMED),
        "undo": ([ChangeState.CONFIRMED], ChangeState.UNDONE),
    },
)
