"""A snapshot in, a document out: every section in order. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from continuity.core.plugins import discover

from .blocks import Block, Figure, Runbook
from .words import _

SECTIONS = discover("continuity.plans.sections")
TO_COME = {
    10: _("work without AI and the safe state"),
    11: _("communication"),
    12: _("resources needed"),
    13: _("return to normal"),
    14: _("exit plans"),
    16: _("incidents and activations since the last version"),
    17: _("clauses, evidence and open gaps"),
}


@dataclass(frozen=True)
class Section:
    """``number`` is the section's place in the outline, which leaves room for those to come."""

    number: int
    title: str
    blocks: list[Block]

    @property
    def anchor(self) -> str:
        return f"section-{self.number}"

    @property
    def sideways(self) -> list[Block]:
        """What stands on pages that lie on their side: all up to the last wide picture."""
        return self.blocks[: self._turn]

    @property
    def upright(self) -> list[Block]:
        return self.blocks[self._turn :]

    @property
    def runbooks(self) -> list[Runbook]:
        """Those that the contents name: each begins a page."""
        return [block for block in self.blocks if isinstance(block, Runbook)]

    @property
    def _turn(self) -> int:
        wide = (isinstance(b, Figure) and b.size == "wide" for b in self.blocks)
        return max((at + 1 for at, is_wide in enumerate(wide) if is_wide), default=0)


def compose(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Section]:
    """``cover``: what comes after the freezing: state, approvals, hash. See ``rendering.py``."""
    ordered = sorted(SECTIONS.values(), key=lambda module: module.NUMBER)
    return [Section(m.NUMBER, m.TITLE, m.build(snapshot, cover)) for m in ordered]


def missing(sections: Iterable[Section]) -> str:
    """The parts of the outline that the document has not: ``10 ..., 11 ...``."""
    held = {section.number for section in sections}
    return "; ".join(f"{n} {title}" for n, title in TO_COME.items() if n not in held)
