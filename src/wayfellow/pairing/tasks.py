"""Work that a page does not wait for."""

from django.tasks import task

from wayfellow.pairing import actions


@task
def work(run_id: int) -> None:
    """Do the matching run; safe to run twice."""
    actions.work(run_id)
