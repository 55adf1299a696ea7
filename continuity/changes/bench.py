"""What a planned change costs to work out, beside working out today alone."""

from dataclasses import replace

from continuity.core.bench import Line, best_ms
from continuity.inventory.portable import Dependency, Option, Portfolio
from continuity.risk.bench import portfolio
from continuity.risk.method.assess import assess
from continuity.risk.method.likelihood import frequencies
from continuity.risk.method.loss import expect

from .draft import ordered
from .effect import effect, judged_after
from .steps import AddOption, Resize, Step, carry_out


def bench_changes() -> list[Line]:
    """One fallback quickened, and one added to everything that leans on a host."""
    held = _by_key(portfolio(10_000, 3, 2_000))
    today = assess(held)
    rates = frequencies(held)
    bare = best_ms(lambda: assess(held), 2)
    option = held.functions[0].dependencies[0].fallbacks[0]
    busiest = max(today.exposure, key=lambda name: today.exposure[name])
    one: list[Step] = [Resize(option.id, option.switch_minutes + 7)]
    many: list[Step] = [AddOption("1", "By hand", leans_on=busiest, switch_minutes=5)]

    def worked_out(steps: list[Step]) -> float:
        return best_ms(lambda: judged_after(today, carry_out(held, steps).portfolio), 2)

    after = judged_after(today, carry_out(held, one).portfolio)
    return [
        Line("one step on 10,000 functions", worked_out(one), "ms", 250),
        Line("a step on all that lean (bare: assessing anew)", worked_out(many), "ms", 4, bare),
        Line(
            "every figure before and after (bare: today's loss)",
            best_ms(lambda: effect(today, after, rates), 2),
            "ms",
            2.5,
            best_ms(lambda: expect(today, rates), 2),
        ),
    ]


def _by_key(held: Portfolio) -> Portfolio:
    """With options and dependencies that are one of a kind among all functions."""
    functions = []
    for f in held.functions:
        asks = (_own(d, f.id) for d in f.dependencies)
        functions.append(replace(f, dependencies=tuple(asks)))
    return replace(held, functions=tuple(functions))


def _own(ask: Dependency, function: str) -> Dependency:
    def option(o: Option) -> Option:
        return replace(o, id=f"{function}.{ask.id}.{o.id}", on=ordered(o.on))

    return replace(ask, id=f"{function}.{ask.id}", options=tuple(map(option, ask.options)))
