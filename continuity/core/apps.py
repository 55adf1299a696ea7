"""The ground floor as an app: it brings the checks that run when a process starts."""

from django.apps import AppConfig


class Core(AppConfig):
    name = "continuity.core"

    def ready(self) -> None:
        from . import among, checks  # noqa: F401  known by being imported
