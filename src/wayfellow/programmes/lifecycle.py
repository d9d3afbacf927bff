from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from wayfellow.kernel.lifecycle import Lifecycle


class ProgrammeState(TextChoices):
    DRAFT = "draft", _("draft")
    ACTIVE = "active", _("active")
    ARCHIVED = "archived", _("archived")


PROGRAMME = Lifecycle(
    "programme",
    {
        "publish": ([ProgrammeState.DRAFT], ProgrammeState.ACTIVE),
        "archive": ([ProgrammeState.ACTIVE, ProgrammeState.DRAFT], ProgrammeState.ARCHIVED),
    },
)


class CohortState(TextChoices):
    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("applications open")
    MATCHING = "matching", _("matching")
    RUNNING = "running", _("running")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


_BEFORE_RUNNING = (CohortState.DRAFT, CohortState.OPEN, CohortState.MATCHING)

COHORT = Lifecycle(
    "cohort",
    {
        "open": ([CohortState.DRAFT], CohortState.OPEN),
        "match": ([CohortState.OPEN], CohortState.MATCHING),
        "reopen": ([CohortState.MATCHING], CohortState.OPEN),
        "start": ([CohortState.OPEN, CohortState.MATCHING], CohortState.RUNNING),
        "begin_closing": ([CohortState.RUNNING], CohortState.CLOSING),
        "close": ([CohortState.CLOSING], CohortState.CLOSED),
        "cancel": (_BEFORE_RUNNING, CohortState.CANCELLED),
    },
)
