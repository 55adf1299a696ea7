"""How bad: what the method said, kept so that lists can sort by it and years can be compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from continuity.inventory.models import Function
from continuity.orgs.models import OrgManager, OrgModel
from continuity.providers.models import Component
from continuity.risk.method.scores import band


class Assessment(OrgModel):
    """The organisation's score on one day: the last that was worked out on it.

    ``summary`` holds what the home page says: exposure by component key, concentration at both
    levels, counts of verdicts and of functions not filled in, advice. ``revision`` is what of the
    inventory it saw, ``seq`` the newest entry of the audit chain by then. ``moved`` holds whose
    score differs from that of the day before, see ``moves.py``; empty where that was not kept.
    """

    day = models.DateField()
    at = models.DateTimeField()
    revision = models.PositiveBigIntegerField()
    score = models.DecimalField(max_digits=7, decimal_places=4)
    method = models.CharField(max_length=40)
    summary = models.JSONField(default=dict)
    seq = models.PositiveBigIntegerField(null=True)
    moved = models.JSONField(default=dict)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "day"], name="one_assessment_a_day")
        ]
        indexes = [models.Index(fields=["at"], name="who_was_assessed_since")]

    def __str__(self) -> str:
        return f"{self.day}: {self.score}"


class Verdict(models.TextChoices):
    UNAFFECTED = "unaffected", _("unaffected")
    COVERED = "covered", _("covered")
    UNTESTED = "untested", _("untested")
    UNDOCUMENTED = "undocumented", _("undocumented")
    LATE = "late", _("late")
    LOST = "lost", _("lost")


class Filling(models.TextChoices):
    """How far a function is filled in; see `inventory.portable.Function.filling`."""

    COMPLETE = "complete", _("complete")
    UNFINISHED = "unfinished", _("not finished")
    UNDESCRIBED = "undescribed", _("not described yet")


class FunctionScore(OrgModel):
    """The newest score of a function, beside its worst component and the reason.

    A score of 0 says nothing good where ``filling`` is not complete: there is nothing to fail yet.
    """

    function = models.OneToOneField(Function, models.CASCADE, related_name="score")
    score = models.DecimalField(max_digits=7, decimal_places=4)
    worst = models.ForeignKey(Component, models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.UNAFFECTED)
    why = models.JSONField(default=dict)
    points_of_failure = models.PositiveIntegerField(default=0)
    pairs = models.JSONField(default=dict)  # see risk/picture.py: what only together stops it
    year = models.JSONField(default=dict)  # see risk/picture.py: what a year is expected to bring
    filling = models.CharField(max_length=11, choices=Filling, default=Filling.COMPLETE)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        indexes = [models.Index(fields=["organization", "-score"], name="functions_by_score")]

    @property
    def band(self) -> str:
        """``low``, ``moderate``, ``high`` or ``severe``."""
        return str(band(float(self.score)))

    @property
    def known(self) -> bool:
        """Whether the score says anything: what is filled in may be bad already."""
        return self.filling == Filling.COMPLETE or self.score > 0

    @property
    def standing(self) -> str:
        """The band; of what is not filled in, that."""
        return self.band if self.filling == Filling.COMPLETE else str(self.filling)


class Gap(OrgModel):
    """What the failure of one component does to one function; rows only where it does anything."""

    function = models.ForeignKey(Function, models.CASCADE, related_name="gaps")
    component = models.ForeignKey(Component, models.CASCADE, related_name="gaps")
    verdict = models.CharField(max_length=12, choices=Verdict)
    recovery_minutes = models.PositiveIntegerField(null=True)  # None: never
    gap = models.DecimalField(max_digits=7, decimal_places=6)
    why = models.JSONField(default=dict)  # dependency, reason, path; see risk/method/gap.py

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["function", "component"], name="one_gap")]
        indexes = [
            models.Index(fields=["component", "organization"], name="who_is_hit"),
        ]
