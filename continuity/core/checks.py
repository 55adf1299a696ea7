"""What is looked at when a process starts, besides what Django looks at."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register

OTHERS = 0o077


@register(Tags.security)
def data_folder(app_configs: Any, **kwargs: Any) -> list[Warning]:
    """The folder with the database, the mail and the secret belongs to one user of the machine."""
    if not settings.VAR.stat().st_mode & OTHERS:
        return []
    return [
        Warning(
            f"Other users of this machine may read {settings.VAR}.",
            hint=f"It holds the database and the secret. Run once: chmod 700 {settings.VAR}",
            id="continuity.W001",
        )
    ]
