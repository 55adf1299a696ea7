"""Every write of probes, one file a subject.

``probes``: what people set up. ``keys``: the keys that they give. ``leases``, ``spending``,
``results`` and ``days``: how the app's own work goes, which leaves no entry.
"""

from .keys import drop_key, set_key
from .probes import (
    add_probe,
    edit_probe,
    pause_probe,
    remove_probe,
    restore_probe,
    resume_probe,
    set_budget,
)

__all__ = [
    "add_probe",
    "drop_key",
    "edit_probe",
    "pause_probe",
    "remove_probe",
    "restore_probe",
    "resume_probe",
    "set_budget",
    "set_key",
]
