"""Portfolios for tests: one written by hand, and any number of random ones that keep every rule."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from continuity.inventory.portable import (
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

AS_OF = date(2026, 6, 1)
CADENCE = 365
ORGANIZATION = Organization("Dune Clinic", "EUR", "Europe/Amsterdam")
KINDS = ("service", "model", "region", "host", "cdn", "login", "internal")


def option(name: str, on: str = "", **fields) -> Option:
    """``option("gpt", "openai azure", switch_minutes=15)``; on nothing: by hand."""
    given = {"capacity": 1.0, "switch_minutes": 0, **fields}
    return Option(id=name, name=name.title(), on=tuple(on.split()), **given)


def dependency(*options: Option, name: str = "ask", **fields) -> Dependency:
    given = {"essential": True, **fields}
    return Dependency(id=name, name=name.title(), options=options, **given)


def function(*dependencies: Dependency, name: str = "work", **fields) -> Function:
    given = {
        "criticality": 3,
        "rto_minutes": 60,
        "mtpd_minutes": 240,
        "minimum_capacity": 1.0,
        **fields,
    }
    return Function(id=name, name=name.title(), dependencies=dependencies, **given)


def component(name: str, runs_on: str = "", **fields) -> Component:
    given = {"kind": "service", "provider": f"{name}-inc", **fields}
    return Component(id=name, name=name.title(), runs_on=tuple(runs_on.split()), **given)


def portfolio(*functions: Function, components: tuple[Component, ...] = (), **fields) -> Portfolio:
    """Components that no function names need not be given; runbooks are those that are named."""
    options = [o for f in functions for d in f.dependencies for o in d.options]
    books = {o.runbook for o in options if o.runbook}
    known = {c.id for c in components}
    missing = {name for o in options for name in o.on} - known
    given = {"as_of": AS_OF, "test_cadence_days": CADENCE, "organization": ORGANIZATION, **fields}
    return Portfolio(
        components=(*components, *(component(name) for name in sorted(missing))),
        functions=functions,
        runbooks=tuple(Runbook(book, book.title()) for book in sorted(books)),
        **given,
    )


SMALL = portfolio(
    function(
        dependency(option("gpt", "api"), option("hand", switch_minutes=30, runbook="rb")),
        name="claims",
    ),
    components=(component("api", "cloud"), component("cloud")),
)


def plain(c, sellers):
    """A component without what says nothing, in any order; its seller by one name."""
    told = (e for e in c.evidence if e.evidence or e.as_of)
    name = sellers.get(c.provider, "")
    return dataclasses.replace(
        c,
        provider_name="" if name == c.provider else name,
        runs_on=tuple(sorted(c.runs_on)),
        evidence=tuple(sorted(told, key=lambda e: e.runs_on)),
    )


def bare(p):
    """As the file means it: in any order."""
    sellers = {c.provider: c.provider_name for c in reversed(p.components) if c.provider_name}
    return {
        "components": sorted((plain(c, sellers) for c in p.components), key=lambda c: c.id),
        "functions": sorted(p.functions, key=lambda f: f.id),
        "runbooks": sorted(p.runbooks, key=lambda r: r.id),
    }


# ---- random ones

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip())
prose = st.just("") | names
emails = st.sampled_from(["", "ada@example.org", "bo@example.org"])
days = st.dates(date(2024, 1, 1), AS_OF)
minutes = st.sampled_from([0, 5, 10, 30, 60, 90, 180, 480, 1440])
shares = st.sampled_from([0.1, 0.2, 0.25, 0.3, 0.333, 0.5, 0.7, 0.8, 0.9, 1.0])


def some_of(ids: list[str], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    if not ids:
        return st.just(())
    return st.lists(st.sampled_from(ids), unique=True, max_size=most).map(tuple)


@st.composite
def components(draw, most: int = 8) -> tuple[Component, ...]:
    """Each runs on some of those before it; then shuffled."""
    rows: list[Component] = []
    for n in range(draw(st.integers(1, most))):
        runs_on = draw(some_of([row.id for row in rows], 2))
        evidence = tuple(
            Evidence(target, draw(prose), draw(st.none() | days))
            for target in runs_on
            if draw(st.booleans())
        )
        rows.append(
            Component(
                id=f"c{n}",
                name=draw(names),
                kind=draw(st.sampled_from(KINDS)),
                provider=draw(st.sampled_from(["p0", "p1", "p2"])),
                runs_on=runs_on,
                provider_name=draw(prose),
                evidence=evidence,
            )
        )
    return tuple(draw(st.permutations(rows)))


@st.composite
def options(draw, n: int, runs: bool, minimum: float, ids: list[str], books: list[str]) -> Option:
    return Option(
        id=f"o{n}",
        name=draw(names),
        on=draw(some_of(ids, 2)),
        capacity=minimum if runs else draw(shares),
        switch_minutes=0 if runs else draw(minutes),
        runbook=draw(st.none() | st.sampled_from(books)),
        tested_on=draw(st.none() | days),
    )


@st.composite
def dependencies(
    draw, n: int, minimum: float, ids: list[str], books: list[str], unfinished: bool = False
) -> Dependency:
    """``unfinished``: it may lack options, or what runs may carry too little."""
    required = draw(st.integers(1, 2))
    count = draw(st.integers(0, 3)) if unfinished else required + draw(st.integers(0, 3))
    if unfinished:
        minimum = draw(shares)
    return Dependency(
        id=f"d{n}",
        name=draw(names),
        essential=draw(st.integers(0, 4)) > 0,
        required=required,
        description=draw(prose),
        high_risk=draw(st.booleans()),
        options=tuple(draw(options(at, at < required, minimum, ids, books)) for at in range(count)),
    )


@st.composite
def functions(draw, n: int, ids: list[str], books: list[str], unfinished: bool = False) -> Function:
    rto, mtpd = sorted((draw(minutes), draw(minutes)))
    minimum = draw(shares)
    after = sorted(draw(st.sets(minutes, max_size=3)))
    return Function(
        id=f"f{n}",
        name=draw(names),
        criticality=draw(st.integers(1, 5)),
        rto_minutes=rto,
        mtpd_minutes=mtpd,
        minimum_capacity=minimum,
        impact=tuple(ImpactStep(at, draw(st.sampled_from(COSTS))) for at in after),
        depends_on=draw(some_of([f"f{before}" for before in range(n)], 2)),
        dependencies=tuple(
            draw(dependencies(at, minimum, ids, books, unfinished and draw(st.booleans())))
            for at in range(draw(st.integers(0, 2)))
        ),
        description=draw(prose),
        rpo_minutes=draw(st.none() | minutes),
        owner=draw(emails),
        deputy=draw(emails),
        assessed_on=draw(st.none() | days),
    )


COSTS = [Decimal(0), Decimal(100), Decimal("0.5"), Decimal("1234567.89")]


@st.composite
def runbooks(draw, n: int) -> Runbook:
    keys = [f"s{at}" for at in range(draw(st.integers(0, 3)))]
    steps = tuple(
        Step(
            key=key,
            title=draw(names),
            role=draw(prose),
            minutes=draw(minutes),
            instruction=draw(prose),
            proof=draw(prose),
            waits_for=draw(some_of(keys[:at], 2)),
            after_service=draw(st.booleans()),
        )
        for at, key in enumerate(keys)
    )
    return Runbook(
        id=f"rb{n}",
        title=draw(names),
        summary=draw(prose),
        owner=draw(emails),
        review_every_days=draw(st.sampled_from([1, 90, 180])),
        reviewed_on=draw(st.none() | days),
        steps=steps,
    )


@st.composite
def portfolios(draw, *, unfinished: bool = False) -> Portfolio:
    """A whole portfolio that keeps every rule of the method; or one still being filled in."""
    rows = draw(components())
    books = [draw(runbooks(n)) for n in range(2)]
    ids = [row.id for row in rows]
    return Portfolio(
        as_of=AS_OF,
        test_cadence_days=draw(st.sampled_from([30, 365])),
        organization=ORGANIZATION,
        components=rows,
        functions=tuple(
            draw(functions(n, ids, [book.id for book in books], unfinished))
            for n in range(draw(st.integers(1, 4)))
        ),
        runbooks=tuple(books),
    )


LONG_AGO = AS_OF - timedelta(days=2000)
