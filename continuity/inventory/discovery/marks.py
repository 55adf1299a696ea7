"""Whether any of many short texts stands in a file: one look at its bytes instead of a hundred."""

from collections import defaultdict

import numpy as np

GRAM = 4
_BITS = 16
_MIX = np.uint32(2654435761)  # Knuth's multiplier: spreads what differs little
_SHIFT = np.uint32(32 - _BITS)


class Marks:
    """Each mark has at least four bytes. Its first four, read as one number, are looked for at
    every place of the file at once; where such a number is met, the mark itself is looked for."""

    def __init__(self, marks: tuple[bytes, ...]) -> None:
        by_gram: dict[int, list[bytes]] = defaultdict(list)
        for mark in marks:
            if len(mark) < GRAM:
                raise ValueError(f"{mark!r} has fewer than {GRAM} bytes")
            by_gram[int.from_bytes(mark[:GRAM], "little")].append(mark)
        self._by_gram = dict(by_gram)
        self._known = np.zeros(1 << _BITS, dtype=bool)
        self._known[self._hash(np.array(list(by_gram), dtype="<u4"))] = True

    @staticmethod
    def _hash(grams: np.ndarray) -> np.ndarray:
        return (grams * _MIX) >> _SHIFT

    def any_in(self, body: bytes) -> bool:
        """Large and small letters are the same."""
        lower = body.lower()
        met: set[int] = set()
        for phase in range(GRAM):
            count = (len(lower) - phase) // GRAM
            if count > 0:
                grams = np.frombuffer(lower, dtype="<u4", count=count, offset=phase)
                met.update(grams[self._known[self._hash(grams)]].tolist())
        return any(
            mark in lower for gram in met if gram in self._by_gram for mark in self._by_gram[gram]
        )
