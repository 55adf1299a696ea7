"""What was found, for people to read and for programs."""

from collections.abc import Iterator
from typing import Any

from .found import Finding, Found
from .hit import How
from .portfolio import at, printable
from .scanning import Place

FORMAT = "continuity.discovery/1"
HINTED = 12  # names in one sentence
SHOWN = 8  # places of one finding, in words
_HOW = {
    How.DECLARED: "asks for the package",
    How.IMPORTED: "uses the package",
    How.CALLED: "names",
    How.CONFIGURED: "reads",
    How.MODEL: "names the model",
    How.LOCKED: "has locked the package",
}


def words(found: Found) -> Iterator[str]:
    proposed = found.proposed
    files = _count(found.files, "file", "files")
    if proposed:
        things = _count(len(proposed), "AI component", "AI components")
        yield f"This code leans on {things}; {files} were read."
    else:
        yield f"No AI dependency was found; {files} were read."
    for finding in proposed:
        yield from _finding(finding)
    for sentence in hints(found):
        yield f"\n{sentence}"
    for sentence in left_out(found):
        yield f"\n{sentence}"


def _finding(finding: Finding) -> Iterator[str]:
    yield ""
    yield f"{finding.name} ({', '.join(finding.components)})"
    for place in finding.places[:SHOWN]:
        yield f"  {at(place)} {_HOW[place.hit.how]} {place.hit.what}"
    if finding.count > SHOWN:
        yield f"  and {_count(finding.count - SHOWN, 'more place', 'more places')}"


def hints(found: Found) -> Iterator[str]:
    """What is no proposal, and yet worth a look; a sentence each."""
    rest = [finding for finding in found.findings if not finding.proposed]
    if rest:
        names = ", ".join(f"{f.name} ({at(f.places[0])})" for f in rest[:HINTED])
        more = f" and {len(rest) - HINTED} more" if len(rest) > HINTED else ""
        yield f"Named only in tests, examples, lists or locks, so not proposed: {names}{more}."
    if found.frameworks:
        known = dict.fromkeys(f"{p.hit.what} ({at(p)})" for p in found.frameworks)
        names = ", ".join(list(known)[:HINTED])
        yield f"Calls whichever provider it is told to; look at what it is told: {names}."
    for path in found.gateways:
        yield f"{printable(path)} looks like a model gateway's: import it for its fallbacks."


def left_out(found: Found) -> Iterator[str]:
    """A sentence for each reason why something was not looked at."""
    told = found.told
    if told.stopped:
        yield told.stopped
    for number, one, many in (
        (told.links, "link was not followed.", "links were not followed."),
        (told.large, "file is too large to be source code.", "files are too large to be code."),
        (told.unreadable, "place could not be read.", "places could not be read."),
        (told.unsafe, "name leads out of the archive.", "names lead out of the archive."),
    ):
        if number:
            yield _count(number, one, many)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def record(found: Found) -> dict[str, Any]:
    """All of it as JSON's own types."""
    return {
        "format": FORMAT,
        "files": found.files,
        "bytes": found.size,
        "findings": [_record(finding) for finding in found.findings],
        "frameworks": [_place(place) for place in found.frameworks],
        "gateways": [printable(path) for path in found.gateways],
        "left_out": list(left_out(found)),
        "complete": not found.told.stopped,
    }


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "components": list(finding.components),
        "name": finding.name,
        "proposed": finding.proposed,
        "count": finding.count,
        "evidence": [_place(place) for place in finding.places],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": printable(place.path),
        "line": place.hit.line,
        "how": place.hit.how.name.lower(),
        "what": place.hit.what,
        "weak": place.weak,
    }
