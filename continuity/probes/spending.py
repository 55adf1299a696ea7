"""What a question costs, before it is sent and after. Pure.

Money is counted in millionths of the organisation's currency, so that a price for a million tokens
is the cost of one token. Before sending, the most that it can cost is set aside.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

OVERHEAD = 64  # tokens around a question: roles, separators, a system's own words
MILLION = 1_000_000


@dataclass(frozen=True)
class Cost:
    tokens: int = 0
    micros: int = 0

    def times(self, n: int) -> "Cost":
        return Cost(self.tokens * n, self.micros * n)

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.tokens + other.tokens, self.micros + other.micros)


@dataclass(frozen=True)
class Prices:
    """For a million tokens, in the organisation's currency."""

    into: Decimal
    out: Decimal

    def of(self, tokens_in: int, tokens_out: int) -> Cost:
        exact = tokens_in * self.into + tokens_out * self.out
        return Cost(tokens_in + tokens_out, int(exact.to_integral_value(ROUND_CEILING)))


def at_most(question: str, answer_tokens: int, prices: Prices) -> Cost:
    """No token is shorter than a byte, so a question has at most as many as it has bytes."""
    return prices.of(len(question.encode()) + OVERHEAD, answer_tokens)


def money(micros: int) -> Decimal:
    return Decimal(micros) / MILLION


def micros(amount: Decimal) -> int:
    return int((amount * MILLION).to_integral_value(ROUND_CEILING))
