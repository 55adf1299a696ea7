"""The rows behind the figures: whose score, whose exposure, whose share. A fixed number of queries.

Sums and shares are METHOD 4 and 5, worked out here by the database for one page of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber

from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers.effective import runs_on
from continuity.providers.models import Component

from .models import FunctionScore, Gap

LEVELS = ("provider", "host")


def scores(org: Organization) -> QuerySet:
    """Every function's score, those that weigh most first; ``weighed``: criticality times score."""
    weighed = ExpressionWrapper(F("function__criticality") * F("score"), FloatField())
    rows = FunctionScore.objects.for_org(org).filter(function__removed_at=None)
    return (
        rows.select_related("function", "worst")
        .annotate(weighed=weighed)
        .order_by("-weighed", "function__name", "pk")
    )


def criticality(org: Organization) -> int:
    """Of all functions, added up: what the scores are divided by."""
    return Function.objects.for_org(org).aggregate(all=Sum("criticality"))["all"] or 0


def gaps(org: Organization, component: Component) -> QuerySet:
    """What feels the component, what counts most first; ``weighed``: criticality times gap, as
    percent."""
    weighed = ExpressionWrapper(100 * F("function__criticality") * F("gap"), FloatField())
    rows = Gap.objects.for_org(org).filter(component=component, function__removed_at=None)
    return (
        rows.select_related("function")
        .annotate(weighed=weighed)
        .order_by("-weighed", "-function__criticality", "function__name", "pk")
    )


@dataclass(frozen=True)
class Part:
    """A running option and what it makes its holder hold.

    ``points``: of the function's criticality. ``through``: its components that lead there.
    """

    option: Option
    points: float
    through: list[Component]
    asks: int
    holders: int


class Holding:
    """What rests on one provider (by slug), or on one host (by primary key)."""

    def __init__(self, org: Organization, level: str, holder: str) -> None:
        self.org = org
        rows = Component.objects.for_org(org).values_list(
            "pk", "provider__slug", "provider__operator"
        )
        if level == "provider":
            self.held_by = {pk: {operator or slug} for pk, slug, operator in rows}
        else:
            below = runs_on(org, {str(pk) for pk, *_ in rows})
            self.held_by = _bottoms({pk: [int(low) for low in below[str(pk)]] for pk, *_ in rows})
        self.key = holder if level == "provider" or not holder.isdecimal() else int(holder)
        self.leading = {pk for pk, holders in self.held_by.items() if self.key in holders}

    def options(self) -> QuerySet:
        """Running options of essential dependencies that rest on it, the most critical first."""
        place = Window(RowNumber(), partition_by=F("dependency"), order_by=["position", "pk"])
        running = (
            Option.objects.for_org(self.org)
            .annotate(place=place)
            .filter(place__lte=F("dependency__required"))
        )
        links = Option.on.through.objects.filter(
            option__organization=self.org, component__in=self.leading
        )
        return (
            Option.objects.for_org(self.org)
            .filter(
                pk__in=running.values("pk"),
                dependency__essential=True,
                dependency__removed_at=None,
                dependency__function__removed_at=None,
            )
            .filter(pk__in=links.values("option"))
            .select_related("dependency__function")
            .prefetch_related("on")
            .order_by("-dependency__function__criticality", "dependency__function__name", "pk")
        )

    def parts(self, options: Iterable[Option]) -> list[Part]:
        """One query more, whatever the number of options."""
        shown = list(options)
        functions = {option.dependency.function_id for option in shown}
        essential = Q(essential=True, function__in=functions)
        counts = Dependency.objects.for_org(self.org).filter(essential).order_by()
        asks = dict(counts.values("function").annotate(n=Count("pk")).values_list("function", "n"))
        return [self._part(option, asks[option.dependency.function_id]) for option in shown]

    def _part(self, option: Option, asks: int) -> Part:
        on = list(option.on.all())
        holders = set().union(*(self.held_by[c.pk] for c in on if c.pk in self.held_by))
        whole = option.dependency.function.criticality
        return Part(
            option=option,
            points=whole / (asks * option.dependency.required * len(holders)),
            through=[c for c in on if c.pk in self.leading],
            asks=asks,
            holders=len(holders),
        )


def _bottoms(below: dict[int, list[int]]) -> dict[int, set[Any]]:
    """For each component those at the bottom of its closure; there are no circles."""
    found: dict[int, set[Any]] = {}
    for start in below:
        ahead = [start]
        while ahead:
            pk = ahead[-1]
            waiting = [low for low in below[pk] if low not in found]
            if waiting:
                ahead += waiting
                continue
            found[pk] = set().union(*(found[low] for low in below[pk])) if below[pk] else {pk}
            ahead.pop()
    return found
