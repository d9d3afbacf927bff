from django.tasks import task

from wayfellow.notifications.outbox import send_due


@task
def deliver() -> int:
    """Send what is due; safe to run twice and by several workers at once."""
    return send_due()
