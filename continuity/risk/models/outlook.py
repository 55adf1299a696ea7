"""How often and how much: what is held of outages, and what many simulated years bring."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from continuity.core.bounds import A_CENTURY
from continuity.orgs.models import OrgManager, OrgModel
from continuity.providers.models import Component

LEAST = MinValueValidator(Decimal("0.001"))
SEVERAL = [LEAST, MaxValueValidator(Decimal(1000))]
SOME_YEARS = [LEAST, MaxValueValidator(Decimal(100))]
A_MINUTE = [MinValueValidator(1), *A_CENTURY]


class Prior(OrgModel):
    """What an organisation holds of the outages of a kind, or of one component, before any is seen.

    It stands in place of what is shipped (risk/method/priors.toml); ``why`` says where it is from.
    """

    kind = models.CharField(max_length=16, choices=Component.Kind, blank=True, editable=False)
    component = models.ForeignKey(
        Component, models.CASCADE, null=True, related_name="+", editable=False
    )
    outages_per_year = models.DecimalField(
        _("outages a year"), max_digits=9, decimal_places=3, validators=SEVERAL
    )
    median_minutes = models.PositiveIntegerField(_("half are over within"), validators=A_MINUTE)
    long_minutes = models.PositiveIntegerField(
        _("one in ten lasts longer than"), validators=A_CENTURY
    )
    worth_years = models.DecimalField(
        _("counts for so many years of watching"),
        max_digits=7,
        decimal_places=3,
        validators=SOME_YEARS,
    )
    why = models.CharField(_("where this is from"), max_length=500)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind"],
                condition=Q(component=None),
                name="one_prior_a_kind",
            ),
            models.UniqueConstraint(
                fields=["organization", "component"], name="one_prior_a_component"
            ),
            models.CheckConstraint(
                condition=Q(kind="", component__isnull=False) | (~Q(kind="") & Q(component=None)),
                name="prior_of_a_kind_or_a_component",
            ),
            models.CheckConstraint(
                condition=Q(median_minutes__gte=1, long_minutes__gt=F("median_minutes")),
                name="long_outages_are_longer",
                violation_error_message=_(
                    "What one in ten outages exceeds must be longer than what half of them do."
                ),
            ),
            models.CheckConstraint(
                condition=Q(outages_per_year__gt=0, worth_years__gt=0), name="prior_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.component or self.get_kind_display())


class Outlook(OrgModel):
    """What many simulated years bring an organisation, as `risk/outlook.py` works it out.

    ``revision`` is what of the inventory it saw; a newer one makes it anew.
    """

    at = models.DateTimeField()
    day = models.DateField()
    revision = models.PositiveBigIntegerField()
    method = models.CharField(max_length=40)
    result = models.JSONField(default=dict)

    objects = OrgManager()

    class Meta(OrgModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization"], name="one_outlook")]

    def __str__(self) -> str:
        return str(self.day)
