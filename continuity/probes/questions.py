"""Questions with a known answer, and whether an answer is one of those. Pure.

A canary asks the same small question again and again; a model that answers, and answers it
wrongly, is up and not well.
"""

import re
import unicodedata

BUILT_IN: dict[str, tuple[str, ...]] = {
    "What is 17+25? Answer with the number only.": ("42", "forty-two"),
    "Which day comes after Tuesday? Answer with one word.": ("Wednesday",),
    "Spell the word stop backwards. Answer with the word only.": ("pots",),
    "What is the capital of France? Answer with the name only.": ("Paris",),
}
FIRST = next(iter(BUILT_IN))
LONGEST = 200  # characters of an answer that are looked at
WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words and numbers of a text, without case, accents of width, or marks around them."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def is_right(answer: str, accepted: tuple[str, ...], question: str = "") -> bool:
    """Whether ``answer`` says one of ``accepted`` and no other number than the question has.

    ``42``, ``**42.**`` and ``17+25 = 42`` are right; ``41 or 42`` is not.
    """
    said = words(answer[:LONGEST])
    for wanted in map(words, accepted):
        if wanted and _holds(said, wanted):
            allowed = {*wanted, *words(question)}
            if all(word in allowed for word in said if word.isdecimal()):
                return True
    return False


def _holds(said: list[str], wanted: list[str]) -> bool:
    size = len(wanted)
    return any(said[at : at + size] == wanted for at in range(len(said) - size + 1))
