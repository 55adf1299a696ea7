"""The function that what was found belongs to: one that there is, or a new one."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from continuity.inventory.portable import Function, Portfolio
from continuity.inventory.portable.fields import NAME_LENGTH

NEW: dict[str, Any] = {
    "criticality": 3,
    "rto_minutes": 240,
    "mtpd_minutes": 1440,
    "minimum_capacity": 1.0,
}
WEIGH = _("Criticality, RTO and MTPD of a new function are a start: weigh them.")


def function_called(wanted: str, held: Portfolio) -> Function:
    """The one that is held by that key or name, else a new one."""
    wanted = wanted.strip()[:NAME_LENGTH].strip()
    for function in held.functions:
        if wanted in (function.id, function.name):
            return function
    key = stem = slugify(wanted)[:100] or "function"
    taken = {function.id for function in held.functions}
    n = 1
    while key in taken:
        n += 1
        key = f"{stem}-{n}"
    return Function(id=key, name=wanted or key, **NEW)
