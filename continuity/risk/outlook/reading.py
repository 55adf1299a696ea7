"""What the pages of risk say, in a fixed number of queries however many rows there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log10
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise

from continuity.core.charts import Segment, percent
from continuity.orgs.models import Organization
from continuity.providers.models import Component
from continuity.risk.method.likelihood import Frequency, Observed, Prior, shipped, update
from continuity.risk.models import Gap

from . import frequency

RAREST = 0.001  # one year in a thousand


@dataclass(frozen=True)
class KindLine:
    """What is held of a kind of component. ``own``: the organisation's word, not ours."""

    kind: str
    label: str | Promise
    prior: Prior
    own: bool


@dataclass(frozen=True)
class RateLine:
    """How often one component fails, and what that rests on."""

    component: Component
    held: Frequency
    own: bool

    @property
    def median(self) -> int:
        return max(round(self.held.duration.median), 1)

    @property
    def long(self) -> int:
        return round(self.held.duration.long)

    @property
    def seen(self) -> Observed:
        return self.held.observed


def kinds(own: Mapping[str, Prior]) -> list[KindLine]:
    return [
        KindLine(kind, label, own.get(kind) or shipped()[kind], kind in own)
        for kind, label in Component.Kind.choices
    ]


def felt(org: Organization, wanted: str = "") -> QuerySet[Component]:
    """Components whose failure some function feels, by name."""
    gaps = Gap.objects.for_org(org).filter(component=OuterRef("pk"))
    rows = Component.objects.for_org(org).filter(Exists(gaps)).select_related("provider")
    if wanted:
        rows = rows.filter(name__icontains=wanted)
    return rows.order_by(Lower("name"), "pk")


def rate_lines(
    org: Organization, components: Iterable[Component], own: Mapping[str, Prior], day: date
) -> list[RateLine]:
    """Two queries."""
    seen = frequency.observed(org, day)
    return [
        RateLine(
            row,
            update(
                own.get(str(row.pk)) or own.get(row.kind) or shipped()[row.kind],
                seen.get(str(row.pk), Observed()),
            ),
            str(row.pk) in own,
        )
        for row in components
    ]


@dataclass(frozen=True)
class Curves:
    """Loss exceedance for each beta. ``rungs``: chances by which the height is read; ``table``: the
    losses that are exceeded with each chance."""

    lines: list[tuple[float, list[Segment]]]
    table: list[tuple[float, tuple[float, ...]]]
    rungs: list[tuple[float, str]]
    most: float


def curves(result: Mapping[str, Any]) -> Curves:
    """Loss to the right, the chance of a costlier year upwards: each rung a tenth of the one above.

    A year in a thousand lies at the foot.
    """
    betas = result["betas"]
    drawn = [(row["beta"], [(a, b) for a, b in row["curve"] if b >= RAREST]) for row in betas]
    most = max((loss for _, points in drawn for loss, _ in points), default=0.0)
    return Curves(
        lines=[(beta, _line(points, most)) for beta, points in drawn],
        table=list(zip(result["odds"], zip(*(r["odds"] for r in betas), strict=True), strict=True)),
        rungs=[(chance, _height(chance)) for chance in (1.0, 0.1, 0.01, 0.001)],
        most=most,
    )


def _line(points: list[tuple[float, float]], most: float) -> list[Segment]:
    places = [(percent(loss, most), _height(chance)) for loss, chance in points]
    return [Segment(*one, *other) for one, other in pairwise(places)]


def _height(chance: float) -> str:
    return percent(-log10(chance), -log10(RAREST))
