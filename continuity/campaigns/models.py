"""A campaign asks owners whether what is written of their functions is still right."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import OrgManager, OrgModel, OrgQuerySet, Role

from .lifecycle import OWED


class CampaignQuerySet(OrgQuerySet):
    def shown(self) -> models.QuerySet:
        return self.exclude(state=Campaign.State.DROPPED)


class Campaign(OrgModel):
    """``scope``: which functions a draft is about, see choosing.py; once open, its answers say."""

    class State(models.TextChoices):
        DRAFT = "draft", _("not started")
        OPEN = "open", _("running")
        CLOSED = "closed", _("closed")
        DROPPED = "dropped", _("dropped")

    title = models.CharField(_("title"), max_length=120)
    due_on = models.DateField(_("answers are due on"))
    note = models.TextField(_("a word to the owners"), blank=True, max_length=2000)
    scope = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, editable=False)
    started_by = models.CharField(max_length=254, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)  # everybody, by hand
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.CharField(max_length=254, blank=True, editable=False)

    objects = OrgManager(CampaignQuerySet)

    class Meta(OrgModel.Meta):
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="campaigns_newest"),
            models.Index(
                fields=["organization"], condition=Q(state="open"), name="campaigns_running"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.organization.slug, self.pk])


class AnswerQuerySet(OrgQuerySet):
    def counted(self) -> models.QuerySet:
        """Without functions that were removed before the answer for them was signed off."""
        return self.filter(Q(function__removed_at=None) | Q(state=Answer.State.SIGNED))

    def owed(self) -> models.QuerySet:
        """Somebody has still to answer."""
        return self.filter(
            campaign__state=Campaign.State.OPEN, state__in=OWED, function__removed_at=None
        )


class Answer(OrgModel):
    """One function in a campaign.

    Records, in the keys of the portable form: ``was`` when the campaign began, ``seen`` when it was
    answered, ``said`` by the answer. ``draft``: what was typed so far, by form field, as typed.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("not begun")
        BEGUN = "begun", _("begun")
        ANSWERED = "answered", _("answered")
        SENT_BACK = "sent_back", _("sent back")
        SIGNED = "signed", _("signed off")

    BOOKKEEPING = OrgModel.BOOKKEEPING | {"draft", "kept_at"}

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="answers")
    function = models.ForeignKey(Function, models.CASCADE, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_email = models.CharField(max_length=254, blank=True)  # in lower case
    asked_at = models.DateTimeField()
    was = models.JSONField()
    draft = models.JSONField(default=dict, blank=True)
    kept_at = models.DateTimeField(null=True)
    seen = models.JSONField(default=dict, blank=True)
    said = models.JSONField(default=dict, blank=True)
    remark = models.TextField(blank=True, max_length=2000)
    unchanged = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=254, blank=True)
    reason = models.TextField(blank=True, max_length=2000)  # why it was sent back
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=254, blank=True)

    objects = OrgManager(AnswerQuerySet)

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["campaign", "function"], name="one_answer")]
        indexes = [
            models.Index(fields=["campaign", "state"], name="answers_by_state"),
            models.Index(fields=["organization", "asked_email"], name="answers_by_person"),
        ]

    def __str__(self) -> str:
        return str(self.was.get("name", ""))

    def get_absolute_url(self) -> str:
        return reverse("campaigns:review", args=[self.organization.slug, self.pk])

    @property
    def is_owed(self) -> bool:
        return self.state in OWED

    def may_be_answered_by(self, actor: Actor) -> bool:
        """Whoever is asked, whatever their role; and every editor."""
        asked = actor.user is not None and actor.user.email.lower() == self.asked_email
        return asked or actor.may(Role.EDITOR)
