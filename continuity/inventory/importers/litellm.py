"""The configuration of a LiteLLM proxy: what it calls, and what it falls back on."""

import re
from dataclasses import replace

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from continuity.inventory import litellm
from continuity.inventory.importers._into import WEIGH, function_called
from continuity.inventory.portable import Fault, PortableError, shown
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
INTO = True
MOST_BYTES = litellm.MAX_BYTES
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
    into = function_called(str(source.mapping.get("function") or say("AI gateway")), held)
    if told.faults:
        return Proposal(replace(held, components=(), functions=(), runbooks=()), tuple(told.faults))
    made = litellm.draft(told, {c.id: c for c in held.components}, signatures(), into)
    notes = [f"{note.path.capitalize()}: {note.sentence}" for note in made.notes]
    if into not in held.functions:
        notes.insert(0, str(WEIGH))
    return Proposal(
        replace(held, components=made.components, functions=(made.function,), runbooks=()),
        notes=tuple(notes),
        evidence=made.evidence,
        mapping={"function": made.function.name},
    )
