"""The four writes that every step comes down to, each the like of one verb of the inventory. Pure.

What a step will write is worked out first, and shown; then the same writes are done by the verbs.
"""

from dataclasses import dataclass, replace

from continuity.inventory.portable import Option

from .draft import Draft, Fault, Misfit

WRITTEN = ("on", "capacity", "switch_minutes", "runbook")


@dataclass(frozen=True, slots=True)
class Add:
    """An option at the end of a dependency; its id is made up until the verb has made the row."""

    dependency: str
    option: Option

    def on(self, draft: Draft) -> None:
        held = draft.dependency(self.dependency)
        draft.put(held, (*held.options, self.option))


@dataclass(frozen=True, slots=True)
class Edit:
    """An option becomes ``after``; ``after.tested_on`` follows from its runbook, unwritten."""

    before: Option
    after: Option

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of what differs."""
        return tuple(
            name for name in WRITTEN if getattr(self.before, name) != getattr(self.after, name)
        )

    def on(self, draft: Draft) -> None:
        held = draft.holder(self.before.id)
        rows = (self.after if o.id == self.before.id else o for o in held.options)
        draft.put(held, tuple(rows))


@dataclass(frozen=True, slots=True)
class Move:
    """An option to ``place``, from 0. ``switch_minutes``: to the one that no longer runs."""

    option: str
    place: int
    switch_minutes: int | None = None

    def on(self, draft: Draft) -> None:
        held = draft.holder(self.option)
        rows = list(held.options)
        was = next(at for at, o in enumerate(rows) if o.id == self.option)
        rows.insert(self.place, rows.pop(was))
        if tuple(rows) == held.options:
            raise Misfit(Fault.NOTHING_NEW, self.option)
        if self.switch_minutes is not None:
            rows = self._swapped(held.running, rows, held.required)
        draft.put(held, tuple(rows))

    def _swapped(self, ran: tuple[Option, ...], rows: list[Option], k: int) -> list[Option]:
        """What rises is there at once; what falls takes its time from now on."""
        was, now = {o.id for o in ran}, {o.id for o in rows[:k]}
        rises, falls = now - was, was - now
        if not (rises and falls):
            return rows
        times = {**dict.fromkeys(rises, 0), **dict.fromkeys(falls, self.switch_minutes or 0)}
        return [replace(o, switch_minutes=times.get(o.id, o.switch_minutes)) for o in rows]


@dataclass(frozen=True, slots=True)
class Remove:
    option: str

    def on(self, draft: Draft) -> None:
        held = draft.holder(self.option)
        draft.put(held, tuple(o for o in held.options if o.id != self.option))


Write = Add | Edit | Move | Remove
