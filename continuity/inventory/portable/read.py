"""The portable form into values: shapes here, the rules between them in ``rules``."""

import dataclasses
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from .faults import Fault, Faults, PortableError
from .fields import MAX_DAYS, MAX_MINUTES, MAX_STEPS, Fields
from .model import (
    FORMAT,
    REVIEW_EVERY_DAYS,
    Component,
    Dependency,
    Evidence,
    Function,
    ImpactStep,
    Option,
    Organization,
    Portfolio,
    Runbook,
    Step,
)
from .parsing import parse
from .rules import check, check_dependency, check_function

KINDS = ("service", "model", "region", "host", "cdn", "login", "internal")


def read(
    source: bytes | str | dict[str, Any], *, unfinished: bool = False, part: bool = False
) -> Portfolio:
    """A file's bytes or text, or the object that JSON made of it, as a portfolio.

    Raises `PortableError` with every fault, each named by its JSON path. A dependency of which the
    file itself says ``"unfinished": true`` may have too few options or too little capacity, where
    ``unfinished`` allows it: taking in what was exported half filled in loses nothing, while the
    method has no answer for it. ``part``: it may name what stands elsewhere.
    """
    raw = parse(source) if isinstance(source, bytes | str) else source
    if not isinstance(raw, dict):
        raise PortableError([Fault("$", "must be an object.")])
    if raw.get("format") != FORMAT:
        raise PortableError([Fault("$.format", f'must be "{FORMAT}".')])
    faults = Faults()
    portfolio = _portfolio(Fields(raw, "$", faults, _PORTFOLIO), unfinished)
    if not part:
        check(portfolio, faults)
    if faults:
        raise PortableError(faults)
    return portfolio


def _fields_of(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(kind))


_PORTFOLIO = _fields_of(Portfolio) | {"format"}
_ORGANIZATION = _fields_of(Organization)
_COMPONENT = _fields_of(Component) - {"evidence"} | {"runs_on_evidence"}
_EVIDENCE = _fields_of(Evidence) - {"runs_on"}
_FUNCTION = _fields_of(Function)
_IMPACT = _fields_of(ImpactStep)
_DEPENDENCY = _fields_of(Dependency) | {"unfinished"}
_OPTION = _fields_of(Option)
_RUNBOOK = _fields_of(Runbook)
_STEP = _fields_of(Step)


def _portfolio(fields: Fields, unfinished: bool) -> Portfolio:
    if "functions" not in fields.raw:
        fields.fault("functions", "is missing.")
    return Portfolio(
        as_of=fields.day("as_of"),
        test_cadence_days=fields.whole("test_cadence_days", 1, MAX_DAYS),
        organization=_organization(fields),
        components=fields.each("components", _component),
        functions=fields.each("functions", partial(_function, unfinished=unfinished)),
        runbooks=fields.each("runbooks", _runbook),
    )


def _organization(portfolio: Fields) -> Organization:
    raw = portfolio.raw.get("organization")
    if not isinstance(raw, dict):
        portfolio.fault("organization", "is missing." if raw is None else "must be an object.")
        return Organization("", "", "")
    fields = Fields(raw, "$.organization", portfolio.faults, _ORGANIZATION)
    currency = fields.text("currency")
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        fields.fault("currency", "must be a currency of three capital letters, such as EUR.")
    timezone = fields.text("timezone")
    if timezone and not _is_zone(timezone):
        fields.fault("timezone", "must be a time zone, such as Europe/Amsterdam.")
    return Organization(fields.text("name"), currency, timezone)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _component(raw: dict[str, Any], path: str, faults: list[Fault]) -> Component:
    fields = Fields(raw, path, faults, _COMPONENT)
    kind = fields.text("kind")
    if kind and kind not in KINDS:
        fields.fault("kind", f"must be one of {', '.join(KINDS)}.")
    runs_on = fields.names("runs_on")
    return Component(
        id=fields.text("id"),
        name=fields.text("name"),
        kind=kind,
        provider=fields.text("provider"),
        runs_on=runs_on,
        provider_name=fields.text("provider_name", default=""),
        evidence=_evidence(fields, runs_on) if "runs_on_evidence" in raw else (),
    )


def _evidence(component: Fields, runs_on: tuple[str, ...]) -> tuple[Evidence, ...]:
    raw = component.raw["runs_on_evidence"]
    if not isinstance(raw, dict):
        component.fault("runs_on_evidence", "must be an object.")
        return ()
    read_out, known = [], frozenset(runs_on)
    for target, entry in raw.items():
        path = f"{component.path}.runs_on_evidence[{target[:120]!r}]"
        if target not in known:
            component.faults.append(Fault(path, "must be one of the ids in runs_on."))
        elif not isinstance(entry, dict):
            component.faults.append(Fault(path, "must be an object."))
        else:
            fields = Fields(entry, path, component.faults, _EVIDENCE)
            text = fields.prose("evidence", longest=500)
            read_out.append(Evidence(target, text, fields.day_or_none("as_of")))
    return tuple(read_out)


def _function(raw: dict[str, Any], path: str, faults: list[Fault], unfinished: bool) -> Function:
    fields = Fields(raw, path, faults, _FUNCTION)
    before = len(faults)
    function = Function(
        id=fields.text("id"),
        name=fields.text("name"),
        criticality=fields.whole("criticality", 1, 5),
        rto_minutes=fields.minutes("rto_minutes"),
        mtpd_minutes=fields.minutes("mtpd_minutes"),
        minimum_capacity=fields.share("minimum_capacity"),
        impact=fields.each("impact", _impact),
        depends_on=fields.names("depends_on"),
        description=fields.prose("description"),
        rpo_minutes=fields.whole_or_none("rpo_minutes", 0, MAX_MINUTES),
        owner=fields.email("owner"),
        deputy=fields.email("deputy"),
        assessed_on=fields.day_or_none("assessed_on"),
    )
    minimum = 0.0
    if len(faults) == before:
        minimum = function.minimum_capacity
        check_function(function, path, faults)

    def dependency(raw: dict[str, Any], path: str, faults: list[Fault]) -> Dependency:
        return _dependency(raw, path, faults, minimum, unfinished)

    return dataclasses.replace(function, dependencies=fields.each("dependencies", dependency))


def _impact(raw: dict[str, Any], path: str, faults: list[Fault]) -> ImpactStep:
    fields = Fields(raw, path, faults, _IMPACT)
    return ImpactStep(fields.minutes("after_minutes"), fields.money("cost_per_hour"))


def _dependency(
    raw: dict[str, Any],
    path: str,
    faults: list[Fault],
    minimum_capacity: float,
    unfinished: bool,
) -> Dependency:
    fields = Fields(raw, path, faults, _DEPENDENCY)
    before = len(faults)
    dependency = Dependency(
        id=fields.text("id"),
        name=fields.text("name"),
        essential=fields.flag("essential"),
        options=fields.each("options", _option),
        required=fields.whole("required", 1, 1000, default=1),
        description=fields.prose("description"),
        high_risk="high_risk" in raw and fields.flag("high_risk"),
    )
    said = "unfinished" in raw and fields.flag("unfinished")
    if len(faults) == before:
        allowed = unfinished and said
        check_dependency(dependency, minimum_capacity, path, faults, unfinished=allowed)
    return dependency


def _option(raw: dict[str, Any], path: str, faults: list[Fault]) -> Option:
    fields = Fields(raw, path, faults, _OPTION)
    return Option(
        id=fields.text("id"),
        name=fields.text("name"),
        on=fields.names("on", required=True),
        capacity=fields.share("capacity"),
        switch_minutes=fields.minutes("switch_minutes"),
        runbook=None if raw.get("runbook") is None else fields.text("runbook"),
        tested_on=fields.day_or_none("tested_on"),
    )


def _runbook(raw: dict[str, Any], path: str, faults: list[Fault]) -> Runbook:
    fields = Fields(raw, path, faults, _RUNBOOK)
    return Runbook(
        id=fields.text("id"),
        title=fields.text("title"),
        summary=fields.prose("summary"),
        owner=fields.email("owner"),
        review_every_days=fields.whole("review_every_days", 1, MAX_DAYS, default=REVIEW_EVERY_DAYS),
        reviewed_on=fields.day_or_none("reviewed_on"),
        steps=fields.each("steps", _step, MAX_STEPS),
    )


def _step(raw: dict[str, Any], path: str, faults: list[Fault]) -> Step:
    fields = Fields(raw, path, faults, _STEP)
    return Step(
        key=fields.text("key"),
        title=fields.text("title"),
        role=fields.text("role", default=""),
        minutes=fields.whole("minutes", 0, MAX_MINUTES, default=0),
        instruction=fields.prose("instruction"),
        proof=fields.prose("proof", longest=300),
        waits_for=fields.names("waits_for"),
        after_service="after_service" in raw and fields.flag("after_service"),
    )
