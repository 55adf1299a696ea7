"""Plans under an outage: what it does to the functions that each covers."""

from collections.abc import Iterable

from continuity.orgs.models import Organization
from continuity.risk.pressure import Pressed, of_functions

from .models import Plan, Version
from .panels import chosen
from .standing import HOLDS, Press, Standing, under


def presses(rows: list[Pressed], functions: set[int]) -> list[Press]:
    """Of the functions of one plan; none means all."""
    return [_press(row) for row in of_functions(rows, functions)]


def _press(row: Pressed) -> Press:
    asks = row.hit.asks
    uncarried = not row.hit.is_carried
    return Press(
        function=row.hit.function.name,
        pk=row.hit.function.pk,
        component=row.outage.component.name,
        carriers=() if uncarried else _names(c.name for ask in asks for c in ask.carried.now),
        lame=_names(c.name for ask in asks for c in ask.carried.lame),
        doubtful=_names(c.because for ask in asks for c in ask.carried.doubtful),
        rto_at=row.hit.rto_at,
        mtpd_at=row.hit.mtpd_at,
        suspected=row.outage.suspected,
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def standings(org: Organization, rows: list[Pressed]) -> list[tuple[Plan, Standing]]:
    """The plans in force that an outage touches, and what it makes of them; nothing else of their
    standing. Two queries, none where nothing is down."""
    if not rows:
        return []
    in_force = Version.objects.for_org(org).filter(state=Version.State.APPROVED)
    plans = Plan.objects.for_org(org).filter(versions__in=in_force).select_related("organization")
    held = chosen(org)
    found = [
        (plan, under(Standing(HOLDS, ()), presses(rows, held[plan.pk])))
        for plan in plans.order_by("title")
    ]
    return [(plan, standing) for plan, standing in found if standing.reasons]
