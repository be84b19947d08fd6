"""The three tasks of Celery: plan, dispatch, jobs. Beat rings, the tables say what is due; nothing is passed along."""

from celery import shared_task

from notifications import dispatcher, planner, runs


@shared_task(name="notifications.plan")
def plan() -> None:
    """Write the messages that are due."""
    planner.tick()


@shared_task(name="notifications.dispatch")
def dispatch() -> None:
    """Send what waits."""
    dispatcher.run_once()


@shared_task(name="notifications.jobs")
def jobs() -> None:
    """Run the periodic jobs that are due, then work for a while on what people ordered."""
    runs.run_due()
    runs.run_ordered()
