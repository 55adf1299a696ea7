"""What providers post is taken into their record."""

from celery import shared_task

from . import actions


@shared_task
def take_posts() -> int:
    """Take in what changed on any feed. Safe to run at any time, twice, or at once."""
    return actions.take_new()


SWEEPS = [(take_posts, 30)]
