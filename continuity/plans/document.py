"""A snapshot in, a document out: every section in order. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from continuity.core.plugins import discover

from .blocks import Block

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
    return [
        Section(
            number=m.NUMBER,
            title=m.TITLE,
            blocks=m.build(snapshot, cover),
            flows=getattr(m, "FLOWS", False),
            wide=getattr(m, "WIDE", False),
        )
        for m in ordered
    ]
