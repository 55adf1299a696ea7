"""One pass over a tree: every file that may tell something is read once, and what it tells kept."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from continuity.inventory.signatures import Signatures

from .choosing import Find, kinds
from .hit import File, Hit, How
from .limits import Limits, is_aside
from .marks import Marks
from .names import Names
from .tree import Told

LIST_OF = 12  # so many products in one file of data: it lists them, and calls none


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    hit: Hit
    weak: bool = False  # it says something, but not that the program calls it


@dataclass
class Seen:
    """``places``: by component key, the first so many; ``counts``: all of them."""

    places: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    frameworks: list[Place] = field(default_factory=list)
    gateways: list[str] = field(default_factory=list)
    manifests: set[str] = field(default_factory=set)  # folders that hold one
    modules: set[str] = field(default_factory=set)  # Python modules of the tree's own
    files: int = 0
    size: int = 0


def look(
    files: Iterable[tuple[str, bytes]], signatures: Signatures, limits: Limits, told: Told
) -> Seen:
    seen, names, chosen, marks = Seen(), Names(signatures), kinds(), Marks(signatures.marks)
    for path, body in files:
        seen.files += 1
        seen.size += len(body)
        if seen.size > limits.whole:
            told.stopped = (
                f"More than {limits.whole // 1024**2} MB were read: the rest was not looked at."
            )
            break
        if chosen.is_manifest(path):
            seen.manifests.add(path.rpartition("/")[0])
        if path.endswith(".py"):
            _own_module(path, seen)
        find = chosen.of(path)
        if find is not None and marks.any_in(body) and b"\0" not in body:
            _keep(path, _read(path, body, find, names), seen, limits)
            if path.endswith((".yaml", ".yml")) and b"model_list:" in body:
                seen.gateways.append(path)
    return seen


def _own_module(path: str, seen: Seen) -> None:
    folder, _, name = path.rpartition("/")
    module = folder if name == "__init__.py" else path.removesuffix(".py")
    seen.modules.add(module)


def _read(path: str, body: bytes, find: Find, names: Names) -> list[Hit]:
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    return list(find(File(path, text), names))


def _keep(path: str, hits: list[Hit], seen: Seen, limits: Limits) -> None:
    code = any(hit.how == How.IMPORTED for hit in hits)
    products = {hit.product for hit in hits if hit.how in (How.CALLED, How.CONFIGURED, How.MODEL)}
    weak = is_aside(path) or (len(products) >= LIST_OF and not code)
    known: set[tuple[str, How, str]] = set()
    for hit in hits:
        if (key := (hit.product, hit.how, hit.what)) in known:
            continue  # the first line of a file is enough
        known.add(key)
        place = Place(path, hit, weak or hit.how == How.LOCKED)
        if not hit.product:
            if len(seen.frameworks) < limits.hits:
                seen.frameworks.append(place)
            continue
        seen.counts[hit.product] += 1
        kept = seen.places[hit.product]
        if len(kept) < limits.hits:
            kept.append(place)
        elif not place.weak:  # what says most must not be crowded out
            at = next((n for n, old in enumerate(kept) if old.weak), None)
            if at is not None:
                kept[at] = place
