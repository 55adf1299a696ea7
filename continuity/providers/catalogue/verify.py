"""The rules that tie the files together: names that exist, no circles, nothing said twice."""

from collections import Counter
from collections.abc import Iterable, Iterator

from continuity.core.graph import cycles

from .shape import Catalogue, Component, Event, Provider


def faults_of(catalogue: Catalogue) -> list[str]:
    """Every fault between the files, named by file and key; empty when all is well."""
    keys = {c.key for _, c in catalogue.components()}
    slugs = {p.slug for p in catalogue.providers}
    return [
        *_twice("component", (c.key for _, c in catalogue.components())),
        *_twice("provider name", (p.name for p in catalogue.providers)),
        *_twice("feed", (f.url for p in catalogue.providers for f in p.feeds)),
        *_twice("event", (e.key for e in catalogue.events)),
        *(fault for p in catalogue.providers for fault in _provider(p, keys, slugs)),
        *(fault for e in catalogue.events for fault in _event(e, keys)),
        *_circles(catalogue),
    ]


def _twice(what: str, values: Iterable[str]) -> Iterator[str]:
    for value, times in Counter(values).items():
        if times > 1:
            yield f"{what} {value}: stands {times} times"


def _provider(provider: Provider, keys: set[str], slugs: set[str]) -> Iterator[str]:
    file = f"{provider.slug}.toml"
    told = [bool(provider.feeds), bool(provider.no_feed), bool(provider.read_in)]
    if sum(told) != 1:
        yield f"{file}: says one of [[feed]], read_in and no_feed"
    if provider.read_in and provider.read_in not in slugs - {provider.slug}:
        yield f"{file}: read_in: {provider.read_in} is no other provider"
    for component in provider.components:
        yield from _component(file, provider.slug, component, keys)
    for feed in provider.feeds:
        if feed.components and feed.names:
            yield f"{file}: {feed.url}: names serve only where no id is known"
        if feed.page and (feed.components or feed.names):
            yield f"{file}: {feed.url}: page serves only where neither id nor name is known"
        for mapped in feed.mapped() - keys:
            yield f"{file}: {feed.url}: {mapped} is no component"


def _component(file: str, slug: str, component: Component, keys: set[str]) -> Iterator[str]:
    if component.key.split("/")[0] != slug:
        yield f"{file}: {component.key}: a key starts with its provider's slug"
    yield from _twice(f"{file}: {component.key}: runs_on", (e.on for e in component.runs_on))
    for edge in component.runs_on:
        if edge.on not in keys:
            yield f"{file}: {component.key}: runs_on: {edge.on} is no component"


def _event(event: Event, keys: set[str]) -> Iterator[str]:
    place = f"event {event.key}"
    spans = [key for span in event.spans for key in span.components]
    for key in (*spans, *event.unaffected, *event.said_hit):
        if key not in keys:
            yield f"{place}: {key} is no component"
    yield from _twice(f"{place}: component", spans)
    for key in set(spans) & {*event.unaffected, *event.said_hit}:
        yield f"{place}: {key} cannot be both hit and not"
    if not event.spans and not event.party:
        yield f"{place}: names a party or a span"
    for span in event.spans:
        if span.end and not span.start:
            yield f"{place}: an end without a start"
        if span.start and abs((span.start.date() - event.day).days) > 1:
            yield f"{place}: day is not that of its start"


def _circles(catalogue: Catalogue) -> Iterator[str]:
    edges = {c.key: [e.on for e in c.runs_on] for _, c in catalogue.components()}
    for circle in cycles(edges):
        yield f"runs_on goes round: {' → '.join(circle)}"
