"""Which names look as if they meant one thing. Pure: no Django here.

No name is compared with all others: only with those that share one of its rarest words, and not
through a word that very many have. Names of the very same words always meet.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

ALIKE = 0.6  # so much of the words of both are in both
CROWD = 40  # names with a word in common, beyond which it leads to no comparison
MOST = 200  # pairs told
_WORD = re.compile(r"[^\W_]+")
_ARTICLES = "a an and by der die das en et for für in la le les of on the to und von"
_SMALL = frozenset(_WORD.findall(_ARTICLES))

Why = Literal["same_words", "same_letters", "shared"]


@dataclass(frozen=True)
class Pair:
    """Two keys that look alike, the first the smaller; ``shared``: words that both have."""

    one: int
    other: int
    likeness: float
    why: Why
    shared: tuple[str, ...]


def words(name: str) -> frozenset[str]:
    """Without accents, case, small words and the s of a plural."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    found = [word for word in _WORD.findall(plain) if word not in _SMALL]
    return frozenset(word[:-1] if len(word) > 3 and word[-1] == "s" else word for word in found)


def pairs(names: Mapping[int, str]) -> list[Pair]:
    """Those that look alike, most alike first; at most 200."""
    told = {key: words(name) for key, name in names.items()}
    letters = {key: "".join(_WORD.findall(name.casefold())) for key, name in names.items()}
    count = Counter(word for found in told.values() for word in found)
    found = {}
    for one, other in sorted(_candidates(told, letters, count)):
        if pair := _compared(one, other, told, letters):
            found[one, other] = pair
    ordered = sorted(found.values(), key=lambda p: (-p.likeness, p.one, p.other))
    return ordered[:MOST]


def _candidates(
    told: Mapping[int, frozenset[str]], letters: Mapping[int, str], count: Counter[str]
) -> set[tuple[int, int]]:
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for key, found in told.items():
        blocks["letters", letters[key]].append(key)
        if found:
            blocks["words", " ".join(sorted(found))].append(key)
        rarest = sorted(found, key=lambda word: (count[word], word))
        for word in rarest[: len(found) // 2 + 1]:
            blocks["word", word].append(key)
    pairs: set[tuple[int, int]] = set()
    for (kind, _), keys in blocks.items():
        pairs.update(_met(sorted(keys), kind))
    return pairs


def _met(keys: list[int], kind: str) -> Iterable[tuple[int, int]]:
    """All with all in a small block; of a large one of the very same words each with the first."""
    if len(keys) <= CROWD:
        return combinations(keys, 2)
    return _with_first(keys) if kind != "word" else ()


def _with_first(keys: list[int]) -> Iterator[tuple[int, int]]:
    return ((keys[0], key) for key in keys[1:])


def _compared(
    one: int,
    other: int,
    told: Mapping[int, frozenset[str]],
    letters: Mapping[int, str],
) -> Pair | None:
    if letters[one] and letters[one] == letters[other]:
        return Pair(one, other, 1.0, "same_letters", ())
    mine, theirs = told[one], told[other]
    shared = mine & theirs
    if shared and mine == theirs:
        return Pair(one, other, 1.0, "same_words", tuple(sorted(shared)))
    likeness = len(shared) / max(len(mine | theirs), 1)
    if likeness < ALIKE:
        return None
    return Pair(one, other, likeness, "shared", tuple(sorted(shared)))
