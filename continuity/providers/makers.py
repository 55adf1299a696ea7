"""Who makes the pages: when most of one maker's fail at once, it is the maker. Pure."""

from collections.abc import Iterable

FEWEST, MOST_OF_THEM = 3, 0.6


def maker_of(format: str) -> str:
    """Formats of one maker share the first part of their names."""
    return format.partition("_")[0]


def failing(feeds: Iterable[tuple[str, bool]]) -> set[str]:
    """Makers most of whose pages cannot be read. ``feeds``: a format, and whether it fails."""
    all_: dict[str, list[bool]] = {}
    for format, fails in feeds:
        all_.setdefault(maker_of(format), []).append(fails)
    return {
        maker
        for maker, fails in all_.items()
        if sum(fails) >= FEWEST and sum(fails) >= MOST_OF_THEM * len(fails)
    }
