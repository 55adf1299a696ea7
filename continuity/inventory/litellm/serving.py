"""Whose component serves a deployment: by the provider's name, the address, the model."""

import re
from collections.abc import Callable

from continuity.inventory.portable import Component
from continuity.inventory.portable.fields import NAME_LENGTH
from continuity.inventory.signatures import Parts, Product, Signatures

from .config import Deployment

WHEREVER = ("azure-openai", "ollama", "own-models")  # each customer's has an address of its own


class Serving:
    def __init__(
        self, parts: Parts, signatures: Signatures, note: Callable[[int, str], None]
    ) -> None:
        self.parts, self.signatures, self.note = parts, signatures, note

    def components(self, deployment: Deployment) -> tuple[str, ...]:
        """By the provider's word before the slash; an address of somebody else's weighs more."""
        prefix, model = self._split(deployment)
        product = self.signatures.by_prefix.get(prefix)
        if product is None and not prefix:
            product = self.signatures.of_model(model)
        region = deployment.region
        if deployment.host:
            found = self.signatures.of_host(deployment.host)
            if found is None:
                return (self.parts.server(deployment.host),)
            product, region = self._at(product, found[0]), region or found[1]
        if product is None:
            return self._unknown(deployment, prefix)
        if deployment.hidden_host and product.component not in WHEREVER:
            said = "is called at an address that a variable holds: it is taken for its"
            self.note(deployment.line, f'"{deployment.model}" {said} provider\'s own.')
        model = model.removeprefix("converse/").removeprefix("invoke/")
        return self.parts.of(self.signatures.narrow(product, model), region or _region_of(model))

    def _split(self, deployment: Deployment) -> tuple[str, str]:
        """Provider or "", and model."""
        prefix, slash, model = deployment.model.partition("/")
        if deployment.provider in self.signatures.by_prefix and prefix != deployment.provider:
            return deployment.provider, deployment.model
        return (prefix, model) if slash else ("", deployment.model)

    def _at(self, said: Product | None, found: Product) -> Product:
        """The address decides, unless it is the one of which the model is a part anyway."""
        if said is not None and found.component in (said.component, said.within):
            return said
        return found

    def _unknown(self, deployment: Deployment, prefix: str) -> tuple[str, ...]:
        name = prefix or deployment.model
        if deployment.model.startswith("os.environ"):
            said = "is named by a variable: say what it is after taking it in."
        elif "*" in name:
            said = "stands for any model: say which provider serves it."
        else:
            said = "is of no provider that we know by this name."
        key = f"gateway/{name}"[:NAME_LENGTH]
        if key not in self.parts.known:
            kept = "It becomes a component of your own."
            self.note(deployment.line, f'"{deployment.model}" {said} {kept}')
        shown = f"{name[: NAME_LENGTH - 30]} (read from a gateway)"
        return (self.parts.make(Component(key, shown, "service", name)),)


def _region_of(model: str) -> str:
    """The region in an Amazon resource name."""
    found = re.match(r"arn:aws[a-z-]*:bedrock:([a-z0-9-]{2,40}):", model)
    return found[1] if found else ""
