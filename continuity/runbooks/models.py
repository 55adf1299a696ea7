"""What we do when it breaks: the steps, their versions, and each time they were tried or taken."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.core.bounds import MOST_MINUTES, has_been
from continuity.core.durations import LONGEST
from continuity.orgs.models import OrgManager, OrgModel, OrgQuerySet, Removable, RemovableManager
from continuity.providers.models import Outage


class RunbookQuerySet(OrgQuerySet):
    def with_reading(self) -> "RunbookQuerySet":
        """All that ``reading.read`` needs, in four queries however many rows."""
        newest = models.FilteredRelation(
            "versions", condition=models.Q(versions__number=models.F("version"))
        )
        rows = self.annotate(newest=newest, reviewed_sha256=models.F("newest__sha256"))
        return rows.prefetch_related("steps", "exercises", "options__dependency__function")


class Runbook(Removable):
    """How to carry on by another way. ``version`` counts what was kept of it."""

    key = models.CharField(max_length=120)
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("when to use it"), blank=True, max_length=20_000)
    owner_email = models.EmailField(_("owner"), blank=True)
    review_every_days = models.PositiveSmallIntegerField(
        _("review every (days)"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True, validators=[has_been])
    version = models.PositiveIntegerField(default=0, editable=False)
    edited_at = models.DateTimeField(auto_now=True)

    objects = RemovableManager(RunbookQuerySet)

    class Meta(Removable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(removed_at=None),
                name="runbook_key_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("runbooks:detail", args=[self.organization.slug, self.pk])


class Step(Removable):
    """One thing to do. ``waits_for`` lists keys of steps of the same runbook.

    ``after_service``: it is done once the service is back, so that it does not count against the
    RTO. ``waited_by``: of a removed step, the keys of those that waited for it, each with all that
    it waited for then: so that it can be brought back to its place.
    """

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("what"), max_length=120)
    role = models.CharField(_("who"), max_length=120, blank=True)
    minutes = models.PositiveIntegerField(
        _("minutes"), default=5, validators=[MaxValueValidator(LONGEST)]
    )
    instruction = models.TextField(_("how"), blank=True, max_length=20_000)
    proof = models.CharField(_("how to tell that it worked"), max_length=300, blank=True)
    waits_for = models.JSONField(default=list, blank=True)
    after_service = models.BooleanField(_("after the service is back"), default=False)
    waited_by = models.JSONField(default=dict, blank=True, editable=False)

    objects = RemovableManager()

    class Meta(Removable.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["runbook", "key"],
                condition=models.Q(removed_at=None),
                name="step_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__lte=MOST_MINUTES), name="step_within_a_century"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RunbookVersion(OrgModel):
    """A runbook as it stood when somebody said that it is fit for use."""

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    sha256 = models.CharField(max_length=64)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=254)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["runbook", "number"], name="runbook_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.runbook} v{self.number}"


class Exercise(OrgModel):
    """A runbook tried on purpose. A passed one is what makes a fallback *tested*."""

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="exercises")
    held_on = models.DateField(_("held on"), validators=[has_been])
    passed = models.BooleanField(_("it worked"))
    measured_minutes = models.PositiveIntegerField(
        _("minutes it took"), null=True, blank=True, validators=[MaxValueValidator(LONGEST)]
    )
    scenario = models.CharField(_("scenario"), max_length=300, blank=True)
    lessons = models.TextField(_("lessons"), blank=True, max_length=20_000)
    recorded_by = models.CharField(max_length=254, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.runbook} · {self.held_on}"


class Activation(OrgModel):
    """A runbook called for by an outage; a person takes it up, or says that it is not needed."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACTIVE = "active", _("in use")
        ENDED = "ended", _("stood down")
        DECLINED = "declined", _("not needed")

    runbook = models.ForeignKey(Runbook, models.CASCADE, related_name="activations")
    outage = models.ForeignKey(Outage, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=254, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["runbook", "outage"], name="proposed_once")]

    def __str__(self) -> str:
        return f"{self.runbook} · {self.get_state_display()}"
