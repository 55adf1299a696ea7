"""Code without its comments, and the literals in it. Not a parser: it knows how text is quoted."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

# A text that is not closed ends with its line or the file: so nothing is read twice.
_DOUBLE = r'"(?:[^"\\\n]|\\.?)*+(?:"|(?=\n)|\Z)'
_SINGLE = r"'(?:[^'\\\n]|\\.?)*+(?:'|(?=\n)|\Z)"
_BACK = r"`(?:[^`\\]|\\.?)*+(?:`|\Z)"
_TRIPLE_DOUBLE = r'"""(?:[^"\\]|\\.?|"(?!""))*+(?:"""|\Z)'
_TRIPLE_SINGLE = r"""\'\'\'(?:[^'\\]|\\.?|'(?!''))*+(?:\'\'\'|\Z)"""
_CHARACTER = r"'(?:[^'\\\n]|\\.)'"
_SLASHES = r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
_HASH = r"#[^\n]*+"
_NOTHING = r"(?!)"


def _syntax(comments: str, *strings: str) -> re.Pattern[str]:
    return re.compile(f"(?P<comment>{comments})|(?P<string>{'|'.join(strings)})", re.DOTALL)


C = _syntax(_SLASHES, _TRIPLE_DOUBLE, _DOUBLE, _CHARACTER)
GO = _syntax(_SLASHES, _DOUBLE, _BACK, _CHARACTER)
SCRIPT = _syntax(_SLASHES, _DOUBLE, _SINGLE, _BACK)
PYTHON = _syntax(_HASH, _TRIPLE_DOUBLE, _TRIPLE_SINGLE, _DOUBLE, _SINGLE)
RUBY = _syntax(_HASH, _DOUBLE, _SINGLE)
PHP = _syntax(rf"{_SLASHES}|#(?!\[)[^\n]*+", _DOUBLE, _SINGLE)
ELIXIR = _syntax(_HASH, _TRIPLE_DOUBLE, _DOUBLE, _SINGLE)
XML = _syntax(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)", _NOTHING)
# A hash inside a word or an address is none; so are quotes, for they need not be closed here.
CONFIG = re.compile(
    r"(?P<comment>(?:^|(?<=\s))#[^\n]*+|^[ \t]*+(?:;|//|REM\b)[^\n]*+)|(?P<string>(?!))", re.M
)
TERRAFORM = _syntax(rf"{_SLASHES}|{_HASH}", _DOUBLE)
JSONC = _syntax(_SLASHES, _DOUBLE)


@dataclass(frozen=True)
class Scanned:
    """``bare``: as long as the text, with comments blank. ``literals``: offset and content."""

    text: str
    bare: str
    literals: tuple[tuple[int, str], ...]

    @cached_property
    def quiet(self) -> str:
        """``bare`` with nothing inside the quotes either: what is left is code."""
        pieces: list[str] = []
        end = 0
        for offset, literal in self.literals:
            pieces += (self.bare[end:offset], _blank(literal))
            end = offset + len(literal)
        return "".join((*pieces, self.bare[end:]))

    def literals_after(self, before: re.Pattern[str]) -> Iterator[tuple[int, str]]:
        """Those right before which, but for the quote, ``before`` matches to its end."""
        for offset, literal in self.literals:
            if before.search(self.bare[max(0, offset - 40) : offset - 1]):
                yield offset, literal

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def line(self, offset: int) -> int:
        return bisect_right(self._breaks, offset - 1) + 1


def scan(text: str, syntax: re.Pattern[str]) -> Scanned:
    pieces: list[str] = []
    literals: list[tuple[int, str]] = []
    end = 0
    for found in syntax.finditer(text):
        comment = found["comment"] is not None or _is_docstring(text, found)
        if comment:
            pieces += (text[end : found.start()], _blank(found[0]))
            end = found.end()
        else:
            quote = 3 if found[0][:3] in ('"""', "'''") and len(found[0]) >= 6 else 1
            literals.append((found.start() + quote, found[0][quote:-quote]))
    pieces.append(text[end:])
    return Scanned(text, "".join(pieces), tuple(literals))


def _is_docstring(text: str, found: re.Match[str]) -> bool:
    """A triple-quoted text that begins its line: nothing is done with it."""
    if found[0][:3] not in ('"""', "'''"):
        return False
    before = text[max(0, found.start() - 200) : found.start()]
    return not before.rpartition("\n")[2].strip()


def _blank(text: str) -> str:
    return "\n".join(" " * len(line) for line in text.split("\n"))


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number."""
    return enumerate(text.splitlines(), 1)
