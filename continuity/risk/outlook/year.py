"""What is kept of a year's losses and of advice, in words and figures. No database here."""

from collections.abc import Sequence
from typing import Any

from continuity.inventory.portable import Component
from continuity.risk.method.advice import NEW, Advice, advise
from continuity.risk.method.assess import Assessment
from continuity.risk.method.loss import FunctionLoss, Losses


def figures(held: FunctionLoss) -> dict[str, float | None]:
    return {
        "hours": rounded(held.hours),
        "loss": rounded(held.loss),
        "p_rto": rounded(held.p_rto),
        "p_mtpd": rounded(held.p_mtpd),
    }


def rounded(figure: float | None) -> float | None:
    """To three digits that count: more would claim to know more, and change every day."""
    return None if figure is None else float(f"{figure:.3g}")


def called(component: Component) -> str:
    """By its seller too, where its own name does not say who that is."""
    seller = component.provider_name
    known = component.name.startswith(seller)
    return component.name if known else f"{seller} · {component.name}"


def advised(
    assessment: Assessment, losses: Losses | None, candidates: Sequence[str], most: int
) -> list[dict[str, Any]]:
    """The acts that save most, each with the score and the loss after it; ids are primary keys."""
    found = advise(assessment, most, losses=losses, candidates=candidates)
    if not found:
        return []
    names = _Names(assessment)
    return [_told(advice, names) for advice in found]


class _Names:
    def __init__(self, assessment: Assessment) -> None:
        held = assessment.index.portfolio
        self.functions = {f.id: f.name for f in held.functions}
        self.asks = {d.id: d.name for f in held.functions for d in f.dependencies}
        self.options = {
            o.id: o.name for f in held.functions for d in f.dependencies for o in d.options
        }
        self.books = {book.id: book.title for book in held.runbooks}
        self.components = assessment.index.ground.components


def _told(advice: Advice, names: _Names) -> dict[str, Any]:
    on = names.components[advice.component] if advice.component else None
    return {
        "act": str(advice.act),
        "function": int(advice.function),
        "function_name": names.functions[advice.function],
        "dependency": int(advice.dependency),
        "dependency_name": names.asks[advice.dependency],
        "option": None if advice.option == NEW else int(advice.option),
        "option_name": names.options.get(advice.option, ""),
        "component": int(on.id) if on else None,
        "component_name": called(on) if on else "",
        "others": max(advice.candidates - 1, 0),
        "runbook": int(advice.runbook) if advice.runbook else None,
        "runbook_title": names.books[advice.runbook] if advice.runbook else "",
        "switch_minutes": advice.switch_minutes,
        "score_before": round(advice.score_before, 4),
        "score_after": round(advice.score_after, 4),
        "saves_loss": rounded(advice.saves_loss),
    }
