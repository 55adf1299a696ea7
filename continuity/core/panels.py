"""What apps put on the pages of apps below them: a page names a place, apps fill it.

``{% panels "provider" provider=provider %}`` in a template is the place "provider", and what it is
about. An app fills it with ``PANELS`` in its ``panels.py``: by place, a function that is given the
request and what the place is about by name, and answers a `Panel`, or None to stay silent. A place
in a list is filled once a row: what its panels ask of the database they ask `once` a page.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from django.http import HttpRequest

from .plugins import discover_in_apps

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Panel:
    """A template, rendered with ``request`` and ``context`` alone."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Fill = Callable[..., Panel | None]


@cache
def fillers(place: str) -> list[Fill]:
    """In the order of the apps' names."""
    apps = discover_in_apps("panels")
    apps.pop("core", None)  # this module
    return [module.PANELS[place] for module in apps.values() if place in module.PANELS]


def once(request: HttpRequest, key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` answers, asked once while ``request`` is served."""
    known: dict[Hashable, Any] = request.__dict__.setdefault("asked_once", {})
    if key not in known:
        known[key] = ask()
    return known[key]
