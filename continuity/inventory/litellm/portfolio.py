"""Model groups as dependencies, deployments as their options, in the order that they are tried."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from continuity.inventory.portable import Component, Dependency, Fault, Function, Option
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.inventory.proposal import Evidence
from continuity.inventory.signatures import Known, Parts, Signatures

from .config import Config, Deployment
from .serving import Serving
from .telling import tell

MOST_OPTIONS = 50  # of one dependency


@dataclass(frozen=True, slots=True)
class Draft:
    """What the configuration comes to. ``components``: only those that are not known yet."""

    components: tuple[Component, ...]
    function: Function
    notes: tuple[Fault, ...]
    evidence: tuple[Evidence, ...]


def draft(config: Config, known: Known, signatures: Signatures, into: Function) -> Draft:
    """``into``: the function that the gateway serves; what it says already is kept.

    A load balancer needs one deployment that answers. So one option runs; its siblings and then
    the fallbacks take over at once, in the order in which the gateway would try them.
    """
    work = _Work(config, known, signatures)
    asks = [work.dependency(group) for group in work.groups]
    tell(config, work.named)
    held = {ask.id: ask for ask in into.dependencies}
    merged = {ask.id: _keeping(ask, held.get(ask.id)) for ask in asks}
    return Draft(
        components=work.parts.own(),
        function=replace(into, dependencies=tuple((held | merged).values())),
        notes=tuple(sorted(config.notes, key=_line)),
        evidence=tuple(work.evidence),
    )


def _keeping(told: Dependency, held: Dependency | None) -> Dependency:
    """What the file cannot know stays: runbooks, exercises, capacities."""
    if held is None:
        return told
    known = {option.id: option for option in held.options}
    options = tuple(
        replace(
            option,
            runbook=known[option.id].runbook,
            tested_on=known[option.id].tested_on,
            capacity=known[option.id].capacity,
        )
        if option.id in known
        else option
        for option in told.options
    )
    return replace(held, options=options, description=told.description)


class _Work:
    def __init__(self, config: Config, known: Known, signatures: Signatures) -> None:
        self.config, self.parts = config, Parts(known)
        self.evidence: list[Evidence] = []
        self.groups: dict[str, list[Deployment]] = {}
        for deployment in config.deployments:
            self.groups.setdefault(deployment.group, []).append(deployment)
        self.by_id = {d.id: d for d in config.deployments if d.id}
        self.serving = Serving(self.parts, signatures, config.note)

    def dependency(self, group: str) -> Dependency:
        chain = list(self._chain(group))
        if len(chain) > MOST_OPTIONS:
            line = self.groups[group][0].line
            said = f'"{group}" has {len(chain)} ways to be served; the first {MOST_OPTIONS} are'
            self.config.note(line, f"{said} taken in.")
        options: dict[str, Option] = {}
        for deployment in chain[:MOST_OPTIONS]:
            made = self._option(deployment, options)
            options[made.id] = made
            place = f"line {deployment.line}"
            said = f"{deployment.group}: {deployment.model}"
            self.evidence.append(Evidence(f"{group} → {made.name}", place, said))
        return Dependency(
            id=group,
            name=group,
            essential=True,
            options=tuple(options.values()),
            description=self._described(group),
        )

    def _described(self, group: str) -> str:
        aliases = sorted(a for a, (target, _) in self.config.aliases.items() if target == group)
        said = ["Read from the configuration of a model gateway."]
        if aliases:
            said.append(f"Also asked for as {', '.join(aliases[:10])}.")
        return " ".join(said)

    def _chain(self, group: str) -> Iterator[Deployment]:
        """Deployments in the order in which they are tried, each once."""
        seen: set[int] = set()
        # A group that has none of its own falls back on the default ones.
        targets = self.config.fallbacks.get(group) or self.config.default_fallbacks
        for name in (group, *(target for target, _ in targets)):
            for deployment in self.named(name):
                if deployment.line not in seen:
                    seen.add(deployment.line)
                    yield deployment

    def named(self, name: str) -> list[Deployment]:
        """Those of a model group, or the one of an id; by an alias too, and by a wildcard."""
        name = self.config.aliases.get(name, (name, 0))[0]
        if name in self.groups:
            rows = self.groups[name]
        elif name in self.by_id:
            rows = [self.by_id[name]]
        else:
            wild = [g for g in self.groups if "*" in g and _matches(g, name)]
            rows = self.groups[max(wild, key=len)] if wild else []
        return sorted(rows, key=lambda d: (d.order is None, d.order or 0))

    def _option(self, deployment: Deployment, taken: dict[str, Option]) -> Option:
        on = self.serving.components(deployment)
        name = f"{deployment.model} on {self.parts.name(on[0])}"
        key = stem = deployment.id or deployment.model
        n = 1
        while key in taken:
            n += 1
            key = f"{stem[: NAME_LENGTH - 6]} {n}"
        return Option(key, name[:NAME_LENGTH].strip(), on, 1.0, 0)


def _matches(group: str, name: str) -> bool:
    """LiteLLM's wildcard: ``*`` for anything."""
    head, _, tail = group.partition("*")
    return len(name) >= len(head) + len(tail) and name.startswith(head) and name.endswith(tail)


def _line(note: Fault) -> int:
    return int(note.path.removeprefix("line ")) if note.path.startswith("line ") else 0
