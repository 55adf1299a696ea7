"""Who tells of components, what they say, and the outages that follow from it."""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import OrgQuerySet

from .world import Component, Provider, SharedManager, SharedModel, State


class SourceHealth(models.TextChoices):
    """Whether a feed can be read: says nothing of the components."""

    NEVER = "never", _("not read yet")
    FRESH = "fresh", _("fresh")
    STALE = "stale", _("stale")
    BROKEN = "broken", _("broken")
    MOVED = "moved", _("moved")


def host_of(url: str) -> str:
    """Whom a request for ``url`` goes to; empty if it is no address."""
    try:
        return (urlsplit(url).hostname or "")[:253]
    except ValueError:
        return ""


class HostField(models.CharField):
    """The host of the row's ``url``, whichever way the row is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        model_instance.host = host_of(model_instance.url)
        return model_instance.host

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Feed(SharedModel):
    """A machine-readable status source, fetched once for everybody; claimed with a lease."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=500)
    host = HostField(max_length=253, blank=True, db_index=True, editable=False)
    format = models.CharField(max_length=24)
    config = models.JSONField(default=dict, blank=True)
    edited_by_people = models.BooleanField(default=True)  # False: driven by monitors, may flap
    interval_seconds = models.PositiveIntegerField(default=120)
    enabled = models.BooleanField(default=True)

    health = models.CharField(max_length=8, choices=SourceHealth, default=SourceHealth.NEVER)
    reason = models.CharField(max_length=40, blank=True)
    health_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    first_read_at = models.DateTimeField(null=True)  # since when it is watched
    read_at = models.DateTimeField(null=True)  # last good reading, 304 included
    tried_at = models.DateTimeField(null=True)
    etag = models.CharField(max_length=400, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    learned = models.JSONField(default=dict, blank=True)  # whose page it was when first read
    posts = models.JSONField(default=dict, blank=True)  # what stood on it last, see posts.py
    posts_at = models.DateTimeField(null=True, db_index=True)  # when that was last different
    missing = models.JSONField(default=dict, blank=True)  # by upstream id: see vanished.py
    searched_at = models.DateTimeField(null=True)  # when its new address was last looked for
    proposal = models.JSONField(default=dict, blank=True)  # where it may have gone: people decide
    moved_from = models.CharField(max_length=500, blank=True)  # the catalogue's word, overruled

    next_due = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["url"], condition=Q(organization=None), name="feed_once"
            ),
            models.UniqueConstraint(fields=["organization", "url"], name="own_feed_once"),
        ]

    def __str__(self) -> str:
        return self.url


class Signal(SharedModel):
    """What one source says of one component, and how far the debounce is with it.

    Most tell of a feed's row. Those without a feed are what an organisation itself sees: by its
    probe, its people, its webhook, or by what others report beside it; ``upstream_id`` names
    the one that saw it.
    """

    class Source(models.TextChoices):
        FEED = "feed", _("its feed")
        PROBE = "probe", _("your probe")
        PEOPLE = "people", _("your people")
        HOOK = "hook", _("your webhook")
        CROWD = "crowd", _("other organisations")

    source = models.CharField(max_length=8, choices=Source, default=Source.FEED)
    feed = models.ForeignKey(Feed, models.CASCADE, null=True, related_name="signals")
    component = models.ForeignKey(Component, models.CASCADE, related_name="signals")
    upstream_id = models.CharField(max_length=120)
    said = models.CharField(max_length=16, choices=State, default=State.UNKNOWN)
    said_since = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, choices=State, default=State.UNKNOWN)  # confirmed
    seen_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)  # from then on it says nothing; None: half an hour
    detection = models.JSONField(default=dict)
    version = models.PositiveBigIntegerField(default=0)

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        indexes = [
            models.Index(
                fields=["component", "organization"],
                condition=Q(feed=None),
                name="own_signals_of_component",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["feed", "upstream_id", "component"], name="one_signal"),
            models.UniqueConstraint(
                fields=["organization", "component", "source", "upstream_id"],
                condition=Q(feed=None),
                name="one_own_signal",
            ),
            models.CheckConstraint(
                condition=Q(source="feed", feed__isnull=False)
                | (~Q(source="feed") & Q(feed=None, organization__isnull=False)),
                name="signal_of_feed_or_own",
            ),
        ]


class OutageQuerySet(OrgQuerySet):
    def open(self) -> "OutageQuerySet":
        return self.observed().filter(ended_at=None)

    def observed(self) -> "OutageQuerySet":
        return self.exclude(source=Outage.Source.LIBRARY)


class Outage(SharedModel):
    """A bad state of a component: a start, an end or none yet, and its evidence.

    With no organisation it is everybody's. One of an organisation is what that one sees itself;
    ``suspected`` while nobody says so who would know: it reminds, and sets nothing off.
    """

    class Source(models.TextChoices):
        FEED = "feed", _("seen on a feed")
        PROBE = "probe", _("seen by your probe")
        PEOPLE = "people", _("said by your people")
        HOOK = "hook", _("told by your webhook")
        CROWD = "crowd", _("reported by other organisations")
        LIBRARY = "library", _("from the library of past events")

    component = models.ForeignKey(Component, models.CASCADE, related_name="outages")
    source = models.CharField(max_length=8, choices=Source, default=Source.FEED)
    key = models.CharField(max_length=120, blank=True)  # names an event of the library
    state = models.CharField(max_length=16, choices=State, default=State.MAJOR)  # the worst
    suspected = models.BooleanField(default=False)
    title = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    evidence = models.JSONField(default=dict)

    objects = SharedManager(OutageQuerySet)

    class Meta(SharedModel.Meta):
        indexes = [models.Index(fields=["component", "-started_at"], name="outages_of_component")]
        constraints = [
            models.UniqueConstraint(
                fields=["component"],
                condition=Q(ended_at=None, organization=None) & ~Q(source="library"),
                name="one_open_outage",
            ),
            models.UniqueConstraint(
                fields=["organization", "component"],
                condition=Q(ended_at=None) & ~Q(source="library"),
                name="own_one_open_outage",
            ),
            models.UniqueConstraint(
                fields=["component", "key"], condition=~Q(key=""), name="library_outage_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
                name="outage_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.component_id)
