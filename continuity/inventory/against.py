"""What a portfolio would break of the inventory that it goes into: names, references, circles."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from continuity.core.graph import cycles

from .portable import Portfolio

MOST_CIRCLES = 20
LONGEST_WAY = 12


@dataclass(frozen=True)
class Standing:
    """What stands already, by key: names and needs of functions, components, runbooks."""

    names: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    runs_on: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    components: Collection[str] = frozenset()
    runbooks: Collection[str] = frozenset()


def standing(held: Portfolio) -> Standing:
    return Standing(
        names={f.id: f.name for f in held.functions},
        needs={f.id: f.depends_on for f in held.functions},
        runs_on={c.id: c.runs_on for c in held.components},
        components={c.id for c in held.components},
        runbooks={r.id for r in held.runbooks},
    )


@dataclass(frozen=True)
class Problem:
    """``path``: ids, such as those of a function, its dependency and an option. ``field``: whose
    value is at fault."""

    path: tuple[str, ...]
    field: str
    sentence: str


def problems(told: Portfolio, held: Standing) -> Iterator[Problem]:
    """Everything that would not hold once ``told`` is in, the first circles only."""
    yield from _namesakes(told, held)
    yield from _unknown(told, held)
    yield from _circles(told, held)


def _namesakes(told: Portfolio, held: Standing) -> Iterator[Problem]:
    now = {f.id: f.name for f in told.functions}
    seen = {name: key for key, name in held.names.items() if key not in now}
    for key, name in now.items():
        other = seen.setdefault(name, key)
        if other != key:
            yield Problem(
                (key,),
                "name",
                _("Two functions would be called “%(name)s”. Give one of them another name.")
                % {"name": name},
            )


def _unknown(told: Portfolio, held: Standing) -> Iterator[Problem]:
    functions = held.names.keys() | {f.id for f in told.functions}
    components = {c.id for c in told.components}.union(held.components)
    runbooks = {r.id for r in told.runbooks}.union(held.runbooks)
    for row in told.components:
        yield from _of(row.runs_on, components, (row.id,), "runs_on")
    for function in told.functions:
        yield from _of(function.depends_on, functions, (function.id,), "depends_on")
        for ask in function.dependencies:
            for option in ask.options:
                path = (function.id, ask.id, option.id)
                yield from _of(option.on, components, path, "on")
                if option.runbook:
                    yield from _of((option.runbook,), runbooks, path, "runbook")


def _of(
    names: tuple[str, ...], known: Collection[str], path: tuple[str, ...], field: str
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            sentence = {
                "depends_on": _("Names the unknown function “%(name)s”."),
                "runbook": _("Names the unknown runbook “%(name)s”."),
            }.get(field, _("Names the unknown component “%(name)s”."))
            yield Problem(path, field, sentence % {"name": name})


def _circles(told: Portfolio, held: Standing) -> Iterator[Problem]:
    names = {**held.names, **{f.id: f.name for f in told.functions}}
    needs: dict[str, tuple[str, ...]] = {f.id: f.depends_on for f in told.functions}
    rests: dict[str, tuple[str, ...]] = {c.id: c.runs_on for c in told.components}
    yield from _round(needs, held.needs, "depends_on", names)
    yield from _round(rests, held.runs_on, "runs_on", {})


def _round(
    told: Mapping[str, tuple[str, ...]],
    held: Mapping[str, tuple[str, ...]],
    field: str,
    names: Mapping[str, str],
) -> Iterator[Problem]:
    if not any(told.values()):
        return
    for circle in islice(cycles({**held, **told}), MOST_CIRCLES):
        inside = next((key for key in circle if told.get(key)), None)
        if inside is None:
            continue  # it went round before
        shown = [names.get(key, key) for key in circle]
        if len(shown) > LONGEST_WAY:
            shown = [*shown[:8], "…", *shown[-3:]]
        way = " → ".join(shown)
        yield Problem((inside,), field, _("Goes in a circle: %(way)s.") % {"way": way})
