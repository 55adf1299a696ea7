"""The portable portfolio, ``continuity.portfolio/1``: read, write, and the values between.

Beside it the event, ``continuity.event/1``: what was down, and when.
"""

from .event import EVENT_FORMAT, Event, Span, read_event, write_event
from .faults import Fault, PortableError
from .model import (
    FORMAT,
    UNIT,
    Component,
    Dependency,
    Evidence,
    Function,
    ImpactStep,
    Option,
    Organization,
    Portfolio,
    Runbook,
    Step,
    enough,
    units,
)
from .parsing import bytes_of, shown
from .read import KINDS, read
from .write import write

__all__ = [
    "EVENT_FORMAT",
    "FORMAT",
    "KINDS",
    "UNIT",
    "Component",
    "Dependency",
    "Event",
    "Evidence",
    "Fault",
    "Function",
    "ImpactStep",
    "Option",
    "Organization",
    "PortableError",
    "Portfolio",
    "Runbook",
    "Span",
    "Step",
    "bytes_of",
    "enough",
    "read",
    "read_event",
    "shown",
    "units",
    "write",
    "write_event",
]
