"""What we lean on: functions, what each asks of AI, and the ways to serve it."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from continuity.core.bounds import A_CENTURY, MOST_MINUTES, has_been
from continuity.orgs.models import OrgManager, OrgModel, OrgQuerySet, Removable, RemovableManager
from continuity.providers.models import Component
from continuity.runbooks.models import Exercise, Runbook

SHARE = [MinValueValidator(Decimal("0.000000001")), MaxValueValidator(Decimal(1))]


class FunctionQuerySet(OrgQuerySet):
    """Questions about functions."""


class Function(Removable):
    """A business function with its impact analysis.

    ``impact``: steps ``{"after_minutes": int, "cost_per_hour": "decimal as text"}``, ascending.
    """

    class Criticality(models.IntegerChoices):
        LOW = 1, _("1 · low")
        MODEST = 2, _("2 · modest")
        IMPORTANT = 3, _("3 · important")
        HIGH = 4, _("4 · high")
        VITAL = 5, _("5 · vital")

    key = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=20_000)
    criticality = models.PositiveSmallIntegerField(
        _("criticality"), choices=Criticality, default=Criticality.IMPORTANT
    )
    rto_minutes = models.PositiveIntegerField(_("recovery time objective"), validators=A_CENTURY)
    rpo_minutes = models.PositiveIntegerField(
        _("recovery point objective"), null=True, blank=True, validators=A_CENTURY
    )
    mtpd_minutes = models.PositiveIntegerField(
        _("maximum tolerable period of disruption"), validators=A_CENTURY
    )
    minimum_capacity = models.DecimalField(
        _("minimum capacity"), max_digits=10, decimal_places=9, default=Decimal(1), validators=SHARE
    )
    impact = models.JSONField(_("impact curve"), default=list, blank=True)
    owner_email = models.EmailField(_("owner"), blank=True)
    deputy_email = models.EmailField(_("deputy"), blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="feeds")
    assessed_on = models.DateField(
        _("impact assessed on"), null=True, blank=True, validators=[has_been]
    )
    template = models.CharField(max_length=40, blank=True, editable=False)  # it was taken from
    edited_at = models.DateTimeField(auto_now=True)

    objects = RemovableManager(FunctionQuerySet)

    class Meta(Removable.Meta):
        indexes = [
            models.Index(fields=["organization", "name"], name="functions_by_name"),
            models.Index(
                fields=["organization", "-criticality", "name"], name="functions_by_criticality"
            ),
            models.Index(
                fields=["organization", "template"],
                condition=~Q(template=""),
                name="functions_of_templates",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"], condition=Q(removed_at=None), name="function_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(removed_at=None),
                name="function_name_once",
                violation_error_message=_("You already have a function of that name."),
            ),
            models.CheckConstraint(
                condition=Q(rto_minutes__lte=F("mtpd_minutes")),
                name="rto_within_mtpd",
                violation_error_message=_(
                    "The recovery time objective must not be longer than the maximum tolerable "
                    "period of disruption."
                ),
            ),
            models.CheckConstraint(
                condition=Q(criticality__gte=1, criticality__lte=5), name="criticality_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(mtpd_minutes__lte=MOST_MINUTES), name="mtpd_within_a_century"
            ),
            models.CheckConstraint(
                condition=Q(minimum_capacity__gt=0, minimum_capacity__lte=1),
                name="minimum_capacity_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inventory:function", args=[self.organization.slug, self.pk])


class Dependency(Removable):
    """One thing that a function asks of AI; served while ``required`` of its options are up."""

    function = models.ForeignKey(Function, models.CASCADE, related_name="dependencies")
    key = models.CharField(max_length=120)
    name = models.CharField(_("what it asks of AI"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=20_000)
    essential = models.BooleanField(_("the function stops without it"), default=True)
    high_risk = models.BooleanField(_("high-risk AI system under the EU AI Act"), default=False)
    required = models.PositiveSmallIntegerField(
        _("options that must run"), default=1, validators=[MinValueValidator(1)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects = RemovableManager(OrgQuerySet)

    class Meta(Removable.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["function", "key"], condition=Q(removed_at=None), name="dependency_once"
            ),
            models.CheckConstraint(condition=Q(required__gte=1), name="at_least_one_required"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inventory:function", args=[self.organization.slug, self.function_id])


class Option(Removable):
    """One way to serve a dependency. The first ``required`` by position run; the rest fall back."""

    dependency = models.ForeignKey(Dependency, models.CASCADE, related_name="options")
    key = models.CharField(max_length=120)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    on = models.ManyToManyField(
        Component, blank=True, related_name="options", verbose_name=_("rests on")
    )
    capacity = models.DecimalField(
        _("capacity"), max_digits=10, decimal_places=9, default=Decimal(1), validators=SHARE
    )
    switch_minutes = models.PositiveIntegerField(_("switch time"), default=0, validators=A_CENTURY)
    runbook = models.ForeignKey(
        Runbook,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="options",
        verbose_name=_("runbook"),
    )
    tested_on = models.DateField(
        _("last passed exercise"), null=True, blank=True, validators=[has_been]
    )

    measured_by = models.ForeignKey(  # the newest exercise that the switch time followed
        Exercise, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = RemovableManager(OrgQuerySet)

    class Meta(Removable.Meta):
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dependency", "key"], condition=Q(removed_at=None), name="option_once"
            ),
            models.CheckConstraint(
                condition=Q(capacity__gt=0, capacity__lte=1), name="capacity_is_a_share"
            ),
            models.CheckConstraint(
                condition=Q(switch_minutes__lte=MOST_MINUTES), name="switch_within_a_century"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(OrgModel):
    """Many functions changed, added or removed at once: what one click takes back.

    ``rows`` by primary key of the function: of an edit ``{field: [was, is]}`` as text, else empty.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", _("changed")
        ADD = "add", _("added")
        REMOVE = "remove", _("removed")

    kind = models.CharField(max_length=6, choices=Kind)
    at = models.DateTimeField()
    rows = models.JSONField()
    undone_at = models.DateTimeField(null=True, editable=False)

    undone: Any  # what the undoing came to, on the row just undone

    objects = OrgManager()

    def __str__(self) -> str:
        n = len(self.rows)
        return ngettext("%(n)s function", "%(n)s functions", n) % {"n": n}


class Import(OrgModel):
    """A file under way into the inventory: kept until it is taken in or given up.

    ``mapping``: what columns were said to be. ``outcome``: what taking it in would change, in
    numbers and first names. ``inverse``: what takes it back. ``revision``: of the organisation,
    when it was last read. ``seq``: the place in the audit chain at which it was taken in.
    """

    BOOKKEEPING = OrgModel.BOOKKEEPING | {
        *("progress", "revision", "attempts", "inverse", "outcome", "columns", "notes", "evidence"),
        *("mapping", "signature", "faults", "seq", "file", "reason"),
    }

    class State(models.TextChoices):
        READING = "reading", _("being read")
        COLUMNS = "columns", _("waits for you")
        FAULTY = "faulty", _("refused")
        CHECKED = "checked", _("ready")
        TAKING = "taking", _("being taken in")
        TAKEN_IN = "taken_in", _("taken in")
        UNDONE = "undone", _("taken back")
        CANCELLED = "cancelled", _("given up")
        FAILED = "failed", _("failed")

    WAITING = (State.READING, State.TAKING)
    OPEN = (State.READING, State.COLUMNS, State.FAULTY, State.CHECKED)

    name = models.CharField(max_length=200)
    format = models.CharField(max_length=40)
    file = models.FileField(upload_to="imports/", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State, default=State.READING)
    by = models.ForeignKey("orgs.User", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    taken_in_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    signature = models.CharField(max_length=64, blank=True)
    columns = models.JSONField(default=list, blank=True)
    faults = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    inverse = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    progress = models.PositiveIntegerField(default=0)
    revision = models.PositiveBigIntegerField(default=0)
    seq = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)

    objects = OrgManager(OrgQuerySet)

    class Meta(OrgModel.Meta):
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="imports_newest"),
            models.Index(fields=["organization", "signature"], name="imports_by_columns"),
            models.Index(
                fields=["created_at"],
                condition=Q(state__in=("reading", "taking")),
                name="imports_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("inventory:import_one", args=[self.organization.slug, self.pk])
