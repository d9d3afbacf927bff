"""What changes a programme's timed mails."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from wayfellow.events.record import record
from wayfellow.people.models import User
from wayfellow.programmes.models import Programme
from wayfellow.timetable.models import Adjustment
from wayfellow.timetable.rules import Rule

OF_ADJUSTMENT = ("is_paused", "days", "note")


@transaction.atomic
def adjust(programme: Programme, rule: Rule, values: Mapping[str, Any], *, by: User | None) -> None:
    """Pause ``rule`` in ``programme``, move it by some days, or let it follow the table again."""
    given = {name: values[name] for name in OF_ADJUSTMENT}
    Adjustment.objects.update_or_create(
        programme=programme, rule=rule.name, defaults={**given, "by": by, "at": now()}
    )
    record("adjust", programme, by=by, rule=rule.name, **given)
