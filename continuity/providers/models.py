"""The outside world: who sells, what can fail as one, what rests on what, who tells of it.

Rows with no organisation are the catalogue, shared by all; the others are an organisation's own.
"""

from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.core.bounds import has_been
from continuity.core.remember import Remembers
from continuity.orgs.models import Organization, OrgManager, OrgQuerySet


class SharedManager(OrgManager):
    """``for_org`` gives the catalogue and the organisation's own rows."""

    def for_org(self, org: Organization) -> Any:
        return self._rows().filter(Q(organization=None) | Q(organization=org))

    def catalogue(self) -> Any:
        return self._rows().filter(organization=None)


class SharedModel(Remembers):
    """A row of the catalogue (``organization`` is None) or of one organisation."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="+", editable=False
    )
    unscoped = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "unscoped"


class State(models.TextChoices):
    """What a component is in. ``unknown`` is a state, outside the order of the others."""

    OPERATIONAL = "operational", _("operational")
    MAINTENANCE = "maintenance", _("maintenance")
    DEGRADED = "degraded", _("degraded")
    PARTIAL = "partial_outage", _("partial outage")
    MAJOR = "major_outage", _("major outage")
    UNKNOWN = "unknown", _("unknown")


class Provider(SharedModel):
    """Who sells it."""

    class Kind(models.TextChoices):
        AI = "ai", _("AI")
        PLATFORM = "platform", _("platform")
        INFRASTRUCTURE = "infrastructure", _("infrastructure")
        OWN = "own", _("your own")

    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.AI)
    status_page = models.URLField(_("status page"), blank=True)
    terms_url = models.URLField(_("terms or service levels"), blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    operator = models.CharField(max_length=120, blank=True, editable=False)  # who sells it
    no_feed = models.CharField(max_length=300, blank=True, editable=False)
    confidence = models.CharField(max_length=8, blank=True, editable=False)
    unverified = models.JSONField(default=list, editable=False)
    as_of = models.DateField(null=True, editable=False)

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=Q(organization=None), name="provider_once"
            ),
            models.UniqueConstraint(fields=["organization", "slug"], name="own_provider_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Component(SharedModel):
    """What of a provider's can fail as one. ``internal``: the organisation's own."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("service")
        MODEL = "model", _("model")
        REGION = "region", _("region")
        HOST = "host", _("host")
        CDN = "cdn", _("CDN")
        LOGIN = "login", _("login")
        INTERNAL = "internal", _("your own")

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="components")
    key = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.SERVICE)
    state = models.CharField(
        max_length=16, choices=State, default=State.UNKNOWN, editable=False
    )  # the effective state, as detect.py derives it from the signals
    state_since = models.DateTimeField(null=True, editable=False)
    retired_on = models.DateField(null=True, editable=False)

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(organization=None), name="component_once"
            ),
            models.UniqueConstraint(fields=["organization", "key"], name="own_component_once"),
        ]

    def __str__(self) -> str:
        return self.name


class EdgeQuerySet(OrgQuerySet):
    def effective(self, org: Organization) -> "EdgeQuerySet":
        """What rests on what, as ``org`` sees it: its own word where it gave one."""
        own = Edge.objects.for_org(org).filter(
            organization=org, component=OuterRef("component"), runs_on=OuterRef("runs_on")
        )
        return self.filter(Q(organization=org) | (Q(organization=None) & ~Exists(own))).filter(
            present=True
        )


class Edge(SharedModel):
    """``component`` needs ``runs_on``.

    Catalogue rows are hints with evidence. A row of an organisation overrules the hint for the
    same pair: ``present`` False takes it away, True adds or confirms it.
    """

    component = models.ForeignKey(Component, models.CASCADE, related_name="edges")
    runs_on = models.ForeignKey(Component, models.CASCADE, related_name="carries")
    present = models.BooleanField(default=True)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True)
    confidence = models.CharField(max_length=8, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True, validators=[has_been])

    objects = SharedManager(EdgeQuerySet)

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["component", "runs_on"], condition=Q(organization=None), name="edge_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "component", "runs_on"], name="own_edge_once"
            ),
            models.CheckConstraint(
                condition=~Q(component=models.F("runs_on")), name="edge_not_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component_id} → {self.runs_on_id}"


class SourceHealth(models.TextChoices):
    """Whether a feed can be read: says nothing of the components."""

    NEVER = "never", _("not read yet")
    FRESH = "fresh", _("fresh")
    STALE = "stale", _("stale")
    BROKEN = "broken", _("broken")
    MOVED = "moved", _("moved")


class Feed(SharedModel):
    """A machine-readable status source, fetched once for everybody; claimed with a lease."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=500)
    host = models.CharField(max_length=253, blank=True, db_index=True, editable=False)
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.host = host_of(self.url)
        super().save(*args, **kwargs)


def host_of(url: str) -> str:
    """Whom a request for ``url`` goes to; empty if it is no address."""
    try:
        return (urlsplit(url).hostname or "")[:253]
    except ValueError:
        return ""


class Signal(SharedModel):
    """What one feed says of one component, and how far the debounce is with it."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="signals")
    component = models.ForeignKey(Component, models.CASCADE, related_name="signals")
    upstream_id = models.CharField(max_length=120)
    said = models.CharField(max_length=16, choices=State, default=State.UNKNOWN)
    said_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    detection = models.JSONField(default=dict)
    version = models.PositiveBigIntegerField(default=0)

    objects = SharedManager()

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["feed", "upstream_id", "component"], name="one_signal")
        ]


class OutageQuerySet(OrgQuerySet):
    def open(self) -> "OutageQuerySet":
        return self.filter(ended_at=None, source=Outage.Source.FEED)

    def observed(self) -> "OutageQuerySet":
        return self.filter(source=Outage.Source.FEED)


class Outage(SharedModel):
    """A confirmed bad state of a component: a start, an end or none yet, and its evidence."""

    class Source(models.TextChoices):
        FEED = "feed", _("seen on a feed")
        LIBRARY = "library", _("from the library of past events")

    component = models.ForeignKey(Component, models.CASCADE, related_name="outages")
    source = models.CharField(max_length=8, choices=Source, default=Source.FEED)
    key = models.CharField(max_length=120, blank=True)  # names an event of the library
    state = models.CharField(max_length=16, choices=State, default=State.MAJOR)  # the worst
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
                condition=Q(ended_at=None, source="feed", organization=None),
                name="one_open_outage",
            ),
            models.UniqueConstraint(
                fields=["organization", "component"],
                condition=Q(ended_at=None, source="feed"),
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


def provider_url(org: Organization, provider: Provider) -> str:
    """The page of a provider, as one organisation sees it."""
    return reverse("providers:detail", args=[org.slug, provider.pk])
