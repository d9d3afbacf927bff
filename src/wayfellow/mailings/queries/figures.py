"""What came of a mailing: counted, by person, and with what each rate is a part of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wayfellow.mailings.lifecycle import Reason, Standing
from wayfellow.mailings.models import Mailing, Recipient
from wayfellow.notifications.lifecycle import LetterState
from wayfellow.notifications.many import PAUSED

REASONS = 20
"""Different reasons that are listed; each is a sentence of a mail server or of ours."""


class Fate(TextChoices):
    """How far the message has come with one recipient."""

    WAITING = "waiting", gettext_lazy("waits for its turn")
    SENT = "sent", gettext_lazy("handed to the mail server")
    DIGEST = "digest", gettext_lazy("kept for a digest")
    INBOX = "inbox", gettext_lazy("in the inbox only")
    HELD = "held", gettext_lazy("held back: the address was refused")
    FAILED = "failed", gettext_lazy("given up")
    DROPPED = "dropped", gettext_lazy("stopped before it left")
    LEFT_OUT = "left-out", gettext_lazy("left out")


TONES = {
    Fate.SENT: "good",
    Fate.WAITING: "waits",
    Fate.HELD: "waits",
    Fate.FAILED: "harm",
    Fate.DIGEST: "info",
}

_FATE = Case(
    When(standing=Standing.QUEUED, then=Value(Fate.WAITING)),
    When(standing=Standing.LEFT_OUT, then=Value(Fate.LEFT_OUT)),
    When(letter=None, then=Value(Fate.INBOX)),
    When(
        Q(letter__state__in=[LetterState.WAITING, LetterState.SENDING, LetterState.TRANSMITTING])
        | Q(letter__state=LetterState.DROPPED, letter__reason=PAUSED),
        then=Value(Fate.WAITING),
    ),
    When(letter__state=LetterState.SENT, then=Value(Fate.SENT)),
    When(
        letter__state=LetterState.GATHERED,
        letter__bundle__state=LetterState.SENT,
        then=Value(Fate.SENT),
    ),
    When(letter__state__in=[LetterState.COLLECTED, LetterState.GATHERED], then=Value(Fate.DIGEST)),
    When(letter__state=LetterState.HELD, then=Value(Fate.HELD)),
    When(letter__state=LetterState.DROPPED, then=Value(Fate.DROPPED)),
    default=Value(Fate.FAILED),
    output_field=CharField(),
)


@dataclass(slots=True)
class Figures:
    """A mailing in numbers."""

    total: int = 0
    fates: dict[str, int] = field(default_factory=dict)
    told: int = 0
    """Who has it at least in the inbox: of these the rates are reckoned."""
    opened: int = 0
    answered: int = 0
    options: list[int] = field(default_factory=list)
    """How often each answer was given."""
    reasons: list[tuple[str, int]] = field(default_factory=list)
    """Why it did not reach somebody, the most frequent first."""

    @property
    def waiting(self) -> int:
        """How many still wait for their turn."""
        return self.fates.get(Fate.WAITING, 0)


def with_fate(rows: QuerySet[Recipient]) -> QuerySet[Any]:
    """Each with its ``fate``."""
    return rows.annotate(fate=_FATE)


def figures(mailing: Mailing) -> Figures:
    """Everything counted; three queries, however many recipients there are."""
    found = Figures(options=[0] * len(mailing.wording().options))
    rows = with_fate(Recipient.objects.filter(mailing=mailing).order_by())
    for row in rows.values("fate", "standing").annotate(
        n=Count("pk"), opened=Count("opened_at"), answered=Count("answered_at")
    ):
        found.total += row["n"]
        found.fates[row["fate"]] = found.fates.get(row["fate"], 0) + row["n"]
        found.told += row["n"] if row["standing"] == Standing.TOLD else 0
        found.opened += row["opened"]
        found.answered += row["answered"]
    answers = rows.filter(answer__isnull=False).values_list("answer").annotate(n=Count("pk"))
    for answer, count in answers:
        if answer < len(found.options):
            found.options[answer] = count
    found.reasons = list(_reasons(rows))
    return found


def _reasons(rows: QuerySet[Any]) -> Iterator[tuple[str, int]]:
    stopped = [Fate.LEFT_OUT, Fate.DROPPED, Fate.HELD, Fate.FAILED, Fate.INBOX]
    counted = (
        rows.filter(fate__in=stopped)
        .values_list("reason", "letter__reason")
        .annotate(n=Count("pk"))
        .order_by("-n", "reason")
    )
    for reason, letters, count in counted[:REASONS]:
        yield why(reason, letters), count


def why(reason: str, of_letter: str | None) -> str:
    """The reason in words, of the list or of the outbox."""
    if reason:
        return str(Reason(reason).label)
    return of_letter or _("no reason was given")


def people(mailing: Mailing, *, fate: str = "", answer: str = "") -> QuerySet[Any]:
    """Its recipients by name, narrowed by how far it came and by the answer ("none", or its
    place)."""
    rows = with_fate(Recipient.objects.filter(mailing=mailing))
    if fate in Fate.values:
        rows = rows.filter(fate=fate)
    if answer == "none":
        rows = rows.filter(answer=None, standing=Standing.TOLD)
    elif answer.isdecimal() and len(answer) == 1:
        rows = rows.filter(answer=int(answer))
    return rows.select_related("person", "letter").order_by("person__name", "pk")


def table(mailing: Mailing) -> Iterator[list[str]]:
    """One row for each recipient, for a spreadsheet: no address, since not everybody shows theirs."""
    options = mailing.wording().options
    for each in people(mailing).iterator(chunk_size=2000):
        fate = Fate(each.fate)
        reason = why(each.reason, each.letter.reason if each.letter else "")
        yield [
            each.person.name,
            each.language,
            str(fate.label),
            reason if fate not in (Fate.SENT, Fate.WAITING, Fate.DIGEST) else "",
            each.opened_at.isoformat(timespec="minutes") if each.opened_at else "",
            options[each.answer] if each.answer is not None and each.answer < len(options) else "",
            each.answered_at.isoformat(timespec="minutes") if each.answered_at else "",
        ]
