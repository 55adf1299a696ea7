"""The configuration of a LiteLLM proxy: what it calls, and what it falls back on."""

import re
from dataclasses import replace

from django.utils.text import slugify
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from continuity.inventory import litellm
from continuity.inventory.portable import Fault, Function, PortableError, Portfolio, shown
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.inventory.proposal import Proposal, Source
from continuity.inventory.signatures import signatures

LABEL = _("LiteLLM proxy configuration (YAML)")
ABOUT = _(
    "Each model group becomes an AI dependency, its deployments and fallbacks the options in "
    "their order. Keys and passwords in the file are not kept."
)
EXAMPLE = """\
model_list:
  - model_name: claims
    litellm_params:
      model: azure/gpt-4o
      api_key: os.environ/AZURE_API_KEY
  - model_name: spare
    litellm_params:
      model: anthropic/claude-sonnet-4-6
router_settings:
  fallbacks: [{claims: [spare]}]
"""
ENDINGS = (".yaml", ".yml")
MOST_BYTES = litellm.MAX_BYTES
NEW = {"criticality": 3, "rto_minutes": 240, "mtpd_minutes": 1440, "minimum_capacity": 1.0}
_MARK = re.compile(rb"(?m)^(model_list|litellm_settings|router_settings)\s*:")


def accepts(name: str, head: bytes) -> bool:
    return name.lower().endswith(ENDINGS) and _MARK.search(head) is not None


def read(source: Source) -> Proposal:
    """``mapping["function"]``: the key or name of the function that the gateway serves."""
    with source.path.open("rb") as file:
        body = file.read(MOST_BYTES + 1)
    try:
        told = litellm.config(litellm.load(body))
    except litellm.YamlError as error:
        place = f"line {error.line}" if error.line else shown(source.name)
        raise PortableError([Fault(place, error.sentence)]) from None
    held = source.held()
    wanted = str(source.mapping.get("function") or say("AI gateway")).strip()[:NAME_LENGTH]
    into = _function(wanted, held)
    if told.faults:
        return Proposal(replace(held, components=(), functions=(), runbooks=()), tuple(told.faults))
    made = litellm.draft(told, {c.id: c for c in held.components}, signatures(), into)
    notes = [f"{note.path}: {note.sentence}" for note in made.notes]
    if into not in held.functions:
        notes.insert(0, say("Criticality, RTO and MTPD of the function are a start: weigh them."))
    return Proposal(
        replace(held, components=made.components, functions=(made.function,), runbooks=()),
        notes=tuple(notes),
        evidence=made.evidence,
        mapping={"function": made.function.name},
    )


def _function(wanted: str, held: Portfolio) -> Function:
    """The one that is held by that key or name, else a new one."""
    for function in held.functions:
        if wanted in (function.id, function.name):
            return function
    key = stem = slugify(wanted)[:100] or "ai-gateway"
    taken = {function.id for function in held.functions}
    n = 1
    while key in taken:
        n += 1
        key = f"{stem}-{n}"
    return Function(id=key, name=wanted, **NEW)  # type: ignore[arg-type]
