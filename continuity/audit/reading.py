"""An entry of the chain as a person reads it: words for the verb, names for the fields."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from continuity.core.remember import measured
from continuity.core.wording import day, when

from .models import Event
from .words import said

LONGEST = 160  # characters; more would be a wall of text, and is in the export
NOTHING = "–"
UNTOLD = ("id", "organization_id")  # of every row, and always the same
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")


@dataclass(frozen=True)
class Entry:
    event: Event
    did: str | Promise
    changes: list[tuple[str, str]]


def entry(event: Event) -> Entry:
    told = {k: v for k, v in event.changes.items() if k not in UNTOLD}
    fields = [(named(event.target, k), shown(v)) for k, v in told.items()]
    return Entry(event, said(event.verb), fields)


def named(target: str, name: str) -> str:
    """``minimum_capacity`` of a function: as its form calls it. ``target``: ``app.Model:7``."""
    try:
        model = apps.get_model(target.partition(":")[0])
        words = str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except (LookupError, ValueError, FieldDoesNotExist):
        words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def shown(value: Any) -> str:
    """``[was, is]``: ``was → is``, or ``is`` alone of what is new; anything else as it stands."""
    if not isinstance(value, list) or len(value) != 2:
        return short(value)
    was, now = map(short, value)
    return now if value[0] in (None, "") else f"{was} → {now}"


def short(part: Any) -> str:
    if part in (None, ""):
        return NOTHING
    if isinstance(part, bool):
        return _("yes") if part else _("no")
    text = str(part)
    if MOMENT.fullmatch(text) and (moment := dated(text)):
        return moment
    return text if len(text) <= LONGEST else measured(text)


def dated(text: str) -> str:
    """``2026-11-26T05:20:51+00:00``: 26 November 2026, 06:20 CET. Empty for what is no date."""
    try:
        if "T" not in text:
            return strip_tags(day(date.fromisoformat(text)))
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return strip_tags(when(moment)) if moment.tzinfo else ""
