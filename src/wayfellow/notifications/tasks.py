from django.db import transaction
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


def send_soon() -> None:
    """Have what is due sent after this transaction, however often it is asked for in it."""
    waiting = transaction.get_connection().run_on_commit
    if any(mark is _asked for _savepoints, mark, _robust in waiting):
        return
    deliver.enqueue()
    # A mark that does nothing and is forgotten with the savepoint in which the task was written.
    transaction.on_commit(_asked)


def _asked() -> None:
    pass
