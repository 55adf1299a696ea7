"""What steps, writes and misfits say, in sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.wording import duration, share
from continuity.inventory.portable import Option, Portfolio

from .draft import Fault, Misfit
from .models import Step
from .writes import Add, Edit, Move, Write

SHOWN = 3


@dataclass(frozen=True)
class Place:
    """An option, and where it stands."""

    option: str
    dependency: str
    function: str

    def __str__(self) -> str:
        told = {"option": self.option, "ask": self.dependency, "function": self.function}
        return _("“%(option)s” of “%(ask)s” (%(function)s)") % told


class Names:
    """Of every row that a change speaks of: as it is, as it would be, or as it last was."""

    def __init__(self, *portfolios: Portfolio, kept: Mapping[str, str] | None = None) -> None:
        self._rows = dict(kept or {})
        self._places: dict[str, Place] = {}
        self._asks: dict[str, tuple[str, str]] = {}
        for portfolio in portfolios:
            self._learn(portfolio)

    def _learn(self, portfolio: Portfolio) -> None:
        self._rows |= {f"component:{c.id}": c.name for c in portfolio.components}
        self._rows |= {f"runbook:{b.id}": b.title for b in portfolio.runbooks}
        for function in portfolio.functions:
            for ask in function.dependencies:
                self._asks[ask.id] = (ask.name, function.name)
                for option in ask.options:
                    self._places[option.id] = Place(option.name, ask.name, function.name)

    def component(self, row: str) -> str:
        return self._rows.get(f"component:{row}", _("something that is gone"))

    def runbook(self, row: str | None) -> str:
        known = self._rows.get(f"runbook:{row}", _("one that is gone"))
        return known if row else _("none")

    def components(self, rows: Iterable[str]) -> str:
        return " + ".join(self.component(row) for row in rows) or _("by hand")

    def option(self, row: str) -> str:
        known = self._places.get(row)
        return str(known) if known else self._rows.get(f"option:{row}", _("an option that is gone"))

    def place(self, row: str) -> Place:
        return self._places.get(row) or Place(self.option(row), "–", "–")

    def ask(self, row: str) -> tuple[str, str]:
        """A dependency, and its function."""
        gone = (self._rows.get(f"dependency:{row}", _("a dependency that is gone")), "–")
        return self._asks.get(row, gone)

    def dependency(self, row: str) -> str:
        name, function = self.ask(row)
        return f"“{name}” ({function})"


def listed(names: list[str]) -> str:
    """``a, b, c and 4 more``."""
    words, rest = ", ".join(names[:SHOWN]), len(names) - SHOWN
    if rest <= 0:
        return words
    more = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest)
    return more % {"names": words, "n": rest}


def of_step(step: Step, names: Names) -> str:
    """What it plans, in one sentence without a full stop."""
    return SAY[step.kind](step.wanted, names)


def _add(w: Mapping[str, Any], names: Names) -> str:
    if w["leans_on"]:
        where = _("to every dependency that leans on %s") % names.component(w["leans_on"])
    else:
        where = _("to %s") % listed([names.dependency(row) for row in w["dependencies"]])
    told = {"name": w["name"], "on": names.components(w["on"]), "where": where}
    told |= {"capacity": share(w["capacity"]), "time": duration(w["switch_minutes"])}
    said = _("Add “%(name)s” (on %(on)s, %(capacity)s, in %(time)s) %(where)s") % told
    if not w["runbook"]:
        return said
    return _("%(said)s, by “%(runbook)s”") % {"said": said, "runbook": names.runbook(w["runbook"])}


def _replace(w: Mapping[str, Any], names: Names) -> str:
    told = {"old": names.component(w["old"]), "new": names.component(w["new"])}
    if not w["options"]:
        return _("Move everything that rests on %(old)s to %(new)s") % told
    told["options"] = listed([names.option(row) for row in w["options"]])
    return _("Move from %(old)s to %(new)s: %(options)s") % told


def _order(w: Mapping[str, Any], names: Names) -> str:
    told = {"option": names.option(w["option"]), "place": w["place"] + 1}
    if w["place"] == 0:
        said = _("Make %(option)s the first that runs") % told
    else:
        said = _("Put %(option)s in place %(place)d") % told
    if w["switch_minutes"] is None:
        return said
    time = duration(w["switch_minutes"])
    return _("%(said)s; to what ran so far it then takes %(time)s") % {"said": said, "time": time}


def _resize(w: Mapping[str, Any], names: Names) -> str:
    told = {"option": names.option(w["option"])}
    told |= {"time": duration(w["switch_minutes"]), "capacity": share(w["capacity"])}
    if w["capacity"] is None:
        return _("Switch to %(option)s in %(time)s") % told
    if w["switch_minutes"] is None:
        return _("Let %(option)s carry %(capacity)s") % told
    return _("Switch to %(option)s in %(time)s, and let it carry %(capacity)s") % told


def _runbook(w: Mapping[str, Any], names: Names) -> str:
    told = {"option": names.option(w["option"]), "runbook": names.runbook(w["runbook"])}
    return _("Switch to %(option)s by the runbook “%(runbook)s”") % told


def _remove(w: Mapping[str, Any], names: Names) -> str:
    return _("Drop %s") % names.option(w["option"])


SAY: dict[str, Callable[[Mapping[str, Any], Names], str]] = {
    Step.Kind.ADD: _add,
    Step.Kind.REPLACE: _replace,
    Step.Kind.ORDER: _order,
    Step.Kind.RESIZE: _resize,
    Step.Kind.RUNBOOK: _runbook,
    Step.Kind.REMOVE: _remove,
}


def of_write(write: Write, names: Names) -> dict[str, str]:
    """Where it is written, and what."""
    if isinstance(write, Add):
        ask, function = names.ask(write.dependency)
        return {"function": function, "dependency": ask, "said": _added(write.option, names)}
    row = write.before.id if isinstance(write, Edit) else write.option
    place = names.place(row)
    told: dict[str, Any] = {"option": place.option}
    if isinstance(write, Edit):
        said = f"“{place.option}”: {_edited(write, names)}"
    elif isinstance(write, Move):
        told["place"] = write.place + 1
        said = _("“%(option)s” goes to place %(place)d") % told
        if write.switch_minutes is not None:
            time = duration(write.switch_minutes)
            said += " " + _("(to one that no longer runs with that: %s)") % time
    else:
        said = _("“%(option)s” is removed") % told
    return {"function": place.function, "dependency": place.dependency, "said": said}


def _added(option: Option, names: Names) -> str:
    told = {
        "name": option.name,
        "on": names.components(option.on),
        "capacity": share(option.capacity),
        "time": duration(option.switch_minutes),
        "runbook": names.runbook(option.runbook),
    }
    return (
        _("“%(name)s” is added: on %(on)s, %(capacity)s, in %(time)s, runbook: %(runbook)s") % told
    )


def _edited(write: Edit, names: Names) -> str:
    said = {
        "on": (_("rests on"), names.components),
        "capacity": (_("capacity"), share),
        "switch_minutes": (_("switch time"), duration),
        "runbook": (_("runbook"), names.runbook),
    }
    parts = []
    for field in write.fields:
        word, read = said[field]
        was, now = read(getattr(write.before, field)), read(getattr(write.after, field))  # type: ignore[operator]
        parts.append(f"{word} {was} → {now}")
    return "; ".join(parts)


def of_misfit(misfit: Misfit, names: Names) -> str:
    """Why a step does not fit, and how to mend that."""
    reads = {
        Fault.DEPENDENCY_GONE: names.dependency,
        Fault.SHORT: names.dependency,
        Fault.RUNBOOK_GONE: names.runbook,
        Fault.COMPONENT_GONE: names.component,
        Fault.NOTHING_LEFT: names.component,
    }
    told = {"name": reads.get(misfit.fault, names.option)(misfit.row)}
    return _mends()[misfit.fault] % told


def _mends() -> dict[Fault, str]:
    return {
        Fault.DEPENDENCY_GONE: _(
            "%(name)s is no longer there. Edit the step and choose another, or remove the step."
        ),
        Fault.OPTION_GONE: _(
            "%(name)s is not there (any more). Edit the step and choose another, or remove it."
        ),
        Fault.COMPONENT_GONE: _(
            "%(name)s is no longer there. Edit the step and choose another component."
        ),
        Fault.RUNBOOK_GONE: _(
            "The runbook (%(name)s) is no longer there. Bring it back, or edit the step."
        ),
        Fault.NOT_ON_IT: _(
            "%(name)s does not rest on what is to be replaced (any more). Edit the step and take "
            "it out."
        ),
        Fault.NOTHING_LEFT: _(
            "Nothing is left to do: no option fits that rests on %(name)s. Remove the step, or "
            "choose another component."
        ),
        Fault.NOTHING_NEW: _("%(name)s is so already. Remove the step."),
        Fault.SLOW: _(
            "%(name)s would run in normal operation with a switch time above 0. What runs is there "
            "at once: use “Make an option run” first, which asks how long it takes to switch back."
        ),
        Fault.SHORT: _(
            "What runs of %(name)s would no longer reach the function's minimum capacity. Add an "
            "option or make one run in an earlier step."
        ),
    }
