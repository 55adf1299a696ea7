"""Where a status page may have gone, and whether that is certain. Pure.

Makers put their data at well-known paths, so a page that changed its maker or its host can often be
found again. Only what leaves no doubt is taken by itself; anything else is for a person to judge.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any

from .feeds import Reading, Reason
from .observing import WHOLE

AGAIN = timedelta(hours=24)
SUSPICIOUS = frozenset(
    {
        Reason.MOVED,
        Reason.OTHER_PAGE,
        Reason.OTHER_FORMAT,
        Reason.HTML_INSTEAD,
        Reason.NOT_JSON,
        Reason.WRONG_SHAPE,
        Reason.WRONG_CONTENT_TYPE,
        Reason.BAD_REDIRECT,
        Reason.COMPONENT_MISSING,
    }
)
MOST_HOSTS, MOST_PATHS = 3, 20
HTTP_4XX = re.compile(r"http_4\d\d\Z")


def is_suspicious(reason: str) -> bool:
    """Whether a failure looks like a page that is another one now. A bot wall is left alone."""
    return reason in SUSPICIOUS or bool(HTTP_4XX.match(reason))


def paths(formats: Mapping[str, ModuleType]) -> dict[str, list[str]]:
    """Each well-known path, with the formats that may be found there."""
    found: dict[str, list[str]] = {}
    for name, module in formats.items():
        for path in getattr(module, "PATHS", ()):
            found.setdefault(path, []).append(name)
    return dict(list(found.items())[:MOST_PATHS])


@dataclass(frozen=True)
class Candidate:
    """A place that can be read. ``ids``: what each row that we follow is called there."""

    url: str
    format: str
    same_host: bool
    page_name: str
    listed: int
    ids: Mapping[str, str]
    missing: tuple[str, ...] = ()
    same_page: bool = True

    @property
    def complete(self) -> bool:
        return self.same_host and self.same_page and not self.missing

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ids": dict(self.ids), "missing": list(self.missing)}


def candidate(
    url: str, format: str, reading: Reading, wanted: Mapping[str, str], page_name: str, host: bool
) -> Candidate | None:
    """What ``reading``, found at ``url``, is to a feed of whose rows the upstream ids (and names,
    where they were ever read) are ``wanted``; None if it tells of no component."""
    if not reading.readable or not reading.components:
        return None
    there = {c.id for c in reading.components}
    called: dict[str, list[str]] = {}
    for c in reading.components:
        called.setdefault(c.name, []).append(c.id)
    ids = {}
    for upstream_id, name in wanted.items():
        if upstream_id == WHOLE or upstream_id in there:
            ids[upstream_id] = upstream_id
        elif name and len(called.get(name, ())) == 1:
            ids[upstream_id] = called[name][0]
    told = reading.page_name or ""
    return Candidate(
        url=url,
        format=format,
        same_host=host,
        page_name=told[:200],
        listed=len(there),
        ids=ids,
        missing=tuple(sorted(wanted.keys() - ids.keys())),
        same_page=not (told and page_name) or told.casefold() == page_name.casefold(),
    )


def distinct(found: Iterable[Candidate]) -> list[Candidate]:
    """One of each host and format, the first: makers tell the same at several paths."""
    first: dict[tuple[str, str], Candidate] = {}
    for one in found:
        first.setdefault((one.url.split("/")[2], one.format), one)
    return list(first.values())


def certain(found: Sequence[Candidate]) -> Candidate | None:
    """The one that may be taken without asking: the only one, on the same host, the same page,
    with every row that we follow."""
    return found[0] if len(found) == 1 and found[0].complete and found[0].ids else None
