"""What the sweeps tell: every loop's last turn is kept."""

import logging
import time
from threading import Lock
from typing import Any

from continuity.core.clock import database_now

from . import actions

log = logging.getLogger(__name__)
EVERY_S = 10.0  # a loop that turns every two seconds need not write each time
_written: dict[str, float] = {}
_lock = Lock()


def turned(name: str, took_s: float, answer: Any, fault: Exception | None) -> None:
    """Never raises: that a turn could not be noted must not undo it."""
    now = time.monotonic()
    with _lock:
        if fault is None and not isinstance(answer, str):
            if now - _written.get(name, -EVERY_S) < EVERY_S:
                return
        _written[name] = now
    said = type(fault).__name__ if fault else "" if answer is None else str(answer)
    try:
        actions.tick(name, database_now(), round(1000 * took_s), said, failed=fault is not None)
    except Exception:
        log.exception("could not note the turn of %s", name)
