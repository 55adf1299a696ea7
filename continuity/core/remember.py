"""Rows that remember what they were when read, so that the audit chain can tell what changed."""

from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import models

LONGEST = 2000


class Remembers(models.Model):
    """``changes()`` tells each field's old and new value as text; secrets stay out."""

    SECRETS: frozenset[str] = frozenset({"password", "secret_hash"})
    BOOKKEEPING: frozenset[str] = frozenset(
        {"lease_until", "lease_token", "render_state", "render_attempts", "render_due"}
    )  # how the app's own work goes: no change that anybody made
    audit_note: dict[str, Any]  # further facts for the entry, set by a verb

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        row: Any = super().from_db(*args, **kwargs)
        row._was = {name: _plain(row.__dict__[name]) for name in row.__dict__ if name[0] != "_"}
        return row

    def changes(self) -> dict[str, list[Any]]:
        """``{field: [was, is]}``, of what differs from the row as read; all of a new row."""
        was = getattr(self, "_was", None)
        unsaid = self.SECRETS | self.BOOKKEEPING
        now = {
            field.attname: _plain(self.__dict__[field.attname])
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__ and field.name not in unsaid
        }
        if was is None:
            return {name: [None, value] for name, value in now.items() if value not in (None, "")}
        return {
            name: [was[name], value]
            for name, value in now.items()
            if name in was and was[name] != value
        }


def _plain(value: Any) -> Any:
    """As the chain keeps it: null, true, false, whole numbers and text, nothing else."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"  # 0.600000000 and 0.6 are one value
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return text if len(text) <= LONGEST else measured(text)


def measured(text: str) -> str:
    """A long text by its length and SHA-256: that it changed shows, and to what can be proved."""
    return f"{len(text)} characters, SHA-256 {sha256(text.encode('utf-8', 'replace')).hexdigest()}"
