"""The outside world: who sells, what can fail as one, what rests on what, who tells of it.

Rows with no organisation are the catalogue, shared by all; the others are an organisation's own.
"""

from .watching import Feed, Outage, OutageQuerySet, Signal, SourceHealth, host_of
from .world import (
    Component,
    Edge,
    EdgeQuerySet,
    Provider,
    SharedManager,
    SharedModel,
    State,
    provider_url,
)

__all__ = [
    "Component",
    "Edge",
    "EdgeQuerySet",
    "Feed",
    "Outage",
    "OutageQuerySet",
    "Provider",
    "SharedManager",
    "SharedModel",
    "Signal",
    "SourceHealth",
    "State",
    "host_of",
    "provider_url",
]
