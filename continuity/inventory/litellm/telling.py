"""What people should know of a gateway's fallbacks: those that lead nowhere, or in a circle."""

from collections.abc import Callable, Iterator
from itertools import islice

from continuity.core.graph import cycles

from .config import Config, Deployment

MOST_CIRCLES = 5


def tell(config: Config, named: Callable[[str], list[Deployment]]) -> None:
    """``named``: the deployments that a name stands for."""
    for line, sentence in (*_shared(config, named), *_nowhere(config, named), *_circles(config)):
        config.note(line, sentence)
    for group, said, line in config.narrow_fallbacks:
        config.note(line, f"{said} ({group}): that is no help in an outage, and no fallback here.")


def _shared(config: Config, named: Callable[[str], list[Deployment]]) -> Iterator[tuple[int, str]]:
    """Models whose load several deployments carry together: one of them must be enough here."""
    for group in dict.fromkeys(deployment.group for deployment in config.deployments):
        first, *others = named(group)
        together = [other for other in others if other.order == first.order]
        if together:
            said = f'"{group}" is served by {len(together) + 1} deployments at once. The first runs'
            rest = "here and the others take over from it, each with the whole load: say if not."
            yield first.line, f"{said} {rest}"


def _nowhere(config: Config, named: Callable[[str], list[Deployment]]) -> Iterator[tuple[int, str]]:
    for group, targets in config.fallbacks.items():
        if targets and not named(group):
            yield targets[0][1], f'"{group}" has fallbacks, but is no model of the list.'
    everywhere = [target for targets in config.fallbacks.values() for target in targets]
    for target, line in (*everywhere, *config.default_fallbacks):
        if not named(target):
            said = "is named as a fallback, but is no model of the list: it will never serve."
            yield line, f'"{target}" {said}'
    for alias, (target, line) in config.aliases.items():
        if not named(target):
            yield line, f'"{alias}" stands for "{target}", which is no model of the list.'


def _circles(config: Config) -> Iterator[tuple[int, str]]:
    edges = {group: [name for name, _ in rows] for group, rows in config.fallbacks.items()}
    for circle in islice(cycles(edges), MOST_CIRCLES):
        trail = " → ".join(circle if len(circle) <= 8 else (*circle[:6], "…", circle[-1]))
        said = f"Fallbacks go in a circle: {trail}. Each is followed one step."
        yield config.fallbacks[circle[0]][0][1], said
