from django.tasks import task
from django.utils.timezone import now

from wayfellow.home.schedules import sweep


@task
def tick() -> dict[str, int]:
    """Run everything that is due; safe to run twice."""
    return sweep(now())
