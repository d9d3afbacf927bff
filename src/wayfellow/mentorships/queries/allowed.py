"""Which buttons to show: what the state allows and the person may, in one query."""

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Model, Value, When

from wayfellow.access.policy import GRANTS
from wayfellow.people.models import User


def allowed(person: User, row: Model, verbs: Iterable[str]) -> frozenset[str]:
    """Those of ``verbs`` that ``person`` may use on ``row``."""
    subject = row._meta.model_name
    asked = sorted(verb for verb in verbs if f"{subject}.{verb}" in GRANTS)
    if not asked:
        return frozenset()
    answers = {
        f"may_{verb}": Case(
            When(GRANTS[f"{subject}.{verb}"].rule.rows(person), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        for verb in asked
    }
    found = type(row)._default_manager.filter(pk=row.pk).annotate(**answers).values(*answers)
    answer = found.first() or {}
    return frozenset(verb for verb in asked if answer.get(f"may_{verb}"))
