"""What holds today, as one organisation sees it: what rests on what, and what each is in by now."""

from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least

from continuity.core.graph import without_circles
from continuity.orgs.models import Organization

from .models import Edge, Outage, Signal, State
from .sources import BLIND_AFTER

UNKNOWN = Value(State.UNKNOWN.value)
WORST_FIRST = ("major_outage", "partial_outage", "degraded", "maintenance", "operational")


def runs_on(org: Organization, known: set[str] | None = None) -> dict[str, list[str]]:
    """What runs on what, as ``org`` sees it: the catalogue's hints under its own corrections.

    By primary keys as text, of components ``known`` where they are given. Where the two together
    go round, which a newer catalogue can bring about, the catalogue's edge gives way. One query.
    """
    shared: dict[tuple[str, str], bool] = {}
    own: dict[tuple[str, str], bool] = {}
    rows = Edge.objects.for_org(org).order_by("component_id", "runs_on_id")
    for owner, upper, lower, present in rows.values_list(
        "organization_id", "component_id", "runs_on_id", "present"
    ):
        if known is None or {str(upper), str(lower)} <= known:
            (own if owner else shared)[str(upper), str(lower)] = present
    wanted = [pair for pair, present in {**shared, **own}.items() if present]
    return without_circles(sorted(wanted, key=lambda pair: pair not in own))


def state_now(org: Organization, now: datetime, component: str = "") -> Any:
    """The state of a component by ``now``, to annotate rows with.

    What the feeds say: unknown where none of what tells of it was read for half an hour, whether
    or not anybody is left to write that down. Where the organisation itself sees something, by
    its probe, people or webhook: the worst that is known of the two.

    ``component``: the name of the field that leads to it; empty for components themselves.
    """
    which = OuterRef(component or "pk")
    state = F(f"{component}__state" if component else "state")
    own_kind = Q(organization=None, component__organization=None) | Q(
        organization=F("component__organization")
    )
    told = Signal.objects.for_org(org).filter(own_kind, component=which, feed__isnull=False)
    heard = told.filter(feed__enabled=True, feed__read_at__gt=now - BLIND_AFTER)
    shared = Case(
        When(Exists(told) & ~Exists(heard), then=UNKNOWN), default=state, output_field=CharField()
    )
    own = own_signals(org, now).filter(component=which).annotate(rank=_rank(F("state")))
    seen = Coalesce(Subquery(own.order_by("rank").values("rank")[:1]), len(WORST_FIRST))
    return _level(Least(seen, _rank(shared)))


def suspected_now(org: Organization, component: str = "") -> Any:
    """Whether the worst that is known of a component is a suspicion, to annotate rows with."""
    worst = (
        Outage.objects.for_org(org)
        .open()
        .filter(component=OuterRef(component or "pk"))
        .order_by(_rank(F("state")), "suspected")
    )
    return Coalesce(Subquery(worst.values("suspected")[:1]), False)


def _rank(state: Any) -> Func:
    """The place of a state in `WORST_FIRST`, the last of all what is not in it.

    Names ``state`` once, as `Case` cannot: a subquery in it would run, and be built, once a level.
    """
    ranks = " ".join(f"WHEN '{level}' THEN {n}" for n, level in enumerate(WORST_FIRST))
    template = f"CASE %(expressions)s {ranks} ELSE {len(WORST_FIRST)} END"
    return Func(state, template=template, output_field=IntegerField())


def _level(rank: Any) -> Func:
    """The other way round."""
    levels = " ".join(f"WHEN {n} THEN '{level}'" for n, level in enumerate(WORST_FIRST))
    template = f"CASE %(expressions)s {levels} ELSE '{State.UNKNOWN.value}' END"
    return Func(rank, template=template, output_field=CharField())


def own_signals(org: Organization, now: datetime) -> Any:
    """What the organisation itself sees of components by ``now``."""
    speaks = Q(until__gt=now) | Q(until=None, seen_at__gt=now - BLIND_AFTER)
    return Signal.objects.for_org(org).filter(speaks, organization=org, feed=None)
