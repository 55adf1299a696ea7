"""Rows of the track record."""

import factory

from continuity.record.models import Incident, Taken
from tests.factories import NOON, Base, FeedFactory


class IncidentFactory(Base):
    class Meta:
        model = Incident

    feed = factory.SubFactory(FeedFactory)
    upstream_id = factory.Sequence("inc{}".format)
    title = "Elevated errors"
    state = "investigating"
    started_at = NOON
    first_seen_at = NOON
    seen_at = NOON


class TakenFactory(Base):
    class Meta:
        model = Taken

    feed = factory.SubFactory(FeedFactory)
    posts_at = NOON
