"""What providers posted of their own troubles, kept longer than their pages keep it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from continuity.providers.models import Component, Feed, SharedManager, SharedModel


class Incident(SharedModel):
    """One post of a provider's about a trouble: their word, as far as we ever read it.

    It explains and never decides: outages are told by states, see ``providers/observing.py``.
    """

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="incidents")
    upstream_id = models.CharField(max_length=120)
    title = models.CharField(_("title"), max_length=300, blank=True)
    state = models.CharField(max_length=16, blank=True)  # a word of feeds.INCIDENT_STATES
    components = models.ManyToManyField(Component, related_name="incidents")
    started_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    vanished = models.BooleanField(default=False)  # it was taken off the page while open
    updates = models.JSONField(default=list)  # instants as text, oldest first
    words = models.CharField(max_length=500, blank=True)  # the newest
    cause_named = models.BooleanField(default=False)
    writeup = models.URLField(max_length=500, blank=True)
    link = models.URLField(max_length=500, blank=True)
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["feed", "upstream_id"], name="incident_once")
        ]
        indexes = [models.Index(fields=["feed", "-first_seen_at"], name="incidents_of_feed")]

    def __str__(self) -> str:
        return self.title or self.upstream_id

    @property
    def minutes(self) -> int | None:
        """How long it lasted; None where its start or end is not told."""
        if self.started_at is None or self.resolved_at is None:
            return None
        return max(round((self.resolved_at - self.started_at).total_seconds() / 60), 0)


class Taken(SharedModel):
    """How far a feed's posts were taken into the record."""

    feed = models.OneToOneField(Feed, models.CASCADE, related_name="+")
    posts_at = models.DateTimeField()

    objects = SharedManager()

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.posts_at}"
