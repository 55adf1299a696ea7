"""What could be: planned changes, their steps, and the evidence that was kept of them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import OrgManager, OrgModel, User
from continuity.plans.models import Printed


class Change(OrgModel):
    """A draft of the inventory held beside today, until it is applied or thrown away."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        KEPT = "kept", _("kept as evidence")
        APPLIED = "applied", _("applied")
        THROWN_AWAY = "thrown_away", _("thrown away")

    title = models.CharField(_("what is planned"), max_length=120)
    reason = models.TextField(_("why"), blank=True, max_length=20_000)
    supplier = models.CharField(_("supplier under consideration"), max_length=120, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=20_000)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=254, editable=False)
    edited_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.CharField(max_length=254, blank=True, editable=False)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        indexes = [
            models.Index(fields=["organization", "-edited_at"], name="changes_by_edit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("changes:detail", args=[self.organization.slug, self.pk])

    @property
    def is_open(self) -> bool:
        """Its steps may still be changed, and it may be applied or thrown away."""
        return self.state in (self.State.DRAFT, self.State.KEPT)


class Step(OrgModel):
    """One operation. ``wanted``: what it asks, see `planning.FIELDS`; ``names``: what the rows that
    it speaks of were called when it was written, should one of them be gone."""

    class Kind(models.TextChoices):
        ADD = "add", _("Add an option")
        REPLACE = "replace", _("Move from one component to another")
        ORDER = "order", _("Make an option run, or change its place")
        RESIZE = "resize", _("Change a switch time or a capacity")
        RUNBOOK = "runbook", _("Name a runbook")
        REMOVE = "remove", _("Drop an option")

    change = models.ForeignKey(Change, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    wanted = models.JSONField(default=dict)
    names = models.JSONField(default=dict, blank=True)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Evidence(Printed):
    """Before and after as they were worked out on one day: frozen, hashed, made into a PDF."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    note = models.CharField(_("what it is kept for"), max_length=300, blank=True)
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    day = models.DateField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254)
    kept_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    score_before = models.DecimalField(max_digits=7, decimal_places=4)
    score_after = models.DecimalField(max_digits=7, decimal_places=4)
    pdf = models.FileField(upload_to="changes/", blank=True)  # type: ignore[assignment]

    objects = OrgManager()
    MADE_WITH = ("change",)

    class Meta(OrgModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["change", "number"], name="evidence_once"),
        ]
        indexes = [
            models.Index(
                fields=["render_due"],
                condition=models.Q(render_state="queued"),
                name="evidence_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.change} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse(
            "changes:evidence", args=[self.organization.slug, self.change_id, self.number]
        )
