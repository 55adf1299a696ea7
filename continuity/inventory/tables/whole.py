"""Trees to a portfolio: what the tables leave unsaid stays as it is held, or is as usual."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.durations import spell
from continuity.inventory.portable import Dependency, Fault, Function, Option, Portfolio
from continuity.inventory.portable.faults import Faults

from .names import Names, in_order
from .trees import UNSAID, Forest, Node
from .values import BLANK, Bad

NEEDED: Any = object()
USUAL = 3  # the criticality of a new function that does not say


class Filler:
    """Picks each value: the file's, else what is held, else what is usual."""

    def __init__(self, forest: Forest, faults: Faults) -> None:
        self.forest, self.faults = forest, faults
        self.slots = [
            {one.key: slot for slot, one in enumerate(level.fields)} for level in forest.levels
        ]
        self.missing: set[tuple[str, str]] = set()
        self.nodes: dict[str, Node] = {}

    def find(self, *path: str) -> Node | None:
        """The node of what a path of ids leads to; None: the file does not tell of it."""
        node = self.nodes.get(path[0])
        for id_ in path[1:]:
            below = (node.below or {}).values() if node else ()
            node = next((child for child in below if child.id == id_), None)
        return node

    def call(self, node: Node, names: Names, held: Mapping[str, Any], noun: str) -> None:
        """Give an id to what has only a name: that of what is called so already, or a new one."""
        found = names.named(node.name)
        if found and found in held:
            node.name = getattr(held[found], "name", "") or held[found].title
        node.id = found or names.new(node.name, noun)

    def fault(self, node: Node, key: str, sentence: str) -> None:
        self.faults.append(Fault(self.forest.where(node, key), sentence))

    def said(self, node: Node, key: str) -> bool:
        return node.values[self.slots[node.level][key]] not in (UNSAID, BLANK)

    def pick(self, node: Node, key: str, held: Any, usual: Any, empty: Any = UNSAID) -> Any:
        """``held`` UNSAID: it is new. ``empty``: what an empty cell says, if it says anything."""
        value = node.values[self.slots[node.level][key]]
        if value.__class__ is Bad:  # said so already
            return usual if held is UNSAID else held
        if value is not UNSAID and value is not BLANK:
            return value
        if value is BLANK and empty is not UNSAID:
            return empty
        if held is not UNSAID:
            return held
        if usual is NEEDED:
            self._missing(node, key, value is BLANK)
        return usual

    def _missing(self, node: Node, key: str, cell: bool) -> None:
        if cell:
            self.fault(node, key, _("is empty, and what is new needs it."))
            return
        header = next(one.header for one in self.forest.levels[node.level].fields if one.key == key)
        place = node.sheet.place()
        if (place, key) not in self.missing:
            self.missing.add((place, key))
            told = {"field": header, "place": node.sheet.place(node.row)}
            self.faults.append(
                Fault(place, _("has no column “%(field)s”, and what is new needs it.") % told)
            )

    def resolve(self, node: Node, key: str, names: Any, known: Names, noun: str) -> Any:
        found = []
        for name in names:
            id_ = known.find(name)
            if id_ is None:
                told = {"noun": noun, "name": name}
                self.fault(node, key, _("names the unknown %(noun)s “%(name)s”.") % told)
            elif id_ not in found:
                found.append(id_)
        return tuple(found)


class Functions(Filler):
    """The tree of functions, their dependencies and their options."""

    def __init__(
        self,
        forest: Forest,
        faults: Faults,
        held: Portfolio,
        components: Names,
        runbooks: Names,
    ) -> None:
        super().__init__(forest, faults)
        self.held = {f.id: f for f in held.functions}
        self.names = Names((f.id, f.name) for f in held.functions)
        self.components, self.runbooks = components, runbooks
        self.usual: Counter[str] = Counter()

    def build(self) -> tuple[Function, ...]:
        for node in self.forest.nodes:
            self._name(node)
        return tuple(self._function(id_, node) for id_, node in self.nodes.items())

    def _name(self, node: Node) -> None:
        if node.id is BLANK:
            self.call(node, self.names, self.held, "function")
        if node.name is BLANK:
            if node.id not in self.held:
                self.fault(node, "function_id", _("is no function that is known, and has no name."))
            node.name = self.held[node.id].name if node.id in self.held else node.id
        if node.id in self.nodes:
            told = {"place": self.forest.where(self.nodes[node.id])}
            self.fault(node, "function", _("is the function of %(place)s once more.") % told)
            return
        self.names.know(node.id, node.name)
        self.nodes[node.id] = node

    def _function(self, id_: str, node: Node) -> Function:
        held = self.held.get(id_)
        pick = self.pick

        def of(name: str) -> Any:
            return UNSAID if held is None else getattr(held, name)

        if held is None and not self.said(node, "criticality"):
            self.usual["criticality"] += 1
        needs = pick(node, "depends_on", of("depends_on"), (), ())
        function = Function(
            id=id_,
            name=node.name,
            criticality=pick(node, "criticality", of("criticality"), USUAL),
            rto_minutes=pick(node, "rto", of("rto_minutes"), NEEDED),
            mtpd_minutes=pick(node, "mtpd", of("mtpd_minutes"), NEEDED),
            minimum_capacity=pick(node, "minimum_capacity", of("minimum_capacity"), 1.0),
            impact=pick(node, "impact", of("impact"), (), ()),
            depends_on=self.resolve(node, "depends_on", needs, self.names, _("function"))
            if needs
            else (),
            dependencies=self._dependencies(node, held),
            description=pick(node, "description", of("description"), "", ""),
            rpo_minutes=pick(node, "rpo", of("rpo_minutes"), None, None),
            owner=pick(node, "owner", of("owner"), "", ""),
            deputy=pick(node, "deputy", of("deputy"), "", ""),
            assessed_on=pick(node, "assessed_on", of("assessed_on"), None, None),
        )
        rto, mtpd = function.rto_minutes, function.mtpd_minutes
        if rto is not NEEDED and mtpd is not NEEDED and rto > mtpd:
            told = {"rto": spell(rto), "mtpd": spell(mtpd)}
            self.fault(node, "rto", _("is %(rto)s, longer than the MTPD of %(mtpd)s.") % told)
        if function.dependencies:
            self._check(node, function)
        return function

    def _dependencies(self, node: Node, held: Function | None) -> tuple[Dependency, ...]:
        there = held.dependencies if held else ()
        if not node.below:
            return there
        return self._children(node, there, "dependency", self._dependency)

    def _children(
        self, node: Node, there: tuple[Any, ...], noun: str, build: Callable[[Node, Any], Any]
    ) -> tuple[Any, ...]:
        """Those of the file under ``node``, each with what is held of it, among the others."""
        known = Names((row.id, row.name) for row in there)
        by_id = {row.id: row for row in there}
        told: dict[str, Any] = {}
        for child in (node.below or {}).values():
            if child.id is BLANK:
                self.call(child, known, by_id, noun)
            row = by_id.get(child.id)
            if child.name is BLANK:
                child.name = row.name if row else child.id
            known.know(child.id, child.name)
            if child.id in told:
                self.fault(child, noun, _("is there once more in another row."))
            told[child.id] = build(child, row)
        return in_order(list(told.values()), there)

    def _dependency(self, node: Node, held: Dependency | None) -> Dependency:
        def of(name: str) -> Any:
            return UNSAID if held is None else getattr(held, name)

        there = held.options if held else ()
        options = there
        if node.below:
            options = self._children(node, there, "option", self._option)
        return Dependency(
            id=node.id,
            name=node.name,
            essential=self.pick(node, "essential", of("essential"), True),
            options=options,
            required=self.pick(node, "required", of("required"), 1),
            description=self.pick(node, "dependency_description", of("description"), "", ""),
            high_risk=self.pick(node, "high_risk", of("high_risk"), False, False),
        )

    def _option(self, node: Node, held: Option | None) -> Option:
        def of(name: str) -> Any:
            return UNSAID if held is None else getattr(held, name)

        on = self.pick(node, "on", of("on"), (), ())
        runbook = self.pick(node, "runbook", of("runbook"), None, None)
        book = (runbook,) if runbook else ()
        return Option(
            id=node.id,
            name=node.name,
            on=self.resolve(node, "on", on, self.components, _("component")),
            capacity=self.pick(node, "capacity", of("capacity"), 1.0),
            switch_minutes=self.pick(node, "switch", of("switch_minutes"), 0),
            runbook=next(
                iter(self.resolve(node, "runbook", book, self.runbooks, _("runbook"))), None
            ),
            tested_on=self.pick(node, "tested_on", of("tested_on"), None, None),
        )

    def _check(self, node: Node, function: Function) -> None:
        for ask in function.dependencies:
            if ask.unfinished(function.minimum_capacity):
                self.usual["unfinished"] += 1
            for option in ask.running:
                if option.switch_minutes:
                    told = {"name": option.name, "time": spell(option.switch_minutes)}
                    self.fault(
                        self.find(function.id, ask.id, option.id) or node,
                        "switch",
                        _("is %(time)s, but “%(name)s” runs in normal operation: it must be 0.")
                        % told,
                    )

    def notes(self) -> list[str]:
        said = []
        if n := self.usual["criticality"]:
            said.append(
                ngettext(
                    "%(n)s new function does not say its criticality: it is taken as 3, important.",
                    "%(n)s new functions do not say their criticality: 3, important, is taken.",
                    n,
                )
                % {"n": n}
            )
        if n := self.usual["unfinished"]:
            said.append(
                ngettext(
                    "%(n)s AI dependency has too few options, or they carry too little: it is "
                    "taken in as not filled in yet.",
                    "%(n)s AI dependencies have too few options, or they carry too little: they "
                    "are taken in as not filled in yet.",
                    n,
                )
                % {"n": n}
            )
        if n := self.forest.filled_down:
            said.append(
                ngettext(
                    "%(n)s row leaves a name empty: that of the row above was taken.",
                    "%(n)s rows leave a name empty: that of the row above was taken.",
                    n,
                )
                % {"n": n}
            )
        return said
