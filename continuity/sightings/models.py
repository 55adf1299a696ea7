"""What people say, and what other systems send: told of an organisation's components, to it alone.

Across organisations nothing is stored. How many report the same is counted when it is asked, of
those that share (`Organization.shares_since`), and never told below a least number: see
``finding/crowds.py``.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import (
    OrgManager,
    OrgModel,
    OrgQuerySet,
    Removable,
    RemovableManager,
    User,
)
from continuity.providers.models import Component


class SightingQuerySet(OrgQuerySet):
    def live(self, now: datetime) -> "SightingQuerySet":
        """What is being said by ``now``, written down or not that it ran out."""
        return self.filter(ended_at=None, until__gt=now)

    def counted(self, now: datetime) -> "SightingQuerySet":
        return self.live(now).filter(set_aside_at=None)


class Sighting(OrgModel):
    """Somebody's word that a component is down for them. It runs out unless they renew it."""

    class Claim(models.TextChoices):
        DOWN = "major_outage", _("down")
        SLOW = "degraded", _("slow or wrong")

    class End(models.TextChoices):
        WITHDRAWN = "withdrawn", _("says that it works again")
        EXPIRED = "expired", _("not renewed")

    component = models.ForeignKey(Component, models.CASCADE, related_name="sightings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    state = models.CharField(_("what you see"), max_length=16, choices=Claim, default=Claim.DOWN)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    said_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=End, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.CharField(max_length=254, blank=True)

    objects = OrgManager(SightingQuerySet)

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "component", "user"],
                condition=Q(ended_at=None),
                name="one_word_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(ended_at=None), name="words_that_run_out"),
            models.Index(fields=["user", "said_at"], name="words_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.component} · {self.get_state_display()}"


class Hook(Removable):
    """An address to which another system sends what it sees. Of its own secret a hash is kept;
    what signs the messages must be used again, and is sealed."""

    SECRETS = frozenset({"secret_hash", "signing"})

    name = models.CharField(_("what it is for"), max_length=80)
    kind = models.CharField(_("what sends"), max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    signing = models.TextField(blank=True, editable=False)  # sealed; empty: the address is enough
    labels = models.CharField(_("labels that name it"), max_length=200, blank=True)
    meanings = models.JSONField(default=dict, blank=True)  # their words, in ours
    created_by = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    heard_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RemovableManager()

    secret: str  # on the row just made, and never again
    signing_secret: str

    def __str__(self) -> str:
        return self.name


class Upstream(OrgModel):
    """What a hook calls something, and which of our components that is, if anybody has said so.

    ``threads``: what each incident or alert about it said last, so that one that ends does not
    end another.
    """

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="upstreams")
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    component = models.ForeignKey(
        Component, models.CASCADE, null=True, blank=True, related_name="+"
    )
    threads = models.JSONField(default=dict, blank=True)
    said = models.CharField(max_length=16, default="unknown")
    said_at = models.DateTimeField()

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["hook", "key"], name="one_upstream")]

    def __str__(self) -> str:
        return self.name


class Delivery(OrgModel):
    """What came in on a hook, and what became of it. Kept for a week; the body is not."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("accepted")
        IGNORED = "ignored", _("ignored")
        REFUSED = "refused", _("refused")

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    at = models.DateTimeField(db_index=True)
    key = models.CharField(max_length=120, blank=True)  # empty: it came without an id
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=24, blank=True)
    size = models.PositiveIntegerField(default=0)
    words = models.JSONField(
        default=list, blank=True
    )  # [name, state, what became of it], some of them

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["hook", "key"], condition=~Q(key=""), name="one_delivery"
            )
        ]
        indexes = [models.Index(fields=["hook", "-at"], name="deliveries_of_hook")]

    def __str__(self) -> str:
        return self.outcome
