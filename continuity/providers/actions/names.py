"""Where the catalogue knows a component by its exact name only: learn its id from a reading."""

from collections import Counter

from continuity.providers.feeds import Reading
from continuity.providers.models import Component, Feed, Signal


def learn_names(feed: Feed, reading: Reading) -> int:
    """Give ``feed`` a signal for each name that the reading lists once; how many are new.

    Under the feed's lease, inside its transaction. Names lie in ``feed.config["names"]``. A name
    listed twice (OpenAI has two of "Login") tells nothing; a learned id stays when the name goes.
    """
    names = feed.config.get("names") or {}
    if not names or not reading.readable:
        return 0
    times = Counter(c.name for c in reading.components)
    listed = {
        c.id: names[c.name] for c in reading.components if times[c.name] == 1 and c.name in names
    }
    mapped = set(Signal.objects.catalogue().filter(feed=feed).values_list("upstream_id", flat=True))
    if not listed.keys() - mapped:
        return 0
    wanted = Component.objects.catalogue().filter(key__in=set(listed.values()))
    keys = {component.key: component for component in wanted}
    fresh = [
        Signal(feed=feed, upstream_id=upstream_id, component=keys[key])
        for upstream_id, key in listed.items()
        if upstream_id not in mapped and key in keys
    ]
    Signal.objects.catalogue().bulk_create(fresh)
    return len(fresh)
