"""When each loop last turned. Of the installation, and of no organisation."""

from typing import Any

from django.db import models


class TickManager(models.Manager["Tick"]):
    def known(self) -> Any:
        return self.get_queryset().order_by("name")


class Tick(models.Model):
    """The last turn of one loop. ``said``: its answer, or its fault; ``failures``: in a row."""

    name = models.CharField(max_length=120, unique=True)
    since = models.DateTimeField()
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)

    objects = TickManager()

    def __str__(self) -> str:
        return self.name
