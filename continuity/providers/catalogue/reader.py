"""Read the catalogue's files and refuse every fault in them, each named by file and key."""

import hashlib
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from . import shape
from .taker import HTTPS, SLUG, Taker
from .verify import faults_of

HERE = Path(__file__).parent
LONGEST_INTERVAL_S = 900  # what is not read for half an hour is unknown


def read_catalogue(folder: Path = HERE) -> shape.Catalogue:
    """The catalogue in ``folder``, checked whole. Raises CatalogueError with every fault."""
    faults: list[str] = []
    bodies = {path: path.read_bytes() for path in _files(folder)}
    tables = {path: _parse(path, body, faults) for path, body in bodies.items()}
    providers = tuple(
        _provider(path.stem, Taker(path.name, table, faults))
        for path, table in tables.items()
        if path.parent == folder
    )
    events = tuple(
        _event(Taker(f"outages/{path.name}", table, faults, place=f"event {number}"))
        for path, tables_of_file in tables.items()
        if path.parent != folder
        for number, table in enumerate(_events(path, tables_of_file, faults), 1)
    )
    catalogue = shape.Catalogue(_version(bodies, providers), providers, events)
    if not faults:
        faults = faults_of(catalogue)
    if faults:
        raise shape.CatalogueError(faults)
    return replace(catalogue, events=tuple(sorted(events, key=lambda e: (e.day, e.key))))


def slugs_called(words: str) -> set[str]:
    """The shipped providers that people may mean by ``words``: by another name of theirs."""
    return {slug for name, slug in _other_names() if words.lower() in name}


@cache
def _other_names() -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.lower(), provider.slug)
        for provider in read_catalogue().providers
        for name in (*provider.aliases, *(a for c in provider.components for a in c.aliases))
    )


def _files(folder: Path) -> list[Path]:
    return [*sorted(folder.glob("*.toml")), *sorted((folder / "outages").glob("*.toml"))]


def _parse(path: Path, body: bytes, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(body.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}: not TOML: {error}")
        return {}


def _version(bodies: dict[Path, bytes], providers: tuple[shape.Provider, ...]) -> str:
    content = hashlib.sha256()
    for path, body in bodies.items():
        content.update(f"{path.parent.name}/{path.name}\0{len(body)}\0".encode() + body)
    newest = max((p.as_of for p in providers), default=date.min)
    return f"{newest}.{content.hexdigest()[:8]}"


def _provider(slug: str, taker: Taker) -> shape.Provider:
    provider = shape.Provider(
        slug=slug,
        name=taker.text("name", longest=120),
        kind=taker.one_of("kind", shape.KINDS),
        operator=taker.text("operator", longest=60, pattern=SLUG),
        status_page=taker.text("status_page", longest=200, pattern=HTTPS),
        terms_url=taker.text("terms_url", longest=200, pattern=HTTPS),
        as_of=taker.day("as_of"),
        confidence=taker.one_of("confidence", shape.CONFIDENCES),
        aliases=taker.texts("aliases"),
        unverified=taker.texts("unverified"),
        no_feed=taker.one_of("no_feed", ("", *shape.NO_FEED), default=""),
        read_in=taker.text("read_in", longest=60, default=""),
        components=tuple(_component(t) for t in taker.tables("component", at_least=1)),
        feeds=tuple(_feed(t) for t in taker.tables("feed")),
    )
    taker.finish()
    return provider


def _component(taker: Taker) -> shape.Component:
    component = shape.Component(
        key=taker.text("key", longest=120),
        name=taker.text("name", longest=120),
        kind=taker.one_of("kind", shape.COMPONENT_KINDS),
        aliases=taker.texts("aliases"),
        runs_on=tuple(_edge(t) for t in taker.tables("runs_on")),
        retires=taker.perhaps_day("retires"),
        retire_source=taker.text("retire_source", longest=250, default="", pattern=HTTPS),
        retire_as_of=taker.perhaps_day("retire_as_of"),
    )
    if component.retires and not component.retire_source:
        taker.fault("retire_source", "must say who announced it")
    if component.retires and not component.retire_as_of:
        taker.fault("retire_as_of", "must say how old that word is")
    taker.finish()
    return component


def _edge(taker: Taker) -> shape.Edge:
    edge = shape.Edge(
        on=taker.text("on", longest=120),
        evidence=taker.text("evidence", longest=500),
        as_of=taker.day("as_of"),
        confidence=taker.one_of("confidence", shape.CONFIDENCES),
    )
    taker.finish()
    return edge


def _feed(taker: Taker) -> shape.Feed:
    feed = shape.Feed(
        url=taker.text("url", longest=500, pattern=HTTPS),
        format=taker.one_of("format", shape.FORMATS),
        monitored=taker.one_of("class", shape.FEED_CLASSES) == "monitor",
        interval_seconds=taker.number("interval", 30, LONGEST_INTERVAL_S),
        components=taker.mapping("components"),
        names=taker.mapping("names"),
        page=taker.text("page", longest=120, default=""),
        posts=taker.texts("posts"),
    )
    taker.finish()
    return feed


def _events(path: Path, table: dict[str, Any], faults: list[str]) -> list[dict[str, Any]]:
    events = table.pop("event", [])
    if table or not isinstance(events, list):
        faults.append(f"outages/{path.name}: holds [[event]] tables and nothing else")
        return []
    return events


def _event(taker: Taker) -> shape.Event:
    event = shape.Event(
        key=taker.text("key", longest=100, pattern=SLUG),
        day=taker.day("day"),
        title=taker.text("title", longest=200),
        kind=taker.one_of("kind", shape.EVENT_KINDS),
        summary=taker.text("summary", longest=600),
        source=taker.text("source", longest=300),
        grade=taker.one_of("grade", shape.GRADES),
        disputed=taker.text("disputed", longest=300, default=""),
        shared=taker.text("shared", longest=120, default=""),
        party=taker.text("party", longest=120, default=""),
        unaffected=taker.texts("unaffected"),
        said_hit=taker.texts("said_hit"),
        spans=tuple(_span(t) for t in taker.tables("span")),
    )
    taker.finish()
    return event


def _span(taker: Taker) -> shape.Span:
    start, end = taker.instant("start"), taker.instant("end")
    minutes = taker.number("minutes", 1, 600_000, default=None)
    if start and end:
        if end <= start:
            taker.fault("end", "must be after the start")
        minutes = round((end - start) / timedelta(minutes=1))
    span = shape.Span(taker.texts("components", at_least=1), _utc(start), _utc(end), minutes)
    taker.finish()
    return span


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None
