"""Money and tokens: set aside before a question is sent, corrected when it was answered.

Both caps are in the condition of the update, so that workers at the same time cannot pass them. A
worker that dies in between leaves its share set aside: the cap errs on the side of the purse.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from continuity.orgs.models import Organization
from continuity.probes.models import Budget, Probe, Spend
from continuity.probes.spending import Cost, micros

from .leases import WHY


def budgets_of(probes: Iterable[Probe]) -> dict[int, Budget]:
    """The budget of each organisation, the defaults where none is set. One query."""
    orgs = {probe.organization_id: probe.organization for probe in probes}
    found = {pk: Budget(organization=org) for pk, org in orgs.items()}
    rows = Budget.objects.across_orgs(WHY)
    return found | {row.organization_id: row for row in rows.filter(organization__in=orgs)}


def reserve(probe: Probe, budget: Budget, cost: Cost, day: date) -> bool:
    """Set ``cost`` aside for the probe and for all together; False, and nothing is, if it is too
    much for either. All together first, always: two workers never wait for each other."""
    org = probe.organization
    Spend.objects.for_org(org).bulk_create(
        [Spend(organization=org, day=day), Spend(organization=org, probe=probe, day=day)],
        ignore_conflicts=True,
    )
    with transaction.atomic():
        for whose, caps in ((None, budget), (probe, probe)):
            if not _add(org, whose, day, cost, caps):
                transaction.set_rollback(True)
                return False
    return True


def _add(
    org: Organization, whose: Probe | None, day: date, cost: Cost, caps: Budget | Probe
) -> bool:
    rows = Spend.objects.for_org(org).filter(
        probe=whose,
        day=day,
        tokens__lte=caps.tokens_a_day - cost.tokens,
        micros__lte=micros(caps.money_a_day) - cost.micros,
    )
    grown = {"tokens": F("tokens") + cost.tokens, "micros": F("micros") + cost.micros}
    return bool(rows.update(**grown))


def settle(probe: Probe, reserved: Cost, actual: Cost, day: date) -> None:
    """What was set aside becomes what it was."""
    change = {
        "tokens": F("tokens") + (actual.tokens - reserved.tokens),
        "micros": F("micros") + (actual.micros - reserved.micros),
    }
    rows = Spend.objects.for_org(probe.organization).filter(day=day)
    with transaction.atomic():
        for whose in (None, probe):
            rows.filter(probe=whose).update(**change)
