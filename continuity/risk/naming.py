"""What of a portfolio is called what, so that reasons can be kept and shown. No database here."""

from typing import Any

from continuity.inventory.portable import Portfolio

from .method.why import Fall, Why


class Names:
    """The names of a portfolio whose ids are primary keys as text."""

    def __init__(self, portfolio: Portfolio) -> None:
        self.components = {c.id: c for c in portfolio.components}
        self.functions = {f.id: f.name for f in portfolio.functions}
        asks = [d for f in portfolio.functions for d in f.dependencies]
        self.asks = {d.id: d.name for d in asks}
        self.options = {o.id: o.name for d in asks for o in d.options}

    def why(self, why: Why, *others: Why) -> dict[str, Any]:
        """What is served again last; ``also``: the function's other dependencies, if any."""
        also = {"also": [self._why(other) for other in others]} if others else {}
        return {**self._why(why), **also}

    def _why(self, why: Why) -> dict[str, Any]:
        return {
            "reason": why.reason and str(why.reason),
            "recovery_minutes": why.recovery_minutes,
            "function": int(why.function),
            "function_name": self.functions[why.function],
            "dependency": int(why.dependency),
            "dependency_name": self.asks[why.dependency],
            "running": [self._fall(fall) for fall in why.running],
            "fallen": [self._fall(fall) for fall in why.fallen],
            "leans_on": [self._option(option) for option in why.leans_on],
        }

    def _option(self, option: str) -> dict[str, Any]:
        return {"option": int(option), "name": self.options[option]}

    def _fall(self, fall: Fall) -> dict[str, Any]:
        path = [{"component": int(n), "name": self.components[n].name} for n in fall.path]
        return {**self._option(fall.option), "path": path}
