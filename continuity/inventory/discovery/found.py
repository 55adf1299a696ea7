"""What was seen, weighed: which components the program calls, and why one may think so."""

import dataclasses
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from continuity.inventory.signatures import Known, Parts, Signatures

from .archives import archive
from .choosing import kinds
from .hit import How
from .limits import Limits, is_aside
from .scanning import Place, Seen, look
from .tree import Told, folder


@dataclass(frozen=True, slots=True)
class Finding:
    """``components``: what an option would rest on. ``proposed``: it is good enough evidence."""

    components: tuple[str, ...]
    name: str
    proposed: bool
    places: tuple[Place, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    findings: tuple[Finding, ...]
    frameworks: tuple[Place, ...]
    gateways: tuple[str, ...]
    parts: Parts
    told: Told
    files: int
    size: int

    @property
    def proposed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.proposed)


def discover(
    path: Path, signatures: Signatures, known: Known, limits: Limits | None = None, name: str = ""
) -> Found:
    """``path``: a folder, or an archive whose owner calls it ``name``. Raises `ArchiveError`."""
    limits, told = limits or Limits(), Told()

    def wanted(file: str) -> bool:
        return kinds().of(file) is not None

    if path.is_dir():
        files = folder(path, wanted, limits, told)
    else:
        files = archive(path, name or path.name, wanted, limits, told)
    seen = look(files, signatures, limits, told)
    return _weigh(seen, signatures, Parts(known), told)


def _weigh(seen: Seen, signatures: Signatures, parts: Parts, told: Told) -> Found:
    by_product = {key: _strengthened(places, seen) for key, places in seen.places.items()}
    by_product = {key: places for key, places in by_product.items() if places}
    _move_models(by_product, signatures)
    findings = []
    for key, places in by_product.items():
        places.sort(key=lambda p: (p.weak, p.hit.how, p.path, p.hit.line))
        regions = sorted({p.hit.region for p in places if p.hit.region and not p.weak})
        on = dict.fromkeys(
            each
            for region in regions or [""]
            for each in parts.of(signatures.products[key], region)
        )
        findings.append(
            Finding(
                components=tuple(on),
                name=parts.name(next(iter(on))),
                proposed=any(not place.weak for place in places),
                places=tuple(places),
                count=seen.counts[key],
            )
        )
    findings.sort(key=lambda f: (not f.proposed, f.components))
    return Found(
        tuple(findings),
        tuple(seen.frameworks),
        tuple(seen.gateways),
        parts,
        told,
        seen.files,
        seen.size,
    )


def _strengthened(places: list[Place], seen: Seen) -> list[Place]:
    """Less imports of the tree's own modules; a lock file alone counts where no manifest is."""
    kept = []
    for place in places:
        if place.hit.module and _is_own(place, seen):
            continue
        alone = place.path.rpartition("/")[0] not in seen.manifests
        if place.hit.how == How.LOCKED and alone and not is_aside(place.path):
            place = dataclasses.replace(place, weak=False)
        kept.append(place)
    return kept


def _is_own(place: Place, seen: Seen) -> bool:
    """A module of that name lies beside the file, at the root, or in ``src``."""
    folder_of = place.path.rpartition("/")[0]
    module = place.hit.module
    beside = f"{folder_of}/{module}" if folder_of else module
    return not seen.modules.isdisjoint({beside, module, f"src/{module}"})


def _move_models(by_product: dict[str, list[Place]], signatures: Signatures) -> None:
    """A model's name alone says who made it. Who serves it is whoever else is called here."""
    calls = {
        key
        for key, places in by_product.items()
        if any(p.hit.how != How.MODEL and not p.weak for p in places)
    }
    servers = defaultdict(list)
    for product in signatures.products.values():
        for made in product.serves:
            if product.component in calls:
                servers[made].append(product.component)
    for key in list(by_product):
        product = signatures.products[key]
        maker = product.within or key
        if {key, maker} & calls or not servers[maker]:
            continue
        server = servers[maker][0]
        by_product[server] += by_product.pop(key)
