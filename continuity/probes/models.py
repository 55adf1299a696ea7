"""An organisation's own probes: what they ask, what they saw, what they cost, and their keys."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from continuity.orgs.models import (
    OrgManager,
    OrgModel,
    OrgQuerySet,
    Removable,
    RemovableManager,
    User,
)
from continuity.orgs.names import plain_name
from continuity.providers.models import Component

from .judging import Looks, Standing
from .kinds import Asked, Verdict, kinds
from .spending import Prices

TOKENS_A_DAY = 50_000
MOST_MONEY = Decimal(1_000_000)


def money_field(label: Any, default: str) -> models.DecimalField:
    bounds = [MinValueValidator(Decimal(0)), MaxValueValidator(MOST_MONEY)]
    return models.DecimalField(
        label, max_digits=12, decimal_places=4, default=Decimal(default), validators=bounds
    )


class Probe(Removable):
    """One question, asked of one address again and again; it speaks of one component.

    ``url`` stands without its path for kinds that add their own. Times in milliseconds.
    """

    class Method(models.TextChoices):
        GET = "GET", "GET"
        HEAD = "HEAD", "HEAD"

    BOOKKEEPING = Removable.BOOKKEEPING | {
        *("looks", "looks_since", "reason", "proven", "bad", "good", "bad_since", "rights"),
        *("spent_on", "told_owner", "tried_at", "first_ms", "total_ms", "next_due"),
    }

    component = models.ForeignKey(Component, models.CASCADE, related_name="probes")
    name = models.CharField(_("name"), max_length=120, validators=[plain_name])
    kind = models.CharField(max_length=24, editable=False)  # a file of ``kinds``
    url = models.CharField(_("address"), max_length=500)
    every_minutes = models.PositiveSmallIntegerField(
        _("every (minutes)"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
    )
    paused = models.BooleanField(default=False, editable=False)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")

    method = models.CharField(
        _("method"), max_length=4, choices=Method, default=Method.GET, blank=True
    )
    statuses = models.CharField(_("statuses wanted"), max_length=60, blank=True)
    contains = models.CharField(_("text that it must contain"), max_length=200, blank=True)
    first_within_ms = models.PositiveIntegerField(
        _("slow after (milliseconds)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20_000)],
    )

    model = models.CharField(_("model"), max_length=120, blank=True)
    api_version = models.CharField(_("version of the API"), max_length=40, blank=True)
    thinks = models.BooleanField(_("it thinks before it answers"), default=False)
    question = models.CharField(_("question"), max_length=300, blank=True)
    answers = models.JSONField(_("right answers"), default=list, blank=True)
    price_in = money_field(_("price of a million tokens in"), "15")
    price_out = money_field(_("price of a million tokens out"), "75")
    tokens_a_day = models.PositiveIntegerField(_("tokens a day, at most"), default=TOKENS_A_DAY)
    money_a_day = money_field(_("money a day, at most"), "1")

    looks = models.CharField(max_length=16, default=Looks.NEW, editable=False)
    looks_since = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(max_length=40, blank=True, editable=False)
    proven = models.BooleanField(default=False, editable=False)
    bad = models.PositiveIntegerField(default=0, editable=False)
    good = models.PositiveIntegerField(default=0, editable=False)
    bad_since = models.DateTimeField(null=True, editable=False)
    rights = models.JSONField(default=list, editable=False)
    spent_on = models.DateField(null=True, editable=False)  # the day whose cap was reached
    told_owner = models.CharField(max_length=60, blank=True, editable=False)

    tried_at = models.DateTimeField(null=True, editable=False)
    first_ms = models.PositiveIntegerField(null=True, editable=False)
    total_ms = models.PositiveIntegerField(null=True, editable=False)
    next_due = models.DateTimeField(db_index=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    lease_token = models.CharField(max_length=32, blank=True, editable=False)

    objects = RemovableManager()

    class Meta(Removable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(removed_at=None),
                name="probe_name_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_due"], condition=Q(removed_at=None, paused=False), name="probes_due"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("probes:detail", args=[self.organization.slug, self.pk])

    @property
    def is_canary(self) -> bool:
        return kinds()[self.kind].KEYED

    @property
    def kind_name(self) -> str:
        return kinds()[self.kind].NAME

    def asked(self) -> Asked:
        return Asked(
            url=self.url,
            model=self.model,
            question=self.question,
            answers=tuple(self.answers),
            thinks=self.thinks,
            method=self.method,
            statuses=frozenset(int(part) for part in self.statuses.split()),
            contains=self.contains,
            first_within_ms=self.first_within_ms or 0,
            api_version=self.api_version,
        )

    def prices(self) -> Prices:
        return Prices(self.price_in, self.price_out)

    def standing(self) -> Standing:
        return Standing(
            Looks(self.looks),
            self.proven,
            self.bad,
            self.good,
            self.bad_since,
            tuple(self.rights),
        )


class Secret(OrgModel):
    """The key of one probe, sealed, for one host. It is written and used, and never shown."""

    SECRETS = OrgModel.SECRETS | {"sealed"}

    probe = models.OneToOneField(Probe, models.CASCADE, related_name="secret")
    origin = models.CharField(max_length=300)
    sealed = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=254)

    objects = OrgManager()

    def __str__(self) -> str:
        return f"key for {self.origin}"


class Result(OrgModel):
    """What one run saw. Kept for a week, then as a ``Day``. ``day``: of the organisation's zone."""

    probe = models.ForeignKey(Probe, models.CASCADE, related_name="results")
    at = models.DateTimeField()
    day = models.DateField()
    verdict = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict])
    reason = models.CharField(max_length=40, blank=True)
    first_ms = models.PositiveIntegerField(null=True)
    total_ms = models.PositiveIntegerField(null=True)
    tokens = models.PositiveIntegerField(default=0)
    micros = models.PositiveBigIntegerField(default=0)
    folded = models.BooleanField(default=False)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        indexes = [
            models.Index(fields=["probe", "-at"], name="results_of_probe"),
            models.Index(fields=["day"], condition=Q(folded=False), name="results_to_fold"),
            models.Index(fields=["at"], condition=Q(folded=True), name="results_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} at {self.at:%Y-%m-%d %H:%M}"


class Spend(OrgModel):
    """What is spent or set aside on one day: by one probe, or (without one) by all together."""

    probe = models.ForeignKey(Probe, models.CASCADE, null=True, related_name="spends")
    day = models.DateField()
    tokens = models.BigIntegerField(default=0)
    micros = models.BigIntegerField(default=0)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["probe", "day"], name="spend_of_probe_once"),
            models.UniqueConstraint(
                fields=["organization", "day"], condition=Q(probe=None), name="spend_of_all_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.tokens}"


class Budget(OrgModel):
    """What all probes of an organisation may come to. No row: the defaults."""

    tokens_a_day = models.PositiveIntegerField(_("tokens a day, at most"), default=200_000)
    money_a_day = money_field(_("money a day, at most"), "5")
    most_probes = models.PositiveSmallIntegerField(default=20, editable=False)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_budget")]

    def __str__(self) -> str:
        return str(_("What probes may cost"))


class DayQuerySet(OrgQuerySet):
    def between(self, first: object, last: object) -> "DayQuerySet":
        return self.filter(day__range=(first, last)).order_by("component", "day")


class Day(OrgModel):
    """How one component did on one day by all probes of it: tries by verdict, times in the middle.

    ``good`` holds the wrong answers too: it was there. ``other``: ours, or nobody can tell.
    """

    component = models.ForeignKey(Component, models.CASCADE, related_name="probed_days")
    day = models.DateField()
    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)
    first_ms = models.PositiveIntegerField(null=True)
    total_ms = models.PositiveIntegerField(null=True)

    objects = OrgManager(DayQuerySet)

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "component", "day"], name="one_probed_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.good}/{self.good + self.bad}"
