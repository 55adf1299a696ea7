"""METHOD 6 and 8 a second time: every pair tried, every minute lived through; no code shared."""

from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from tests.risk.naive import Naive

MINUTE = timedelta(minutes=1)


class NaiveSets(Naive):
    """As `Naive`, where ``failed`` is a set of components that fall together."""

    def stands(self, name, failed):
        return name not in failed and all(self.stands(low, failed) for low in self.below[name])

    def pairs(self, function):
        names = sorted(c.id for c in self.portfolio.components if c.kind != "internal")

        def lost(*failed):
            return self.recovery(function, set(failed), "any") > function.mtpd_minutes

        return [pair for pair in combinations(names, 2) if lost(*pair) and not any(map(lost, pair))]


class NaiveReplay:
    """The event lived through, minute by minute, from the first of it to the last."""

    def __init__(self, portfolio, event):
        self.portfolio, self.event = portfolio, event
        self.functions = {f.id: f for f in portfolio.functions}
        self.below = {c.id: c.runs_on for c in portfolio.components}
        self.first = min(s.start for s in event.down).replace(second=0, microsecond=0)
        last = max(s.end for s in event.down)
        self.length = -((self.first - last) // MINUTE)
        self.clocks = {}
        self.history = {f: [] for f in self.functions}
        for minute in range(self.length):
            self.live(minute)

    def live(self, minute):
        start = self.first + minute * MINUTE
        failed = {
            s.component for s in self.event.down if s.start < start + MINUTE and s.end > start
        }
        served = {
            (f.id, d.id): self.served(f, d, failed)
            for f in self.portfolio.functions
            for d in f.dependencies
            if d.essential
        }

        def down(name):
            own = any(not ok for (function, _), ok in served.items() if function == name)
            return own or any(down(other) for other in self.functions[name].depends_on)

        for name, lived in self.history.items():
            lived.append(down(name))

    def up(self, option, failed):
        def stands(name):
            return name not in failed and all(map(stands, self.below[name]))

        return all(map(stands, option.on))

    def served(self, function, dependency, failed):
        def suffices(there):
            held = sum(Fraction(str(o.capacity)) for o in there)
            enough = held >= Fraction(str(function.minimum_capacity))
            return len(there) >= dependency.required and enough

        up = [o for o in dependency.options if self.up(o, failed)]
        running = [o for o in up if o in dependency.options[: dependency.required]]
        place = (function.id, dependency.id)
        if suffices(running):
            self.clocks.pop(place, None)
            return True
        clock = self.clocks.get(place, 0)
        self.clocks[place] = clock + 1
        return suffices(running + [o for o in up if o not in running and o.switch_minutes <= clock])

    def told(self, name):
        """Minutes down, longest stretch, minutes of the breaches or None, cost."""
        function = self.functions[name]
        total = longest = run = 0
        breaches = {"rto": None, "mtpd": None}
        cost = Fraction(0)
        for minute, is_down in enumerate(self.history[name]):
            if not is_down:
                run = 0
                continue
            for limit, length in (("rto", function.rto_minutes), ("mtpd", function.mtpd_minutes)):
                if run == length and breaches[limit] is None:
                    breaches[limit] = minute
            cost += self.rate(function, run) / 60
            run += 1
            total += 1
            longest = max(longest, run)
        return total, longest, breaches["rto"], breaches["mtpd"], cost

    def rate(self, function, minute):
        held = [s for s in function.impact if s.after_minutes <= minute]
        return Fraction(held[-1].cost_per_hour) if held else Fraction(0)
