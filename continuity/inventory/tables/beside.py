"""Trees of components and of runbooks to the portfolio's rows, beside the functions."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from continuity.core.graph import cycles
from continuity.inventory.portable import Component, Evidence, Portfolio, Runbook, Step
from continuity.inventory.portable.faults import Faults
from continuity.inventory.portable.fields import MAX_STEPS
from continuity.inventory.portable.model import REVIEW_EVERY_DAYS

from .names import Names
from .trees import UNSAID, Forest, Node
from .values import BLANK
from .whole import NEEDED, Filler


def _named(filler: Filler, names: Names, held: dict[str, Any], noun: str) -> dict[str, Node]:
    """The nodes at the top by their ids, which those without get."""
    nodes: dict[str, Node] = {}
    for node in filler.forest.nodes:
        if node.id is BLANK:
            filler.call(node, names, held, noun)
        if node.name is BLANK:
            row = held.get(node.id)
            node.name = (getattr(row, "name", "") or row.title) if row else node.id
        names.know(node.id, node.name)
        if node.id in nodes:
            filler.fault(node, filler.forest.levels[0].id.key, _("is there once more."))
        nodes[node.id] = node
    return nodes


class Components(Filler):
    def __init__(self, forest: Forest, faults: Faults, held: Portfolio) -> None:
        super().__init__(forest, faults)
        self.held = {c.id: c for c in held.components}
        self.names = Names((c.id, c.name) for c in held.components)
        self.providers = {c.provider for c in held.components}
        self.nodes = _named(self, self.names, self.held, "component")

    def build(self) -> tuple[Component, ...]:
        return tuple(self._component(node) for node in self.nodes.values())

    def _component(self, node: Node) -> Component:
        held = self.held.get(node.id)

        def of(name: str) -> Any:
            return UNSAID if held is None else getattr(held, name)

        names = self.pick(node, "runs_on", of("runs_on"), (), ())
        runs_on = self.resolve(node, "runs_on", names, self.names, _("component"))
        return Component(
            id=node.id,
            name=node.name,
            kind=self.pick(node, "kind", of("kind"), "service"),
            provider=self._provider(self.pick(node, "provider", of("provider"), NEEDED)),
            runs_on=runs_on,
            provider_name=self.pick(node, "provider_name", of("provider_name"), "", ""),
            evidence=self._evidence(node, held, runs_on),
        )

    def _provider(self, said: Any) -> Any:
        """A provider that is known by another spelling of it: “Open AI” is ``open-ai``."""
        if said in self.providers or said is NEEDED:
            return said
        slug = slugify(said)
        return slug if slug in self.providers else said

    def _evidence(
        self, node: Node, held: Component | None, runs_on: tuple[str, ...]
    ) -> tuple[Evidence, ...]:
        told: dict[str, Evidence] = {}
        for child in (node.below or {}).values():
            for below in self.resolve(
                child, "evidence_for", (child.id,), self.names, _("component")
            ):
                if below not in runs_on:
                    told_ = {"name": node.name, "below": child.id}
                    sentence = _("“%(name)s” does not say that it runs on “%(below)s”.") % told_
                    self.fault(child, "evidence_for", sentence)
                text = self.pick(child, "evidence", UNSAID, "", "")
                told[below] = Evidence(below, text, self.pick(child, "as_of", UNSAID, None, None))
        there = held.evidence if held else ()
        rest = (e for e in there if e.runs_on not in told and e.runs_on in runs_on)
        return (*told.values(), *rest)


class Runbooks(Filler):
    def __init__(self, forest: Forest, faults: Faults, held: Portfolio) -> None:
        super().__init__(forest, faults)
        self.held = {r.id: r for r in held.runbooks}
        self.names = Names((r.id, r.title) for r in held.runbooks)
        self.nodes = _named(self, self.names, self.held, "runbook")

    def build(self) -> tuple[Runbook, ...]:
        return tuple(self._runbook(node) for node in self.nodes.values())

    def _runbook(self, node: Node) -> Runbook:
        held = self.held.get(node.id)

        def of(name: str) -> Any:
            return UNSAID if held is None else getattr(held, name)

        return Runbook(
            id=node.id,
            title=node.name,
            summary=self.pick(node, "summary", of("summary"), "", ""),
            owner=self.pick(node, "runbook_owner", of("owner"), "", ""),
            review_every_days=self.pick(
                node, "review_every_days", of("review_every_days"), REVIEW_EVERY_DAYS
            ),
            reviewed_on=self.pick(node, "reviewed_on", of("reviewed_on"), None, None),
            steps=self._steps(node) if node.below else (held.steps if held else ()),
        )

    def _steps(self, node: Node) -> tuple[Step, ...]:
        """All of them, in their order: the steps of a runbook are told whole."""
        names = Names(())
        nodes = list((node.below or {}).values())
        if len(nodes) > MAX_STEPS:
            told = {"n": len(nodes), "most": MAX_STEPS}
            self.fault(node, "", _("has %(n)s steps; at most %(most)s are read.") % told)
        for child in nodes:
            if child.id is BLANK:
                child.id = names.new(child.name, "step")
            if child.name is BLANK:
                self.fault(child, "step", _("is empty, and a step needs a title."))
                child.name = child.id
            names.know(child.id, child.name)
        steps = tuple(self._step(child, names) for child in nodes)
        for circle in cycles({step.key: step.waits_for for step in steps}):
            way = " → ".join(circle[:12])
            child = next(child for child in nodes if child.id == circle[0])
            self.fault(child, "waits_for", _("goes in a circle: %(way)s.") % {"way": way})
            break
        return steps

    def _step(self, node: Node, names: Names) -> Step:
        waits = self.pick(node, "waits_for", UNSAID, (), ())
        return Step(
            key=node.id,
            title=node.name,
            role=self.pick(node, "role", UNSAID, "", ""),
            minutes=self.pick(node, "minutes", UNSAID, 0, 0),
            instruction=self.pick(node, "instruction", UNSAID, "", ""),
            proof=self.pick(node, "proof", UNSAID, "", ""),
            waits_for=self.resolve(node, "waits_for", waits, names, _("step")),
            after_service=self.pick(node, "after_service", UNSAID, False, False),
        )
