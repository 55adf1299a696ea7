"""Functions with all that is theirs, written as they are told. Called inside a verb.

What is new is made, what differs is changed, and of a function that is told the dependencies and
options that it does not name any more are removed; nothing else is touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from continuity.inventory import exercised, portable
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor

BATCH = 500
HELD_IN_MEMORY = 2000
Key = tuple[Any, str]  # the number of what it stands under (None of a function), and its own key


class Writer:
    """Writes functions for one organisation. ``components`` and ``runbooks``: numbers by key."""

    def __init__(
        self, actor: Actor, as_of: date, components: Mapping[str, int], runbooks: Mapping[str, int]
    ) -> None:
        self.actor, self.as_of = actor, as_of
        self.components, self.runbooks = components, runbooks

    def write(self, told: list[portable.Function], known: Mapping[str, int]) -> dict[str, int]:
        """``known``: numbers of all functions that stand, by key. With those that were made."""
        functions = self._functions(told, known)
        keys = {**known, **functions}
        held = [known[f.id] for f in told if f.id in known]
        _link(
            Function.depends_on.through,
            ("from_function_id", "to_function_id"),
            held,
            ((keys[f.id], keys[name]) for f in told for name in f.depends_on),
            set(keys.values()),
        )
        asks = self._dependencies(told, functions, held)
        self._options(told, functions, asks, held)
        return functions

    def _functions(self, told: list[portable.Function], known: Mapping[str, int]) -> dict[str, int]:
        rows = {
            (None, row.key): row
            for row in _among(
                self._live(Function), "pk", [known[f.id] for f in told if f.id in known]
            )
        }
        wanted = (((None, f.id), _function(f)) for f in told)
        written = self._write(Function, rows, wanted)
        return {key: pk for (_none, key), pk in written.items()}

    def _dependencies(
        self, told: list[portable.Function], functions: Mapping[str, int], held: list[int]
    ) -> dict[Key, int]:
        rows = {
            (row.function_id, row.key): row
            for row in _among(self._live(Dependency), "function", held)
        }
        wanted = (
            ((functions[f.id], d.id), _dependency(d, place))
            for f in told
            for place, d in enumerate(f.dependencies)
        )
        return self._write(Dependency, rows, wanted, "function_id")

    def _options(
        self,
        told: list[portable.Function],
        functions: Mapping[str, int],
        asks: Mapping[Key, int],
        held: list[int],
    ) -> None:
        rows = {
            (row.dependency_id, row.key): row
            for row in _among(self._live(Option), "dependency__function", held)
        }
        passed = exercised.last_passed(self.actor.org, self.as_of) if rows else {}

        def stated(key: Key, told_on: date | None) -> date | None:
            """What the row states already, where that with its runbook's exercises is told."""
            if (row := rows.get(key)) is None:
                return told_on
            known = exercised.tested_on(row.tested_on, row.runbook_id, passed, self.as_of)
            return row.tested_on if known == told_on else told_on

        def wanted() -> Iterator[tuple[Key, dict[str, Any]]]:
            for f in told:
                for d in f.dependencies:
                    ask = asks[functions[f.id], d.id]
                    for place, o in enumerate(d.options):
                        yield (
                            (ask, o.id),
                            {
                                "name": o.name,
                                "position": place,
                                "capacity": decimal(o.capacity),
                                "switch_minutes": o.switch_minutes,
                                "runbook_id": self.runbooks[o.runbook] if o.runbook else None,
                                "tested_on": stated((ask, o.id), o.tested_on),
                            },
                        )

        written = self._write(Option, rows, wanted(), "dependency_id")
        pairs = (
            (written[asks[functions[f.id], d.id], o.id], self.components[name])
            for f in told
            for d in f.dependencies
            for o in d.options
            for name in o.on
        )
        kept = [row.pk for key, row in rows.items() if key in written]
        _link(Option.on.through, ("option_id", "component_id"), kept, pairs)

    def _live(self, model: Any) -> Any:
        return model.objects.for_org(self.actor.org)

    def _write(
        self,
        model: Any,
        rows: Mapping[Key, Any],
        wanted: Iterable[tuple[Key, dict[str, Any]]],
        parent: str = "",
    ) -> dict[Key, int]:
        """The number of each row that is wanted, by its key. ``rows``: those that are there."""
        written: dict[Key, int] = {}
        changed: list[Any] = []
        differing: set[str] = set()

        def fresh() -> Iterator[tuple[Key, Any]]:
            for key, fields in wanted:
                row = rows.get(key)
                if row is None:
                    above = {parent: key[0]} if parent else {}
                    yield key, model(organization=self.actor.org, key=key[1], **above, **fields)
                    continue
                written[key] = row.pk
                if others := {n for n, value in fields.items() if getattr(row, n) != value}:
                    differing.update(others)
                    for name in others:
                        setattr(row, name, fields[name])
                    changed.append(row)

        live = self._live(model)
        made = fresh()
        while batch := list(islice(made, HELD_IN_MEMORY)):
            live.bulk_create([row for _key, row in batch], batch_size=BATCH)
            written.update((key, row.pk) for key, row in batch)
        self._change(model, changed, differing)
        gone = [row.pk for key, row in rows.items() if key not in written]
        for some in _portions(gone):
            live.filter(pk__in=some).update(removed_at=timezone.now())
        return written

    def _change(self, model: Any, changed: list[Any], fields: set[str]) -> None:
        if not changed:
            return
        live = self._live(model)
        if model is Function:
            now = timezone.now()
            for row in changed:
                row.edited_at = now
                if "name" in row.changes():  # out of the way first: two may swap their names
                    live.filter(pk=row.pk).update(name=f"~{row.pk}")
            fields = fields | {"edited_at"}
        names = sorted(name.removesuffix("_id") for name in fields)
        live.bulk_update(changed, names, batch_size=BATCH)


def _function(f: portable.Function) -> dict[str, Any]:
    return {
        "name": f.name,
        "description": f.description,
        "criticality": f.criticality,
        "rto_minutes": f.rto_minutes,
        "rpo_minutes": f.rpo_minutes,
        "mtpd_minutes": f.mtpd_minutes,
        "minimum_capacity": decimal(f.minimum_capacity),
        "impact": [
            {"after_minutes": s.after_minutes, "cost_per_hour": str(s.cost_per_hour)}
            for s in f.impact
        ],
        "owner_email": f.owner,
        "deputy_email": f.deputy,
        "assessed_on": f.assessed_on,
    }


def _dependency(d: portable.Dependency, place: int) -> dict[str, Any]:
    return {
        "name": d.name,
        "description": d.description,
        "essential": d.essential,
        "high_risk": d.high_risk,
        "required": d.required,
        "position": place,
    }


def _link(
    through: Any,
    ends: tuple[str, str],
    held: list[int],
    wanted: Iterable[tuple[int, int]],
    live: set[int] | None = None,
) -> None:
    """Of the rows ``held`` take away the links that are not wanted, and make those that are not
    there. ``live``: links to others stay as they are; they are those of removed rows."""
    links = through.objects
    there: dict[tuple[int, int], int] = {}
    for some in _portions(held):
        rows = links.filter(**{f"{ends[0]}__in": some})
        there.update(((one, two), pk) for pk, one, two in rows.values_list("pk", *ends))

    def missing() -> Iterator[Model]:
        for pair in wanted:
            if there.pop(pair, None) is None:
                yield through(**dict(zip(ends, pair, strict=True)))

    made = missing()
    while batch := list(islice(made, HELD_IN_MEMORY)):
        links.bulk_create(batch, batch_size=BATCH)
    gone = [pk for (_one, two), pk in there.items() if live is None or two in live]
    for some in _portions(gone):
        links.filter(pk__in=some).delete()


def _among(rows: QuerySet, field: str, values: list[int]) -> Iterator[Any]:
    for some in _portions(values):
        yield from rows.filter(**{f"{field}__in": some})


def _portions(values: list[int]) -> Iterator[list[int]]:
    """A database takes only so many in one question."""
    return (values[at : at + HELD_IN_MEMORY] for at in range(0, len(values), HELD_IN_MEMORY))


@lru_cache(maxsize=10_000)
def decimal(share: float) -> Decimal:
    """A share as the database keeps it."""
    return Decimal(str(share)).quantize(Decimal("0.000000001"))
