"""What was found as AI dependencies of one function, each with one option."""

from dataclasses import replace

from continuity.inventory.portable import Dependency, Function, Option
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.inventory.proposal import Evidence

from .found import Finding, Found
from .scanning import Place

MOST_TOLD = 10  # places in a description; all that were kept are evidence


def dependencies(found: Found, into: Function) -> Function:
    """``into`` with a dependency for each finding that it does not have yet.

    One that it has stays as it is: people have said more of it than a tree can.
    """
    held = {ask.id for ask in into.dependencies}
    leans_on = {on for ask in into.dependencies for option in ask.options for on in option.on}
    fresh = tuple(
        _dependency(finding)
        for finding in found.proposed
        if _key(finding) not in held and not leans_on.issuperset(finding.components)
    )
    return replace(into, dependencies=(*into.dependencies, *fresh))


def evidence(found: Found) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(finding.name, at(place), place.hit.what)
        for finding in found.proposed
        for place in finding.places
    )


def at(place: Place) -> str:
    """``src/app.py:12``"""
    return f"{printable(place.path)}:{place.hit.line}"


def printable(path: str) -> str:
    """A path of somebody else's as it may stand on one line."""
    return "".join(char if char.isprintable() else "\ufffd" for char in path)


def _key(finding: Finding) -> str:
    return finding.components[0]


def _dependency(finding: Finding) -> Dependency:
    places = [at(place) for place in finding.places if not place.weak]
    more = finding.count - len(places[:MOST_TOLD])
    told = [f"- {place}"[:500] for place in places[:MOST_TOLD]]
    if more > 0:
        told.append(f"- and {more} more")
    option = Option(_key(finding), finding.name[:NAME_LENGTH], finding.components, 1.0, 0)
    return Dependency(
        id=_key(finding),
        name=finding.name[:NAME_LENGTH],
        essential=True,
        options=(option,),
        description="\n".join(["Found in source code:", "", *told]),
    )
