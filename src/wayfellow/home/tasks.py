from django.tasks import task
from django.utils.timezone import now

from wayfellow.home.schedules import sweep
from wayfellow.notifications.outbox import tidy


@task
def tick() -> dict[str, int]:
    """Run everything that is due; safe to run twice. The worker's own lanes send the letters."""
    return sweep(now(), send=tidy)
