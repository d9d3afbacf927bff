from django.tasks import task

from wayfellow.notifications.sender import send_due

BATCH = 200


@task
def deliver() -> int:
    """Send what is due; safe to run twice and by several workers at once."""
    sent = send_due(limit=BATCH)
    if sent == BATCH:
        deliver.enqueue()
    return sent
