"""How fast the method is on a portfolio far larger than any organisation's."""

import json
import random
import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

from continuity.core.bench import Line, best_ms, peak_mb
from continuity.inventory.portable import (
    KINDS,
    Component,
    Dependency,
    Function,
    ImpactStep,
    Option,
    Organization,
    Portfolio,
    Runbook,
    read,
    write,
)

from .method.assess import Assessment, assess, reassess
from .method.likelihood import Frequency, Prior, frequencies
from .method.loss import expect
from .method.montecarlo import SEED, outages, simulate
from .method.pairs import pairs

AS_OF = date(2026, 11, 22)
SIMULATED_YEARS = 100_000


def portfolio(functions: int, options_each: int, components: int, seed: int = 1) -> Portfolio:
    """A random portfolio in the shape of a real one.

    A few hosts carry many services (two or three layers down), one function in three has no
    fallback worth the name, and one in five depends on one or two others.
    """
    dice = random.Random(seed)  # noqa: S311 — the same portfolio on every run, no secret
    below = _components(dice, components)
    books = tuple(Runbook(f"rb-{n}", f"Runbook {n}") for n in range(200))
    return Portfolio(
        as_of=AS_OF,
        test_cadence_days=365,
        organization=Organization("Bench", "EUR", "Europe/Amsterdam"),
        components=below,
        functions=tuple(_function(dice, n, options_each, below, books) for n in range(functions)),
        runbooks=books,
    )


def _components(dice: random.Random, count: int) -> tuple[Component, ...]:
    """A fiftieth are hosts, a fifth platforms on one or two hosts, the rest services on those."""
    hosts, platforms = max(2, count // 50), max(3, count // 5)
    rows = []
    for n in range(count):
        if n < hosts:
            below: list[int] = []
        elif n < platforms:
            below = dice.sample(range(hosts), dice.choice((1, 1, 2)))
        else:
            below = dice.sample(range(hosts, platforms), dice.choice((1, 1, 2)))
        kind = "host" if n < hosts else "internal" if n % 40 == 0 else "service"
        runs_on = tuple(f"c{b}" for b in below)
        rows.append(Component(f"c{n}", f"Component {n}", kind, f"provider-{n % 300}", runs_on))
    return tuple(rows)


def _function(
    dice: random.Random,
    n: int,
    options_each: int,
    below: tuple[Component, ...],
    books: tuple[Runbook, ...],
) -> Function:
    rto = dice.choice((0, 30, 60, 240, 1440))
    depends_on = dice.sample(range(n), dice.choice((1, 2))) if n > 2 and n % 5 == 0 else []
    options = tuple(_option(dice, at, below, books) for at in range(options_each))
    return Function(
        id=f"f{n}",
        name=f"Function {n}",
        criticality=dice.randint(1, 5),
        rto_minutes=rto,
        mtpd_minutes=rto * 4 + 60,
        minimum_capacity=0.5,
        impact=(ImpactStep(0, Decimal(100)), ImpactStep(240, Decimal("999.5"))),
        depends_on=tuple(f"f{d}" for d in depends_on),
        dependencies=(Dependency("ask", "Ask", essential=True, options=options),),
    )


def _option(
    dice: random.Random, at: int, below: tuple[Component, ...], books: tuple[Runbook, ...]
) -> Option:
    by_hand = at > 1 and dice.random() < 0.3
    return Option(
        id=f"o{at}",
        name=f"Option {at}",
        on=() if by_hand else (dice.choice(below).id,),
        capacity=1.0 if at == 0 else dice.choice((0.3, 0.5, 0.8, 1.0)),
        switch_minutes=0 if at == 0 else dice.choice((5, 15, 60, 180, 600)),
        runbook=dice.choice(books).id if at and dice.random() < 0.6 else None,
        tested_on=AS_OF - timedelta(days=dice.randint(1, 700)) if dice.random() < 0.5 else None,
    )


def bench_assess() -> list[Line]:
    """10,000 functions, 30,000 options, 2,000 components: whole, and one function changed."""
    whole = portfolio(10_000, 3, 2_000)
    known = assess(whole)
    relied_on = {name for function in whole.functions for name in function.depends_on}
    changed = next(f for f in whole.functions if f.id in relied_on)
    file = json.dumps(write(whole)).encode()
    bare = best_ms(lambda: json.loads(file), 3)
    return [
        Line("assess 10,000 functions", best_ms(lambda: _all(assess(whole)), 3), "ms", 1000),
        Line("one function changed", best_ms(lambda: _all(reassess(known, changed))), "ms", 50),
        Line("memory of a process that assesses them", _peak_mb(), "MB", 300),
        Line("read them from a file (bare: JSON)", best_ms(lambda: read(file), 3), "ms", 6, bare),
    ]


def bench_pairs() -> list[Line]:
    """One function on 60 components: each of its three dependencies may lean on any of them."""
    dice = random.Random(2)  # noqa: S311 — the same on every run, no secret
    below = _components(dice, 60)
    asks = tuple(
        Dependency(
            f"ask{required}", "Ask", essential=True, required=required, options=_sixty(below)
        )
        for required in (1, 2, 3)
    )
    work = Function("work", "Work", 3, 60, 120, 0.5, dependencies=asks)
    whole = Portfolio(AS_OF, 365, Organization("Bench", "EUR", "UTC"), below, (work,))
    done = assess(whole)
    cost = best_ms(lambda: pairs(done, "work"))
    return [Line("pairs of a function on 60 components", cost, "ms", 50)]


def _sixty(below: tuple[Component, ...]) -> tuple[Option, ...]:
    """An option on each component, so that no two fall alike."""
    return tuple(
        Option(c.id, "Option", (c.id,), 0.5, 0 if at < 3 else 15 * at) for at, c in enumerate(below)
    )


def _all(done: Assessment) -> tuple[object, ...]:
    """Every figure of the organisation, since they are worked out when asked for."""
    return done.score, done.exposure, done.providers, done.hosts


def bench_simulate() -> list[Line]:
    """Monte Carlo: 100,000 years of 2,000 components that each fail every other year.

    Bare: the same numbers drawn, and nothing done with them.
    """
    whole = assess(portfolio(10_000, 3, 2_000))
    rates = _every_other_year(whole)
    bare = best_ms(lambda: _draw(rates), 1)
    full = best_ms(lambda: simulate(whole, rates, SIMULATED_YEARS), 1)
    return [
        Line("simulate 100,000 years (bare: drawing)", full, "ms", 3, bare),
        Line(
            "expected loss of 10,000 functions",
            best_ms(lambda: expect(whole, rates), 3),
            "ms",
            2000,
        ),
        Line("memory of a process that simulates them", _peak_mb("simulate"), "MB", 1000),
    ]


def _every_other_year(done: Assessment) -> dict[str, Frequency]:
    rare = Prior(outages_per_year=0.5, worth_years=2, median_minutes=60, long_minutes=240)
    return frequencies(done.index.portfolio, dict.fromkeys(KINDS, rare))


def _draw(rates: dict[str, Frequency]) -> int:
    return sum(
        len(years)
        for name, frequency in rates.items()
        for years, *_ in outages(name, frequency, SIMULATED_YEARS, SEED)
    )


def _peak_mb(work: str = "assess") -> float:
    """What a process needs at its peak that makes the portfolio, assesses it and does the work."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", __name__, work], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    made = assess(portfolio(10_000, 3, 2_000))
    if sys.argv[1] == "simulate":
        simulate(made, _every_other_year(made), SIMULATED_YEARS)
    sys.stdout.write(str(peak_mb()))
