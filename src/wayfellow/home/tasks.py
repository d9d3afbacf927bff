from django.tasks import task


@task
def tick() -> None:
    """Run everything that is due; safe to run twice."""
