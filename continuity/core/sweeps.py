"""Every sweep that there is: each app's ``tasks.SWEEPS``, a task and the seconds between."""

from typing import Any

from django.conf import settings

from .plugins import discover_in_apps


def sweeps() -> list[tuple[Any, float]]:
    """In the order of the apps' names. FEED_HASTE, which is for tests, shortens the waits."""
    return [
        (task, max(1.0, seconds / settings.FEED_HASTE))
        for module in discover_in_apps("tasks").values()
        for task, seconds in module.SWEEPS
    ]
