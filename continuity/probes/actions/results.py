"""What a run saw: kept, told to whoever works out outages, and told to the probe's owner.

Bookkeeping, but for the outages that follow from it, which are verbs of their own.
"""

from datetime import datetime, timedelta

from django.db import transaction

from continuity.orgs.actor import Actor
from continuity.probes import judging
from continuity.probes.days import local_day, next_midnight
from continuity.probes.judging import Looks, Standing
from continuity.probes.kinds import Judgement
from continuity.probes.models import Probe, Result
from continuity.probes.spending import Cost
from continuity.providers.actions import Witness, hear
from continuity.providers.actions import forget as forget_witness
from continuity.providers.feeds import State
from continuity.providers.memory import Observation
from continuity.providers.models import Signal

from .leases import SHORTEST, held
from .telling import tell_owner

HOLDS = 2.5  # intervals for which what a probe said holds when it falls silent


def finish(probe: Probe, found: Judgement, cost: Cost, now: datetime) -> Result | None:
    """Write a run down, once: None if the lease was lost, and then nothing is written."""
    was = probe.standing()
    standing = judging.step(was, found, now, canary=probe.is_canary)
    with transaction.atomic():
        if not held(probe).update(**_fields(probe, standing, found, now)):
            return None
        result = Result(
            organization=probe.organization,
            probe=probe,
            at=now,
            day=local_day(probe.organization, now),
            verdict=found.verdict.value,
            reason=found.reason,
            first_ms=found.first_ms,
            total_ms=found.total_ms,
            tokens=cost.tokens,
            micros=cost.micros,
        )
        result.save(force_insert=True)
        _tell_outages(probe, found, standing, now)
        tell_owner(probe, standing, found)
    return result


def wait_for_tomorrow(probe: Probe, now: datetime) -> None:
    """The cap of the day is reached: nothing is asked until the next one begins."""
    org = probe.organization
    held(probe).update(
        spent_on=local_day(org, now),
        next_due=next_midnight(org, now),
        lease_until=None,
        lease_token="",
    )


def forget(actor: Actor, probe: Probe, now: datetime) -> None:
    """The probe says no more: what it alone told of is over."""
    forget_witness(Actor.system(actor.org), probe.component, witness(probe), now)


def witness(probe: Probe, reason: str = "") -> Witness:
    """An address that does not answer is a suspicion; a model that does not, with our key, none."""
    told = {"probe": probe.name, "probe_id": probe.pk, "reason": reason}
    return Witness(
        Signal.Source.PROBE, f"probe:{probe.pk}", suspected=not probe.is_canary, evidence=told
    )


def _tell_outages(probe: Probe, found: Judgement, standing: Standing, now: datetime) -> None:
    state = judging.state_of(found, proven=standing.proven)
    if not state:
        return
    told = witness(probe, found.reason)
    until = now + max(timedelta(minutes=HOLDS * probe.every_minutes), timedelta(minutes=30))
    holding = Witness(told.source, told.name, told.suspected, until=until, evidence=told.evidence)
    seen = Observation(now, State(state), began=standing.bad_since, title=_title(probe, found))
    hear(Actor.system(probe.organization), probe.component, holding, seen, now)


def _title(probe: Probe, found: Judgement) -> str:
    return f"{probe.name}: {found.reason.replace('_', ' ')}" if found.reason else probe.name


def _fields(probe: Probe, standing: Standing, found: Judgement, now: datetime) -> dict[str, object]:
    wait = SHORTEST if judging.restless(standing) else timedelta(minutes=probe.every_minutes)
    same = standing.looks == probe.looks and probe.looks_since
    return {
        "looks": standing.looks.value,
        "looks_since": probe.looks_since if same else now,
        "reason": found.reason,
        "proven": standing.proven,
        "bad": standing.bad,
        "good": standing.good,
        "bad_since": standing.bad_since,
        "rights": list(standing.rights),
        "tried_at": now,
        "first_ms": found.first_ms,
        "total_ms": found.total_ms,
        "spent_on": None,
        "told_owner": _still_told(probe, standing),
        "next_due": max(now + SHORTEST, probe.next_due + wait),
        "lease_until": None,
        "lease_token": "",
    }


def _still_told(probe: Probe, standing: Standing) -> str:
    return "" if standing.looks is Looks.GOOD else probe.told_owner
