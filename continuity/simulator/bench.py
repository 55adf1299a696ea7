"""How fast an event is replayed on a portfolio far larger than any organisation's."""

from datetime import UTC, datetime, timedelta

from continuity.core.bench import Line, best_ms
from continuity.inventory.portable import Event, Span
from continuity.risk.bench import portfolio
from continuity.risk.method.assess import Index
from continuity.risk.method.replay import replay

from .effect import effect


def bench_replay() -> list[Line]:
    """A day on which every host is lost for a while, so that all 10,000 functions are hit."""
    whole = portfolio(10_000, 3, 2_000)
    index, nine = Index(whole), datetime(2026, 11, 22, 9, tzinfo=UTC)
    lost = tuple(
        Span(f"c{n}", nine + timedelta(minutes=5 * n), nine + timedelta(hours=8, minutes=7 * n))
        for n in range(40)
    )
    day, other = Event("Every host", "", lost), Event("One host", "", lost[:1])
    return [
        Line(
            "replay on 10,000 functions, all hit",
            best_ms(lambda: replay(index, day), 3),
            "ms",
            1000,
        ),
        Line(
            "the same with all that a page tells",
            best_ms(lambda: effect(whole, day), 3),
            "ms",
            2000,
        ),
        Line("replay of one host", best_ms(lambda: replay(index, other), 3), "ms", 500),
    ]
