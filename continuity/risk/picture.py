"""An assessment as the rows and the summary that are kept of it. No database here."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .method.assess import Assessment, FunctionResult, worst_of
from .method.concentration import Concentration
from .method.gap import Judgement
from .method.loss import Losses
from .method.pairs import pairs
from .method.scores import band
from .method.why import explain
from .naming import Names
from .outlook.year import advised, figures, rounded

METHOD = "continuity.method/1"
MOST_MINUTES = 2**31 - 1  # what the column holds: a chain of functions may add up to more
MOST_PAIRS = 12  # of a function; how many there are is kept besides
SHOWN = 50  # components and providers in a summary; every gap has its own row besides


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """What `FunctionScore` keeps; ``worst_id`` is a component's primary key."""

    score: Decimal
    worst_id: int | None
    verdict: str
    why: dict[str, Any]
    points_of_failure: int
    pairs: dict[str, Any]
    year: dict[str, Any]
    filling: str


@dataclass(frozen=True, slots=True)
class GapRow:
    """What `Gap` keeps."""

    verdict: str
    recovery_minutes: int | None
    gap: Decimal
    why: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Findings:
    """All that is kept of an assessment; rows by primary key of function, and of component."""

    score: Decimal
    functions: dict[int, FunctionRow]
    gaps: dict[tuple[int, int], GapRow]
    summary: dict[str, Any]


def _kept(minutes: int | None) -> int | None:
    return None if minutes is None else min(minutes, MOST_MINUTES)


def findings(
    assessment: Assessment, losses: Losses | None = None, candidates: Sequence[str] = ()
) -> Findings:
    """What to keep of an assessment whose ids are primary keys as text.

    ``losses``: what a year is expected to bring, if that is to be said too; ``candidates``: what
    a fallback may be advised on.
    """
    picture = Picture(assessment, losses, candidates)
    gaps = picture.gaps()
    score = Decimal(f"{assessment.score:.4f}")
    return Findings(score, picture.functions(gaps), gaps, picture.summary())


class Picture:
    """Rows by primary key, of an assessment whose ids are primary keys as text."""

    def __init__(
        self,
        assessment: Assessment,
        losses: Losses | None = None,
        candidates: Sequence[str] = (),
    ) -> None:
        self.assessment, self.losses, self.candidates = assessment, losses, candidates
        held = assessment.index.portfolio
        self.names = Names(held)
        self.components, self.options = self.names.components, self.names.options
        self.sellers = {c.provider: c.provider_name for c in held.components}

    def gaps(self) -> dict[tuple[int, int], GapRow]:
        """By function and component, the organisation's own components among them."""
        return {
            (int(name), int(component)): self._gap(name, component, judgement)
            for name, result in self.assessment.functions.items()
            for component, judgement in {**result.components, **result.internal}.items()
        }

    def functions(self, gaps: dict[tuple[int, int], GapRow]) -> dict[int, FunctionRow]:
        """``worst``: of other people's components, or where there is none, of the own ones."""
        return {
            int(name): self._function(result, gaps)
            for name, result in self.assessment.functions.items()
        }

    def _gap(self, function: str, component: str, judgement: Judgement) -> GapRow:
        whys = explain(self.assessment, function, component)
        return GapRow(
            verdict=str(judgement.verdict),
            recovery_minutes=_kept(judgement.recovery_minutes),
            gap=Decimal(f"{judgement.gap:.6f}"),
            why=self.names.why(*whys) if whys else {},
        )

    def _function(self, result: FunctionResult, gaps: dict[tuple[int, int], GapRow]) -> FunctionRow:
        felt = {**result.components, **result.internal}
        worst = result.worst or worst_of(result.internal)
        row = gaps[int(result.function.id), int(worst)] if worst else None
        return FunctionRow(
            score=Decimal(f"{result.score:.4f}"),
            worst_id=int(worst) if worst else None,
            verdict=row.verdict if row else "unaffected",
            why=row.why if row else {},
            points_of_failure=sum(judgement.verdict.stops for judgement in felt.values()),
            pairs=self._pairs(result.function.id),
            year=self._year(result.function.id),
            filling=result.function.filling,
        )

    def _pairs(self, function: str) -> dict[str, Any]:
        """How many there are, and the first of them, by the first of each; nothing for none."""
        found = pairs(self.assessment, function)
        if not found:
            return {}
        shown: dict[str, list[str]] = {}
        for one, other in found[:MOST_PAIRS]:
            shown.setdefault(one, []).append(other)
        return {
            "count": len(found),
            "shown": [
                {**self._component(one), "with": [self._component(other) for other in others]}
                for one, others in shown.items()
            ],
        }

    def _year(self, function: str) -> dict[str, Any]:
        """What a year is expected to bring it, and from which components; nothing for nothing."""
        held = self.losses and self.losses.functions[function]
        if not held or not held.parts:
            return {}
        parts = sorted(held.parts.items(), key=lambda item: (-item[1].hours, int(item[0])))
        return {
            **figures(held),
            "parts": [
                {
                    **self._component(name),
                    "hours": rounded(part.hours),
                    "loss": rounded(part.loss),
                    "past_mtpd": rounded(part.past_mtpd),
                }
                for name, part in parts[:SHOWN]
            ],
        }

    def _component(self, name: str) -> dict[str, Any]:
        return {"component": int(name), "name": self.components[name].name}

    def summary(self) -> dict[str, Any]:
        """What the home page says; figures rounded as they are shown at their finest."""
        done = self.assessment
        exposure = sorted(done.exposure.items(), key=lambda item: (-item[1], int(item[0])))
        results = done.functions.values()
        return {
            "band": str(band(done.score)),
            "functions": len(done.functions),
            "criticality": done.totals.criticality,
            "exposure": [
                {**self._component(name), "exposure": round(value, 4)}
                for name, value in exposure[:SHOWN]
            ],
            "headline": self._headline(exposure[0][0]) if exposure else None,
            "verdicts": dict(sorted(Counter(_verdict(r) for r in results).items())),
            "filling": _filling(results),
            "concentration": {
                "provider": self._concentration(done.providers, self.sellers),
                "host": self._concentration(
                    done.hosts, {c.id: c.name for c in self.components.values()}
                ),
            },
            "advice": advised(self.assessment, self.losses, self.candidates, 3),
        }

    def _headline(self, component: str) -> dict[str, Any]:
        """The worst component, and the function that passes its MTPD first when it fails."""
        hit = [
            result.function
            for result in self.assessment.functions.values()
            if component in result.components and result.components[component].verdict == "lost"
        ]
        first = min(hit, key=lambda f: (f.mtpd_minutes, -f.criticality, int(f.id)), default=None)
        return {
            **self._component(component),
            "exposure": round(self.assessment.exposure[component], 4),
            "function": int(first.id) if first else None,
            "function_name": first.name if first else "",
            "mtpd_minutes": first.mtpd_minutes if first else None,
        }

    def _concentration(self, held: Concentration, names: dict[str, str]) -> dict[str, Any]:
        largest = sorted(held.shares.items(), key=lambda item: (-item[1], item[0]))
        return {
            "hhi": round(held.hhi, 6),
            "effective": None if held.effective is None else round(held.effective, 4),
            "shares": [
                {"id": key, "name": names[key], "share": round(share, 6)}
                for key, share in largest[:SHOWN]
            ],
        }


def _verdict(result: FunctionResult) -> str:
    """Against its worst component; where nothing is felt for want of data, that."""
    if result.worst:
        return str(result.components[result.worst].verdict)
    filling = result.function.filling
    return "unaffected" if filling == "complete" else filling


def _filling(results: Iterable[FunctionResult]) -> dict[str, int]:
    """How many functions are not filled in, and how many of those count as 0 for want of data."""
    rest = [(r.function.filling, r.worst_units) for r in results]
    return {
        "undescribed": sum(filling == "undescribed" for filling, _ in rest),
        "unfinished": sum(filling == "unfinished" for filling, _ in rest),
        "counted_as_0": sum(filling != "complete" and not units for filling, units in rest),
    }
