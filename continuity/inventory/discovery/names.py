"""Names of products wherever they stand: variables, addresses, models, words."""

import re
from collections.abc import Iterator

from continuity.inventory.signatures import Product, Signatures

from .hit import Hit, How
from .text import Scanned

LONGEST_LITERAL = 300
_VARIABLE = re.compile(r"(?<![A-Z0-9_a-z])[A-Z][A-Z0-9_]{4,40}(?![A-Za-z0-9_])")
_HOST = re.compile(r"(?<![\w.@-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,6}[a-z]{2,10}(?![\w-])", re.I)
_FILLED_IN = re.compile(r"\$?\{[^{}\n]{0,80}\}|%s|<[a-z_-]{1,40}>|#\{[^{}\n]{0,80}\}", re.I)
# A whole value: between quotes, or from a sign to the end of the line. No word of a sentence.
_VALUE = re.compile(
    r"(?:[\"'=:\[,({]|^[ \t]*-|\bFROM|--model)[ \t]*([a-z0-9@][A-Za-z0-9._:/@-]{1,98}[A-Za-z0-9])"
    r"(?=[\"',\])}]|[ \t]*(?:$|\\|\bas\b))",
    re.M | re.I,
)


class Names:
    """The signatures, with what was looked up already remembered: files repeat each other."""

    def __init__(self, signatures: Signatures) -> None:
        self.signatures = signatures
        self._hosts: dict[str, tuple[Product, str] | None] = {}
        self._words: dict[str, tuple[Product, How] | None] = {}

    def in_code(self, scanned: Scanned) -> Iterator[Hit]:
        """Variables anywhere outside comments; all else only in literals."""
        yield from self._variables(scanned, scanned.bare)
        for offset, literal in scanned.literals:
            if 3 < len(literal) <= LONGEST_LITERAL:
                yield from self._hosts_in(scanned, offset, literal)
                if found := self._word(literal):
                    yield self._hit(found, scanned.line(offset), literal)

    def in_configuration(self, scanned: Scanned) -> Iterator[Hit]:
        """Everywhere outside comments; models and words only where they are a whole value."""
        yield from self._variables(scanned, scanned.bare)
        yield from self._hosts_in(scanned, 0, scanned.bare)
        for value in _VALUE.finditer(scanned.bare):
            if found := self._word(value[1]):
                yield self._hit(found, scanned.line(value.start(1)), value[1])

    def _variables(self, scanned: Scanned, text: str) -> Iterator[Hit]:
        known = self.signatures.by_env
        for found in _VARIABLE.finditer(text):
            if product := known.get(found[0]):
                line = scanned.line(found.start())
                yield Hit(product.component, How.CONFIGURED, line, found[0])

    def _hosts_in(self, scanned: Scanned, offset: int, text: str) -> Iterator[Hit]:
        # What is filled in later becomes a label as long, so that lines stay where they are.
        whole, text = text, _FILLED_IN.sub(lambda found: "x" * len(found[0]), text)
        for found in _HOST.finditer(text):
            host = found[0].lower()
            if host not in self._hosts:
                self._hosts[host] = self.signatures.of_host(host)
            if whose := self._hosts[host]:
                product, region = whose
                region = region if region.strip("x") else ""
                line = scanned.line(offset + found.start())
                shown = re.sub("x{4,}", "…", host) if found[0] not in whole else host
                yield Hit(product.component, How.CALLED, line, shown, region)

    def _word(self, word: str) -> tuple[Product, How] | None:
        if word not in self._words:
            self._words[word] = self._look_up(word)
        return self._words[word]

    def _look_up(self, word: str) -> tuple[Product, How] | None:
        by_word = self.signatures.by_word
        for product in (by_word.get(word), by_word.get(word.partition(":")[0])):
            if product is not None:
                return product, How.CALLED
        if word != word.lower():
            return None  # models are called in small letters; in others they are spoken of
        model = self.signatures.of_model(word) or self.signatures.of_gateway(word)
        return (model, How.MODEL) if model else None

    def _hit(self, found: tuple[Product, How], line: int, what: str) -> Hit:
        product, how = found
        return Hit(product.component, how, line, what)

    def package(
        self, ecosystem: str, name: str, line: int, how: How = How.DECLARED
    ) -> Iterator[Hit]:
        """The product that a package calls, or that it is a framework."""
        if product := self.signatures.of_package(ecosystem, name):
            yield Hit(product.component, how, line, name)
        elif self.signatures.is_framework(ecosystem, name):
            yield Hit("", how, line, name)

    def imported(self, language: str, name: str, line: int, by: str = ".") -> Iterator[Hit]:
        """``com.openai.client.OpenAIClient`` begins with a name that is known, or does not."""
        known = self.signatures.imports(language)
        parts = name.split(by)[:10]
        for n in range(len(parts), 0, -1):
            if product := known.get(by.join(parts[:n])):
                yield Hit(product.component, How.IMPORTED, line, by.join(parts[:n]))
                return
