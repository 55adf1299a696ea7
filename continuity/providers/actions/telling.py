"""Who tells of what: the catalogue's feeds, and what each row of them means."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from continuity.core.plugins import discover
from continuity.providers import catalogue as files
from continuity.providers.feeds import Reason
from continuity.providers.models import Component, Feed, Provider, Signal, State, host_of
from continuity.providers.observing import WHOLE

from .reconcile import Fields, Loaded, delete, sync

# Why a feed is off: its format has no parser in this release, or nothing on it is tied to us.
NOT_READ, NOT_MAPPED = "unknown_format", str(Reason.NOT_MAPPED)
MEMORY = ("said", "said_since", "seen_at", "detection")


def load_sources(
    catalogue: files.Catalogue,
    providers: dict[str, Provider],
    components: dict[str, Component],
    loaded: Loaded,
    now: datetime,
) -> set[int]:
    """Bring feeds and signals in line; the components that may be found by their names."""
    before = list(Signal.objects.catalogue())
    feeds = _feeds(catalogue, providers, loaded, now)
    named = {
        (feeds[f.url].pk, components[key].pk)
        for p in catalogue.providers
        for f in p.feeds
        for key in f.names.values()
    }
    wanted = _wanted(catalogue, feeds, components)
    accepted = {feed.pk for feed in feeds.values() if feed.moved_from}
    wanted = {key: fields for key, fields in wanted.items() if key[0] not in accepted}
    wanted |= {_key(row): _key_fields(row) for row in before if row.feed_id in accepted}
    _signals(before, {feed.pk for feed in feeds.values()}, wanted, named, loaded)
    _forget({row.component_id for row in before}, loaded, now)
    return {component for _feed, component in named}


def _feeds(
    catalogue: files.Catalogue, providers: dict[str, Provider], loaded: Loaded, now: datetime
) -> dict[str, Feed]:
    readable = discover("continuity.providers.feeds")
    named = {f.url for p in catalogue.providers for f in p.feeds}
    rows = {_known_as(row, named): row for row in Feed.objects.catalogue()}
    wanted = {
        f.url: {
            "provider_id": providers[p.slug].pk,
            "url": f.url,
            "host": host_of(f.url),
            "format": f.format,
            "config": _config(p, f, catalogue),
            "edited_by_people": not f.monitored,
            "interval_seconds": f.interval_seconds,
            **_readiness(rows.get(f.url), _why_off(f, readable)),
        }
        for p in catalogue.providers
        for f in p.feeds
    }
    for url, fields in wanted.items():
        fields |= _as_accepted(url, rows.get(url))
        fields |= _whole_again(rows.get(url), fields)
    return sync(
        loaded,
        "feeds",
        Feed,
        lambda row: _known_as(row, named),
        wanted,
        new={"next_due": now},
        rows=rows.values(),
    )


def _known_as(row: Feed, named: Collection[str]) -> str:
    """The address by which the files know a source: its own, or the one that it moved from."""
    return row.url if row.url in named or not row.moved_from else row.moved_from


def _as_accepted(url: str, row: Feed | None) -> Fields:
    """A move that was accepted stands while the files still name the old address; a file that names
    where it went is in line with it."""
    if row is None or not row.moved_from:
        return {}
    if row.url == url:
        return {"moved_from": ""}
    kept = ("url", "host", "format", "config", "enabled", "reason")
    return {name: getattr(row, name) for name in kept}


def _config(provider: files.Provider, feed: files.Feed, catalogue: files.Catalogue) -> Fields:
    """``names``: component keys by upstream name; ``read_for``: other providers told of there;
    ``posts``: what its posts must say to be about the provider."""
    read_for = [p.slug for p in catalogue.providers if p.read_in == provider.slug]
    config = {"names": dict(feed.names), "read_for": read_for, "posts": list(feed.posts)}
    return {name: value for name, value in config.items() if value}


def _whole_again(row: Feed | None, fields: Fields) -> Fields:
    """A page that says that nothing changed would never be read anew: ask for it whole."""
    if row is None or (row.format, row.config) == (fields["format"], fields["config"]):
        return {}
    return {"etag": "", "last_modified": ""}


def _why_off(feed: files.Feed, readable: Mapping[str, object]) -> str:
    if feed.format not in readable:
        return NOT_READ
    return "" if feed.mapped() or feed.posts else NOT_MAPPED


def _readiness(row: Feed | None, why_off: str) -> Fields:
    """Off, with the reason, while it can tell us nothing; then on again; else as it was."""
    if why_off:
        return {"enabled": False, "reason": why_off}
    if row is not None and not row.enabled and row.reason in {NOT_READ, NOT_MAPPED}:
        return {"enabled": True, "reason": ""}
    return {}


def _wanted(
    catalogue: files.Catalogue, feeds: dict[str, Feed], components: dict[str, Component]
) -> dict[tuple[int, str, int], Fields]:
    return {
        (feeds[f.url].pk, upstream_id, components[key].pk): {
            "feed_id": feeds[f.url].pk,
            "upstream_id": upstream_id,
            "component_id": components[key].pk,
        }
        for p in catalogue.providers
        for f in p.feeds
        for upstream_id, key in _rows(f)
    }


def _key(row: Signal) -> tuple[int, str, int]:
    assert row.feed_id is not None  # noqa: S101  rows of the catalogue tell of a feed
    return row.feed_id, row.upstream_id, row.component_id


def _key_fields(row: Signal) -> Fields:
    feed, upstream_id, component = _key(row)
    return {"feed_id": feed, "upstream_id": upstream_id, "component_id": component}


def _rows(feed: files.Feed) -> Iterable[tuple[str, str]]:
    return [(WHOLE, feed.page)] if feed.page else feed.components.items()


def _signals(
    before: list[Signal],
    feeds: set[int],
    wanted: dict[tuple[int, str, int], Fields],
    named: set[tuple[int, int]],
    loaded: Loaded,
) -> None:
    """What each feed tells of what. A signal learned by its name stays while the name does.

    Where a page moved, what was known of a row on it goes along: by component and upstream id.
    """
    there = {(row.feed_id, row.upstream_id, row.component_id): row for row in before}
    going = {(key[1], key[2]): row for key, row in there.items() if key not in wanted}
    for key in wanted.keys() - there.keys():
        if row := going.get((key[1], key[2])):
            wanted[key] |= {name: getattr(row, name) for name in MEMORY}

    def forget(rows: list[Signal]) -> int:
        old = [row for row in rows if (row.feed_id, row.component_id) not in named]
        return delete(old) if old else 0

    sync(
        loaded,
        "signals",
        Signal,
        lambda row: (row.feed_id, row.upstream_id, row.component_id),
        wanted,
        gone=forget,
        rows=[row for row in before if row.feed_id in feeds],
    )


def _forget(told: set[int], loaded: Loaded, now: datetime) -> None:
    """What nothing tells of any more is unknown."""
    if loaded.changed("feeds") or loaded.changed("signals"):
        Component.objects.catalogue().filter(pk__in=told, signals=None).exclude(
            state=State.UNKNOWN
        ).update(state=State.UNKNOWN, state_since=now)
