"""The heartbeat: while all is well, an address of the administrator's choice is called."""

import logging
from urllib.parse import urlsplit

from celery import shared_task
from django.conf import settings

from continuity.core.clock import database_now
from continuity.providers.crowd import answers
from continuity.providers.fetch import Request, agent_of

from .reading import unwell

log = logging.getLogger(__name__)
QUEUE = "notify"


@shared_task
def beat() -> str | None:
    """Call HEARTBEAT_URL, unless a loop is silent: whoever waits for the call then misses it."""
    if not settings.HEARTBEAT_URL:
        return None
    if ill := unwell(database_now()):
        return f"not called: {', '.join(sorted(ill))}"
    host = urlsplit(settings.HEARTBEAT_URL).hostname  # the rest is a secret
    agent = agent_of(settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
    request = Request(settings.HEARTBEAT_URL)
    for _place, got in answers([request], settings.FEED_ALLOW, agent=agent):
        if got is None or not 200 <= (got.status or 0) < 300:
            reason = got.reason if got else "timeout"
            log.warning("the heartbeat at %s was not taken: %s", host, reason)
            return f"{host}: {reason}"
    return f"{host}: called"


SWEEPS = [(beat, 60)]
