"""Rows that remember what they were when read, so that the audit chain can tell what changed."""

from datetime import date, datetime
from typing import Any

from django.db import models

LONGEST = 2000


class Remembers(models.Model):
    """``changes()`` tells each field's old and new value as text; secrets stay out."""

    SECRETS: frozenset[str] = frozenset({"password", "secret_hash"})
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
        now = {
            field.attname: _plain(self.__dict__[field.attname])
            for field in self._meta.concrete_fields
            if field.attname in self.__dict__ and field.name not in self.SECRETS
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
    text = value.isoformat() if isinstance(value, date | datetime) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
