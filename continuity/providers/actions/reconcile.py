"""Make shared rows say what is wanted, by difference: nothing is written where nothing differs."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]


@dataclass
class Loaded:
    """What a load changed. ``counts``: kind of row to [new, changed, gone]."""

    version: str
    counts: dict[str, list[int]] = field(default_factory=dict)
    audit_note: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.version

    def changed(self, kind: str) -> bool:
        return any(self.counts[kind])


def sync(
    loaded: Loaded,
    kind: str,
    model: Any,
    key_of: Callable[[Any], Hashable],
    wanted: Mapping[Any, Fields],
    new: Fields | None = None,
    gone: Callable[[list[Any]], int] | None = None,
    rows: Any = None,
) -> dict[Any, Any]:
    """Insert, update and take away so that the shared rows of ``model`` are ``wanted``.

    Three statements at most, however many rows. Gives every wanted row by its key.
    """
    there = {key_of(row): row for row in (model.objects.catalogue() if rows is None else rows)}
    fresh = [model(**fields, **(new or {})) for key, fields in wanted.items() if key not in there]
    altered: list[Any] = []
    names: set[str] = set()
    for key in wanted.keys() & there.keys():
        row = there[key]
        differing = {n: v for n, v in wanted[key].items() if getattr(row, n) != v}
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            altered.append(row)
            names |= differing.keys()
    missing = [row for key, row in there.items() if key not in wanted]
    if altered:
        model.objects.catalogue().bulk_update(altered, sorted(names), batch_size=200)
    if fresh:
        fresh = model.objects.catalogue().bulk_create(fresh, batch_size=200)
    taken = (gone or delete)(missing) if missing else 0
    loaded.counts[kind] = [len(fresh), len(altered), taken]
    return {**{key_of(row): row for row in fresh}, **{k: there[k] for k in wanted if k in there}}


def delete(rows: list[Any]) -> int:
    type(rows[0]).objects.catalogue().filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
