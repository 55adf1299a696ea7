"""The time zones that an organisation may choose, with UTC first."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ZONES = [
    ("UTC", "UTC"),
    *(
        (name, name.replace("_", " "))
        for name in sorted(available_timezones())
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    ),
]


def known_zone(name: str) -> None:
    """Refuse a name that is no zone, such as ``Europe/Atlantis``."""
    if name != "UTC" and name not in available_timezones():
        raise ValidationError(_("%(name)s is no time zone.") % {"name": name})
