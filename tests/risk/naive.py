"""METHOD 2-4 a second time, slowly and word for word, sharing nothing with the product's code."""

from fractions import Fraction
from math import inf

TIERS = ("tested", "documented", "any")
PENALTY = {"tested": Fraction(0), "documented": Fraction(1, 5), "any": Fraction(2, 5)}


class Naive:
    def __init__(self, portfolio):
        self.portfolio = portfolio
        self.below = {c.id: c.runs_on for c in portfolio.components}
        self.functions = {f.id: f for f in portfolio.functions}

    def up(self, option, failed):
        return all(self.stands(name, failed) for name in option.on)

    def stands(self, name, failed):
        return name != failed and all(self.stands(below, failed) for below in self.below[name])

    def believed(self, dependency, option, tier):
        if option in dependency.options[: dependency.required] or tier == "any":
            return True
        if option.runbook is None:
            return False
        if tier == "documented":
            return True
        return (
            option.tested_on is not None
            and option.tested_on <= self.portfolio.as_of
            and (self.portfolio.as_of - option.tested_on).days <= self.portfolio.test_cadence_days
        )

    def dependency(self, function, dependency, failed, tier):
        left = [
            o
            for o in dependency.options
            if self.up(o, failed) and self.believed(dependency, o, tier)
        ]
        for minutes in sorted({0, *(o.switch_minutes for o in left)}):
            there = [o for o in left if o.switch_minutes <= minutes]
            held = sum(Fraction(str(o.capacity)) for o in there)
            if len(there) >= dependency.required and held >= Fraction(
                str(function.minimum_capacity)
            ):
                return minutes
        return inf

    def recovery(self, function, failed, tier):
        waits = [
            self.dependency(function, d, failed, tier) for d in function.dependencies if d.essential
        ]
        waits += [self.recovery(self.functions[n], failed, tier) for n in function.depends_on]
        return max(waits, default=0)

    def carried(self, function, failed):
        own = all(
            self.up(o, failed)
            for d in function.dependencies
            if d.essential
            for o in d.options[: d.required]
        )
        return own and all(self.carried(self.functions[n], failed) for n in function.depends_on)

    def judge(self, function, failed):
        """(verdict, minutes or None, gap), or None when it is unaffected."""
        if self.carried(function, failed):
            return None
        rto, mtpd = function.rto_minutes, function.mtpd_minutes
        spoken = []
        for tier in TIERS:
            r = self.recovery(function, failed, tier)
            if r <= rto:
                late = Fraction(0)
            elif r <= mtpd:
                late = Fraction(1, 2) + Fraction(1, 2) * Fraction(r - rto, mtpd - rto)
            else:
                late = Fraction(1)
            spoken.append((max(late, PENALTY[tier]), r, TIERS.index(tier)))
        gap, r, tier = min(spoken)
        kept = ("covered", "untested", "undocumented")[tier]
        verdict = "lost" if r > mtpd else "late" if r > rto else kept
        return verdict, None if r == inf else r, gap

    def gaps(self, function, *, internal=False):
        judged = {
            c.id: self.judge(function, c.id)
            for c in self.portfolio.components
            if (c.kind == "internal") == internal
        }
        return {name: found for name, found in judged.items() if found}

    def function_score(self, function):
        return 100 * max((gap for _, _, gap in self.gaps(function).values()), default=0)

    def score(self):
        total = sum(f.criticality for f in self.portfolio.functions)
        weighted = sum(f.criticality * self.function_score(f) for f in self.portfolio.functions)
        return float(Fraction(weighted) / total)

    def exposure(self):
        total = sum(f.criticality for f in self.portfolio.functions)
        hit = {}
        for function in self.portfolio.functions:
            for name, (_, _, gap) in self.gaps(function).items():
                hit[name] = hit.get(name, 0) + function.criticality * gap
        return {name: float(100 * Fraction(value) / total) for name, value in hit.items()}
