"""Making every PDF that a table waits for."""

import logging
from collections.abc import Callable

from django.utils import timezone

from .actions.renders import MOST_COSTLY_TRIES, Row, claim, fail
from .render import CannotRender, Rendered, TooMuch

log = logging.getLogger(__name__)


def serve(of: type[Row], make: Callable[[Row], Rendered], finish: Callable[..., bool]) -> int:
    """How many were made. Safe to run at any time, twice, or at once."""
    made = 0
    while row := claim(timezone.now(), of):
        try:
            made += finish(row, make(row), timezone.now())
        except TooMuch as fault:
            fail(row, str(fault), timezone.now(), MOST_COSTLY_TRIES)
        except CannotRender as fault:
            fail(row, str(fault), timezone.now())
        except Exception as fault:  # ours: kept with the row, and tried again
            log.exception("%s %s", of.__name__, row.pk)
            fail(row, f"{type(fault).__name__}: {fault}", timezone.now())
    return made
