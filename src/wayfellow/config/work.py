"""The worker's loop: the task queue's own, which tells the lanes for mail when to stop."""

from django_ox import worker

from wayfellow.notifications import postman


class Worker(worker.Worker):
    """Asked to stop, it has no other letter begun, however long its task in hand still takes."""

    def request_stop(self) -> None:
        super().request_stop()
        postman.begin_no_more()
