"""Rows that remember what they were when read, so that the audit chain can tell what changed."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import models

LONGEST = 2000
MUTABLE, MOMENTS, PLAIN = (dict, list), (date, datetime), (bool, int)  # built once, not a row


class Remembers(models.Model):
    """``changes()`` tells each field's old and new value as text; secrets stay out."""

    SECRETS: frozenset[str] = frozenset({"password", "secret_hash"})
    BOOKKEEPING: frozenset[str] = frozenset(
        {"lease_until", "lease_token", "render_state", "render_attempts", "render_due"}
    )  # how the app's own work goes: no change that anybody made
    audit_note: dict[str, Any]  # further facts for the entry, set by a verb
    audit_checkpoint: str  # why the chain's head is noted after the entry, set by a verb
    _was: dict[str, Any] | None = None  # as the chain was last told; None of a new row
    _stored: dict[str, Any] | None = None  # as the database has it, as far as we know

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write what differs from what was read, and nothing else.

        What somebody else wrote since then in other fields stands, a removal too.
        """
        if self._stored is not None and not (args or kwargs or self._state.adding):
            kwargs["update_fields"] = self._moved(self._stored)
        super().save(*args, **kwargs)
        self._stored = self._now()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        row: Any = super().from_db(*args, **kwargs)
        row._was = row._stored = row._now()
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.remember()
        self._stored = self._was

    def remember(self) -> None:
        """The chain knows the row as it is: ``changes()`` begins anew."""
        self._was = self._now()

    def changes(self) -> dict[str, list[Any]]:
        """``{field: [was, is]}``, of what differs from the row as read; all of a new row."""
        unsaid = self.SECRETS | self.BOOKKEEPING
        told = [f.attname for f in self._meta.concrete_fields if f.name not in unsaid]
        now = {name: _plain(self.__dict__[name]) for name in told if name in self.__dict__}
        if self._was is None:
            return all_new(now)
        was = {name: _plain(self._was[name]) for name in now if name in self._was}
        return {name: [was[name], now[name]] for name in was if was[name] != now[name]}

    def _now(self) -> dict[str, Any]:
        return {name: _fixed(value) for name, value in self.__dict__.items() if name[0] != "_"}

    def _moved(self, stored: dict[str, Any]) -> set[str]:
        """Fields that were set, or that set themselves on every save."""
        return {
            field.name
            for field in self._meta.concrete_fields
            if getattr(field, "auto_now", False)
            or (
                field.attname in self.__dict__
                and (
                    field.attname not in stored
                    or _fixed(self.__dict__[field.attname]) != stored[field.attname]
                )
            )
        }


def _fixed(value: Any) -> Any:
    """What can be changed in place, as the text that it is."""
    return str(value) if isinstance(value, MUTABLE) else value


def all_new(fields: dict[str, Any]) -> dict[str, list[Any]]:
    """``changes()`` of a row that was stored without becoming an object."""
    plain = {name: _plain(value) for name, value in fields.items()}
    return {name: [None, value] for name, value in plain.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    """As the chain keeps it: null, true, false, whole numbers and text, nothing else."""
    if value is None or isinstance(value, PLAIN):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 0.600000000 and 0.6 are one value
    text = value.isoformat() if isinstance(value, MOMENTS) else str(value)
    return text if len(text) <= LONGEST else measured(text)


def measured(text: str) -> str:
    """A long text by its length and SHA-256: that it changed shows, and to what can be proved."""
    return f"{len(text)} characters, SHA-256 {sha256(text.encode('utf-8', 'replace')).hexdigest()}"
