"""What happened: a chain of entries for each organisation, never changed, never removed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import OrgManager, OrgModel, OrgQuerySet


class EventQuerySet(OrgQuerySet):
    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-seq")


class Event(OrgModel):
    """One entry. ``hash`` binds all its fields and the entry before: see ``verify.py``."""

    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(_("who"), max_length=254)
    verb = models.CharField(_("did"), max_length=60)
    target = models.CharField(max_length=120)
    label = models.CharField(_("what"), max_length=200)
    changes = models.JSONField(default=dict)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = OrgManager(EventQuerySet)

    class Meta(OrgModel.Meta):
        ordering = ["organization", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "seq"], name="one_entry_per_place")
        ]


class Checkpoint(OrgModel):
    """The chain's head at a moment that went out on paper: a later cut below it shows."""

    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=120)

    objects = OrgManager()
