"""Who must hear: what is due, and the outbox through which it is said."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from continuity.core.remember import Remembers
from continuity.inventory.models import Function
from continuity.orgs.models import Organization, OrgManager, OrgModel, OrgQuerySet
from continuity.providers.models import Outage, SharedManager, SharedModel


class Reminder(OrgModel):
    """Something due for somebody by a moment. ``key`` makes each occurrence exist once."""

    class Kind(models.TextChoices):
        RUNBOOK_REVIEW = "runbook_review", _("runbook review")
        PLAN_REVIEW = "plan_review", _("plan review")
        APPROVAL = "approval", _("approval")
        OUTAGE = "outage", _("outage")
        CAMPAIGN = "campaign", _("campaign")
        MAINTENANCE = "maintenance", _("maintenance ahead")
        RETIREMENT = "retirement", _("retirement ahead")
        DRIFT = "drift", _("drift of a plan")

    ANSWERED_ELSEWHERE = frozenset(
        {Kind.RUNBOOK_REVIEW, Kind.PLAN_REVIEW, Kind.APPROVAL, Kind.CAMPAIGN}
    )

    kind = models.CharField(max_length=16, choices=Kind)
    key = models.CharField(max_length=160)
    subject = models.CharField(max_length=200)
    path = models.CharField(max_length=300)  # of the page that answers it, below SITE_URL
    due_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # the rule: the morning of this day, where they are
    owner_email = models.EmailField(blank=True)
    outage = models.ForeignKey(Outage, models.CASCADE, null=True, related_name="+")
    cause = models.ForeignKey(Outage, models.CASCADE, null=True, related_name="+")  # told as its,
    functions = models.ManyToManyField(Function, related_name="+")  # its owner was told of these,
    level = models.CharField(max_length=16, blank=True)  # that the outage is so bad,
    unstable = models.BooleanField(default=False)  # that it comes and goes,
    suspected = models.BooleanField(default=False)  # that nobody is sure of it,
    over_at = models.DateTimeField(null=True)  # and that all of it is over
    snoozed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=254, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="one_reminder")]
        indexes = [
            models.Index(
                fields=["organization", "due_at"],
                condition=Q(done_at=None),
                name="what_is_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Answered(SharedModel):
    """Everybody whom an outage hits was told of it by ``at``, as bad as it was then.

    What did not change since needs no look at any organisation. ``end_seen``: also that it ended;
    ``is_over``: nobody waits to hear that any more.
    """

    outage = models.OneToOneField(Outage, models.CASCADE, related_name="answered")
    at = models.DateTimeField()
    level = models.CharField(max_length=16, blank=True)
    unstable = models.BooleanField(default=False)
    suspected = models.BooleanField(default=False)
    end_seen = models.BooleanField(default=False)
    is_over = models.BooleanField(default=False)

    objects = SharedManager()

    def __str__(self) -> str:
        return f"answered {self.outage_id}"


class OutboxManager(OrgManager):
    """``installation()``: mail of no organisation."""

    def installation(self) -> models.QuerySet:
        return self._rows().filter(organization=None)


class Notification(Remembers):
    """One message to one person over one channel: the queue of record.

    ``organization`` None: mail of the installation itself (password reset and the like), shown
    to who looks after it and to nobody else.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        KEPT = "kept", _("kept here, no mail server is set")
        DEAD = "dead", _("could not be sent")

    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    reminder = models.ForeignKey(Reminder, models.SET_NULL, null=True, related_name="notifications")
    channel = models.CharField(max_length=16, default="mail")
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=900)
    body = models.TextField()
    html = models.TextField(blank=True)
    sender = models.CharField(max_length=254, blank=True)
    key = models.CharField(max_length=200, unique=True)
    message_id = models.CharField(max_length=120)

    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    objects = OutboxManager(OrgQuerySet)
    unscoped = models.Manager()

    SECRETS = Remembers.SECRETS | {"body", "html"}

    shown: str  # the body as who asks may read it, see links.py

    class Meta:
        default_manager_name = "unscoped"
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="queued"), name="outbox_waiting"),
            models.Index(fields=["organization", "-created_at"], name="outbox_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
