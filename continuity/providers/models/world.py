"""Who sells, what of theirs can fail as one, and what rests on what."""

from datetime import date
from typing import Any

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


class ComponentQuerySet(OrgQuerySet):
    def offered(self, today: date) -> "ComponentQuerySet":
        """Those on which something new may be rested: neither forgotten by the catalogue nor past
        the day on which their maker ends them."""
        return self.filter(retired_on=None).exclude(retires_on__lte=today)


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
    retires_on = models.DateField(_("is retired on"), null=True, blank=True)  # as announced
    retire_source = models.CharField(
        max_length=300, blank=True, editable=False
    )  # of the catalogue: an address, and the day that its word is of

    objects = SharedManager(ComponentQuerySet)

    class Meta(SharedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(organization=None), name="component_once"
            ),
            models.UniqueConstraint(fields=["organization", "key"], name="own_component_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_retired(self, today: date) -> bool:
        return self.retired_on is not None or (
            self.retires_on is not None and self.retires_on <= today
        )

    @property
    def announced(self) -> tuple[str, date | None]:
        """Where its retirement is announced, and the day that this word is of."""
        address, _, day = self.retire_source.partition(" ")
        return address, date.fromisoformat(day) if day else None


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


def provider_url(org: Organization, provider: Provider) -> str:
    """The page of a provider, as one organisation sees it."""
    return reverse("providers:detail", args=[org.slug, provider.pk])
