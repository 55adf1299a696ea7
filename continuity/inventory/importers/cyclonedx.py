"""CycloneDX: a bill of materials that we wrote, or anybody's."""

import re
from dataclasses import replace

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from continuity.inventory import cyclonedx
from continuity.inventory.importers._into import WEIGH, function_called
from continuity.inventory.proposal import Proposal, Source
from continuity.inventory.signatures import signatures

LABEL = _("CycloneDX bill of materials (JSON or XML)")
ABOUT = _(
    "Models, services of others and AI packages become components and proposed dependencies. One "
    "that was exported here comes back whole."
)
EXAMPLE = """\
{"bomFormat": "CycloneDX", "specVersion": "1.6",
 "metadata": {"component": {"type": "application", "name": "Claims desk"}},
 "services": [{"bom-ref": "gpt", "name": "OpenAI API", "provider": {"name": "OpenAI"}}]}
"""
ENDINGS = (".json", ".cdx", ".xml")
INTO = True
MOST_BYTES = cyclonedx.MOST_BYTES
_MARK = re.compile(rb'"bomFormat"\s*:\s*"CycloneDX"|http://cyclonedx\.org/schema/bom/')


def accepts(name: str, head: bytes) -> bool:
    return name.lower().endswith(ENDINGS) and _MARK.search(head) is not None


def read(source: Source) -> Proposal:
    """``mapping["function"]``: the key or name of the function that leans on what is in it."""
    with source.path.open("rb") as file:
        bom = cyclonedx.load(file.read(MOST_BYTES + 1))
    if cyclonedx.is_ours(bom):
        return Proposal(cyclonedx.portfolio(bom))
    held = source.held()
    called = source.mapping.get("function") or cyclonedx.name_of(bom) or say("Bill of materials")
    into = function_called(str(called), held)
    known = {component.id: component for component in held.components}
    made = cyclonedx.draft(bom, known, signatures(), into)
    notes = list(made.notes)
    if not made.evidence:
        notes.insert(0, say("It names no model, no service of others and no AI package."))
    elif into not in held.functions:
        notes.insert(0, str(WEIGH))
    functions = (made.function,) if made.evidence else ()
    return Proposal(
        replace(held, components=made.components, functions=functions, runbooks=()),
        notes=tuple(notes),
        evidence=made.evidence,
        mapping={"function": made.function.name},
    )
