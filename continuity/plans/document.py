"""A snapshot in, a document out: every section in order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from continuity.core.plugins import discover

from .blocks import Block, Figure

SECTIONS = discover("continuity.plans.sections")


@dataclass(frozen=True)
class Section:
    """``number`` is the section's place in the outline, which leaves room for those to come.

    ``flows``: short, so that it follows on the page of the one before. ``wide``: on its side.
    """

    number: int
    title: str
    blocks: list[Block]
    flows: bool = False
    wide: bool = False

    @property
    def anchor(self) -> str:
        return f"section-{self.number}"


def compose(snapshot: Mapping[str, Any], cover: Mapping[str, Any]) -> list[Section]:
    """``cover``: what comes after the freezing: state, approvals, hash. See ``rendering.py``."""
    ordered = sorted(SECTIONS.values(), key=lambda module: module.NUMBER)
    return [_section(module, module.build(snapshot, cover)) for module in ordered]


def _section(module: ModuleType, blocks: list[Block]) -> Section:
    """One sentence needs no page of its own; without a picture none needs to lie on its side."""
    return Section(
        number=module.NUMBER,
        title=module.TITLE,
        blocks=blocks,
        flows=getattr(module, "FLOWS", False) or (len(blocks) == 1 and module.NUMBER > 1),
        wide=getattr(module, "WIDE", False) and any(isinstance(b, Figure) for b in blocks),
    )
