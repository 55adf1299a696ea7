"""Products as components of a portfolio: the known ones by their ids, own ones made."""

from collections.abc import Mapping
from functools import cache
from ipaddress import ip_address

from continuity.inventory.portable import Component
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.providers.catalogue import read_catalogue

from .product import Product, Region

Known = Mapping[str, Component]  # by id: the catalogue's, or all that an organisation may name
INTERNAL = "internal"


@cache
def shipped() -> Known:
    """The catalogue that is shipped, as an organisation sees it that has corrected nothing."""
    return {
        c.key: Component(
            id=c.key,
            name=c.name,
            kind=c.kind,
            provider=p.operator or p.slug,
            runs_on=tuple(edge.on for edge in c.runs_on),
        )
        for p in read_catalogue().providers
        for c in p.components
    }


class Parts:
    """The components that a file leans on, gathered while it is read.

    Those that are known are only named, so that taking a file in changes nothing about them.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self._own: dict[str, Component] = {}

    def of(self, product: Product, region: Region = "") -> tuple[str, ...]:
        """The ids of what something called by the product's name leans on."""
        narrow = f"{product.component}/{region}"
        if product.regional and region and narrow in self.known:
            return (narrow,)
        place = f"{product.region_of}/{region}"
        places = (place,) if product.region_of and place in self.known else ()
        if product.component in self.known:
            return (product.component, *places)
        own = Component(
            id=product.component,
            name=product.name or product.component,
            kind=product.kind or "service",
            provider=product.provider or product.component,
            runs_on=tuple(lower for lower in product.runs_on if lower in self.known),
        )
        return (self.make(own), *places)

    def server(self, host: str) -> str:
        """A host that no product is known by: one's own if its name says so, else somebody's."""
        own = is_internal(host)
        return self.make(
            Component(
                id=f"host/{host}"[:NAME_LENGTH],
                name=f"Model server at {host}"[:NAME_LENGTH],
                kind=INTERNAL if own else "service",
                provider=INTERNAL if own else host,
            )
        )

    def make(self, component: Component) -> str:
        """One that is known by this id already stays what it is."""
        if component.id not in self.known:
            self._own.setdefault(component.id, component)
        return component.id

    def name(self, key: str) -> str:
        return (self.known.get(key) or self._own[key]).name

    def own(self) -> tuple[Component, ...]:
        """Those that the organisation does not have yet."""
        return tuple(self._own[key] for key in sorted(self._own))


def is_internal(host: str) -> bool:
    """No name of the public internet: one label, an address inside, or a name that says so."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    inside = (".local", ".internal", ".lan", ".svc", ".localhost", ".home.arpa", ".test")
    return "." not in host or host.endswith(inside)
