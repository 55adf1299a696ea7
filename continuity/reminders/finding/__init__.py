"""What the sweeps look for: what is due, outages to tell of, sources that cannot be read."""

from collections.abc import Iterator
from itertools import islice

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

BATCH = 200  # organisations at a time


def in_batches(size: int = BATCH) -> Iterator[list[Organization]]:
    """Every organisation but the installation's own seat."""
    rows = Organization.objects.exclude(slug=Organization.PLATFORM).order_by("pk").iterator()
    while batch := list(islice(rows, size)):
        yield batch


def system(org: Organization) -> Actor:
    return Actor.system(org)
