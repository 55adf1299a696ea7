"""From the address of the simulator to what it asks, and to what is still missing."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from continuity.inventory.portable import read_event
from continuity.orgs.models import Organization
from continuity.providers.catalogue import Event as Famous
from continuity.simulator.forms import (
    ComponentsForm,
    MovedForm,
    SpansForm,
    famous_choice,
    kept_choice,
)
from continuity.simulator.models import Scenario

from . import library
from .choice import Choice

WAYS = ("library", "components", "spans", "saved")


@dataclass
class Asked:
    """``by``: one of `WAYS`. ``choice``: what to replay, None while something is missing.

    ``form``: what it takes, as typed; ``famous`` or ``scenario``: what it is about. ``stranger``:
    the address names an event that is not there.
    """

    by: str
    choice: Choice | None = None
    form: Any = None
    famous: Famous | None = None
    scenario: Scenario | None = None
    stranger: bool = False


def asked(org: Organization, data: QueryDict) -> Asked:
    """``event=`` of the library, ``scenario=`` kept, or ``by=`` with what its form takes."""
    today = timezone.localdate()
    if "event" in data:
        return _famous(data, today)
    if "scenario" in data:
        return _kept(org, data, today)
    by = data.get("by", "")
    if by == "components":
        form: Any = ComponentsForm(org, data if "length" in data else None)
        return Asked(by, form.choice() if form.is_bound else None, form)
    if by == "spans":
        form = SpansForm(org, data if {"on", "rows", "search"} & data.keys() else None)
        return Asked(by, form.choice() if form.is_bound else None, form)
    return Asked("saved" if by == "saved" else "library")


def _famous(data: QueryDict, today: date) -> Asked:
    event = library.famous(data.get("event", ""))
    if event is None or not event.spans:
        return Asked("library", famous=event, stranger=event is None)
    known = library.knows_length(event)
    form = MovedForm(data, library.begin(event), today, ask_length=not known)
    if not known and "length" not in data:  # not asked yet, so nothing is wrong
        form = MovedForm(QueryDict(), library.begin(event), today, ask_length=True)
        form.is_bound = False
        return Asked("library", None, form, event)
    return Asked("library", famous_choice(form, event), form, event)


def _kept(org: Organization, data: QueryDict, today: date) -> Asked:
    key = data.get("scenario", "")
    rows = Scenario.objects.for_org(org)
    row = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    if row is None:
        return Asked("saved", stranger=True)
    begin = min(span.start for span in read_event(row.event).down)
    form = MovedForm(data, begin, today, ask_length=False)
    return Asked("saved", kept_choice(form, row), form, scenario=row)
