from django.conf import settings
from django.tasks import task

from wayfellow.mailbox import imap


@task
def collect() -> int:
    """Take what has come to the mailbox, where there is one; safe to run twice."""
    return imap.collect(settings.MAIL_INBOX_URL) if settings.MAIL_INBOX_URL else 0
