"""Fill the demonstration by the verbs that people use. The same for the same day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from continuity.inventory import actions as inventory
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.providers.actions import own
from continuity.providers.models import Component
from continuity.runbooks import actions as runbooks
from continuity.runbooks.models import Runbook

from . import DATA

YEAR = 365


@dataclass
class Made:
    """What has been made so far, by the keys of the file; ``since``: days ago, by primary key."""

    today: date
    components: dict[str, Component] = field(default_factory=dict)
    runbooks: dict[str, Runbook] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    options_since: dict[str, int] = field(default_factory=dict)
    runbooks_since: dict[str, int] = field(default_factory=dict)
    later: list[tuple[Dependency, dict[str, Any]]] = field(default_factory=list)

    def day(self, ago: int | None) -> date | None:
        return None if ago is None else self.today - timedelta(days=ago)


def organization() -> dict[str, Any]:
    """The fields of the organisation itself."""
    return {name: DATA[name] for name in ("name", "currency", "timezone")}


def begin(actor: Actor, today: date) -> Made:
    """What there was a year ago: functions with what served them, and no runbook yet."""
    made = Made(today)
    _components(actor, made)
    for row in DATA["function"]:
        _function(actor, made, row)
    return made


def go_on(actor: Actor, made: Made) -> None:
    """What the year brought: runbooks and their exercises, options, assessments made anew."""
    for row in DATA["runbook"]:
        _runbook(actor, made, row)
    for dependency, option in made.later:
        _option(actor, made, dependency, option)
    for row in DATA["function"]:
        function = Function.objects.for_org(actor.org).get(pk=made.functions[row["id"]].pk)
        inventory.edit_function(actor, function, assessed_on=made.day(row["assessed"]))


def _components(actor: Actor, made: Made) -> None:
    providers: dict[str, Any] = {}
    for row in DATA["own"]:
        slug = row["provider"]
        if slug not in providers:
            providers[slug] = own.add_provider(
                actor, name=row["provider_name"], slug=slug, kind="own"
            )
        own.add_component(
            actor, provider=providers[slug], name=row["name"], kind="internal", key=row["key"]
        )
    made.components = {c.key: c for c in Component.objects.for_org(actor.org)}


def _runbook(actor: Actor, made: Made, row: dict[str, Any]) -> None:
    words = {"title": row["title"], "owner_email": row["owner"]}
    if "template" in row:
        runbook = runbooks.add_from_template(actor, row["template"], **words)
    else:
        runbook = runbooks.add_runbook(actor, summary=row["summary"], **words)
        for step in row["step"]:
            runbooks.add_step(actor, runbook, **step)
    if "reviewed" in row:
        runbooks.publish_runbook(actor, runbook, row["note"])
        runbook = Runbook.objects.for_org(actor.org).get(pk=runbook.pk)
        runbooks.edit_runbook(actor, runbook, reviewed_on=made.day(row["reviewed"]))
    for tried in row.get("exercise", []):
        runbooks.record_exercise(
            actor,
            runbook,
            made.today - timedelta(days=tried["ago"]),
            passed=tried.get("passed", True),
            measured_minutes=tried["minutes"],
            scenario=tried["scenario"],
            lessons=tried["lessons"],
        )
    made.runbooks[row["key"]] = runbook
    made.runbooks_since[str(runbook.pk)] = row.get("since", 10_000)


def _function(actor: Actor, made: Made, row: dict[str, Any]) -> None:
    function = inventory.add_function(
        actor,
        name=row["name"],
        description=row.get("description", ""),
        criticality=row["criticality"],
        rto_minutes=row["rto"],
        rpo_minutes=row.get("rpo"),
        mtpd_minutes=row["mtpd"],
        minimum_capacity=row["minimum"],
        impact=[{"after_minutes": a, "cost_per_hour": str(c)} for a, c in row["impact"]],
        owner_email=row["owner"],
        deputy_email=row.get("deputy", ""),
        assessed_on=made.day(row["assessed"] + YEAR),
        depends_on=[made.functions[key] for key in row.get("depends_on", [])],
    )
    made.functions[row["id"]] = function
    for ask in row["dependency"]:
        dependency = inventory.add_dependency(
            actor,
            function,
            name=ask["name"],
            essential=ask.get("essential", True),
            required=ask.get("required", 1),
            high_risk=ask.get("high_risk", False),
        )
        for option in ask["option"]:
            if option.get("since", YEAR) < YEAR or "runbook" in option:
                made.later.append((dependency, option))
            else:
                _option(actor, made, dependency, option)


def _option(actor: Actor, made: Made, dependency: Any, row: dict[str, Any]) -> Option:
    option = inventory.add_option(
        actor,
        dependency,
        name=row["name"],
        on=[made.components[key] for key in row.get("on", [])],
        capacity=row.get("capacity", "1"),
        switch_minutes=row.get("switch", 0),
        runbook=made.runbooks[row["runbook"]] if "runbook" in row else None,
    )
    made.options_since[str(option.pk)] = row.get("since", 10_000)
    return option


def plan_fields(actor: Actor, made: Made) -> dict[str, Any]:
    """What people wrote in the plan."""
    left_out = {"key", "version", "owner"}
    plan = {name: value for name, value in DATA["plan"].items() if name not in left_out}
    return plan | {"owner_email": DATA["plan"]["owner"]}
