"""What if: events kept to be replayed, and replays too large for a page to wait for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import OrgManager, OrgModel, Removable, RemovableManager
from continuity.orgs.names import plain_name


class Scenario(Removable):
    """An event kept to be replayed again and exercised, as `continuity.event/1`.

    ``held``: keys of what is said to have stayed up in it.
    """

    name = models.CharField(_("name"), max_length=120, validators=[plain_name])
    note = models.CharField(_("what it is to show"), max_length=300, blank=True)
    event = models.JSONField(editable=False)
    held = models.JSONField(default=list, editable=False)
    saved_at = models.DateTimeField(auto_now_add=True)
    saved_by = models.CharField(max_length=254, editable=False)

    objects = RemovableManager()

    class Meta(Removable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=models.Q(removed_at=None),
                name="scenario_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Run(OrgModel):
    """A replay too large for a page to wait for: asked for once, made by a sweep, then read.

    ``key`` says what was replayed on what: the same question finds the same row.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("could not be done")
        CANCELLED = "cancelled", _("stopped")

    key = models.CharField(max_length=64)
    event = models.JSONField()
    held = models.JSONField(default=list)
    day = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)  # in percent
    result = models.JSONField(null=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="run_once")]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(state="queued"),
                name="runs_that_wait",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event.get('name', '')} · {self.get_state_display()}"
