"""The portable portfolio, ``continuity.portfolio/1``: read, write, and the values between."""

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
    "FORMAT",
    "KINDS",
    "UNIT",
    "Component",
    "Dependency",
    "Evidence",
    "Fault",
    "Function",
    "ImpactStep",
    "Option",
    "Organization",
    "PortableError",
    "Portfolio",
    "Runbook",
    "Step",
    "bytes_of",
    "enough",
    "read",
    "shown",
    "units",
    "write",
]
