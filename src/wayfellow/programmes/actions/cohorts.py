from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wayfellow.access.refusals import Refused
from wayfellow.events.record import record
from wayfellow.events.step import step
from wayfellow.people.models import User
from wayfellow.programmes.actions.values import change, refusing_duplicates
from wayfellow.programmes.lifecycle import COHORT
from wayfellow.programmes.models import Cohort, Programme, Term


@transaction.atomic
def add_cohort(programme: Programme, values: dict[str, Any], *, by: User | None) -> Cohort:
    """A new cohort that is being prepared."""
    cohort = Cohort(programme=programme, **values)
    with refusing_duplicates():
        cohort.save(force_insert=True)
    record("add", cohort, by=by)
    return cohort


@transaction.atomic
def edit_cohort(cohort: Cohort, values: dict[str, Any], *, by: User | None) -> None:
    """Change the cohort's name and dates."""
    if changed := change(cohort, values):
        record("edit", cohort, by=by, changed=changed)


@transaction.atomic
def add_term(cohort: Cohort, values: dict[str, Any], *, by: User | None) -> Term:
    """A stretch of the cohort's time in which meetings and reflections are owed."""
    term = Term(cohort=cohort, **values)
    with refusing_duplicates():
        term.save(force_insert=True)
    record("add", term, by=by)
    return term


@transaction.atomic
def edit_term(term: Term, values: dict[str, Any], *, by: User | None) -> None:
    """Change the term's name and dates."""
    if changed := change(term, values):
        record("edit", term, by=by, changed=changed)


@transaction.atomic
def remove_term(term: Term, *, by: User | None) -> None:
    """Take the term out; refused once pledges, reflections or anything else belong to it."""
    if any(
        relation.related_model._default_manager.filter(**{relation.field.name: term.pk}).exists()
        for relation in term._meta.related_objects
    ):
        raise Refused(
            _("Pledges or reflections belong to this term already. Change its dates instead.")
        )
    record("remove_term", term.cohort, by=by, name=term.name)
    term.delete()


def open(cohort: Cohort, *, by: User | None) -> None:  # noqa: A001 - the verb's own name
    """Take applications."""
    step(cohort, COHORT, "open", by=by)


def match(cohort: Cohort, *, by: User | None) -> None:
    """Stop taking applications and begin matching."""
    step(cohort, COHORT, "match", by=by)


def reopen(cohort: Cohort, *, by: User | None) -> None:
    """Take applications again."""
    step(cohort, COHORT, "reopen", by=by)


def start(cohort: Cohort, *, by: User | None) -> None:
    """Let the groups' work begin."""
    step(cohort, COHORT, "start", by=by)


def begin_closing(cohort: Cohort, *, by: User | None) -> None:
    """Ask everybody to bring their work to a good end."""
    step(cohort, COHORT, "begin_closing", by=by)


def close(cohort: Cohort, *, by: User | None) -> None:
    """End the cohort."""
    step(cohort, COHORT, "close", by=by)


def cancel(cohort: Cohort, *, by: User | None) -> None:
    """Give the cohort up before it runs."""
    step(cohort, COHORT, "cancel", by=by)
