"""Is it them, or is it us? Pure.

When nearly everybody is silent at once, the fault is ours: a cable, a name server, a firewall. Then
nobody has failed, and nothing is held against them.
"""

from collections.abc import Iterable

from .feeds import Reason

NETWORK = frozenset({Reason.UNREACHABLE, Reason.TIMEOUT, Reason.NO_SUCH_NAME})
FEWEST = 3  # hosts; two may well be down at once
NEARLY_ALL = 0.9


def offline(outcomes: Iterable[tuple[str, str | None]]) -> bool:
    """Whether it is we who are cut off. ``outcomes``: each host asked, and why that failed.

    A host that answered anything at all, be it a refusal, was reached.
    """
    reached: dict[str, bool] = {}
    for host, reason in outcomes:
        reached[host] = reached.get(host, False) or not is_network(reason)
    silent = sum(not answered for answered in reached.values())
    return len(reached) >= FEWEST and silent >= NEARLY_ALL * len(reached)


def is_network(reason: str | None) -> bool:
    """Whether the way there failed, and not what was found at its end."""
    return reason in NETWORK
