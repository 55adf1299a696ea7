"""Sources and outages: what the app itself does."""

from dataclasses import replace
from datetime import UTC, datetime

from continuity.providers import actions
from continuity.providers.detect import Transition
from continuity.providers.feeds import State
from continuity.providers.sources import Source
from tests.factories import FeedFactory, SignalFactory

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OPEN = Transition("open", State.DEGRADED, NOON, NOON)


def worsen(world):
    signal = SignalFactory()
    actions.open_outage(world.platform, signal, OPEN)
    actions.worsen_outage(
        world.platform, signal, replace(OPEN, kind="worsen", state=State.MAJOR_OUTAGE)
    )


def close(world):
    outage = actions.open_outage(world.platform, SignalFactory(), OPEN)
    actions.close_outage(world.platform, outage, NOON)


def confirm(world):
    signal = SignalFactory(
        organization=world.system.org, feed=None, source="probe", upstream_id="probe:1"
    )
    us = world.system
    actions.open_outage(us, signal, OPEN, suspected=True)
    actions.confirm_outage(us, signal)


CASES = {
    "outage.confirm": confirm,
    "outage.open": lambda w: actions.open_outage(w.platform, SignalFactory(), OPEN),
    "outage.worsen": worsen,
    "outage.close": close,
    "feed.trust": lambda w: actions.trust_page(
        w.platform, FeedFactory(learned={"page_id": "abcdefghij12"})
    ),
    "feed.mark": lambda w: actions.mark_feed(w.platform, FeedFactory(), Source("fresh")),
}
