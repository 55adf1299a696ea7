"""What is written down for whoever runs this opens no door."""

import logging
import re
from typing import Any

DOORS = ("hooks", "invitations", "accounts/confirm-email", "accounts/password/reset/key")
SECRET = re.compile(rf"(/(?:{'|'.join(DOORS)})/)[^/\s?#]+")


class Closed(logging.Filter):
    """Takes the secret out of an address that holds one: what is refused is written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        closed = SECRET.sub(r"\1…", said)
        if closed != said:
            record.msg, record.args = closed, ()
        return True


def to_console(level: str, ours: str) -> dict[str, Any]:
    """``LOGGING``: lines on the error stream, of the app itself from the level ``ours``."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"closed": {"()": Closed}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["closed"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "continuity": {"level": ours},
            "django.request": {"filters": ["closed"]},
        },
    }
