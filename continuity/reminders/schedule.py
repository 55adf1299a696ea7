"""When something is due, when it is said, and when a failed message is tried again. Pure."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from continuity.core.days import days_after

MORNING = time(9)
AHEAD = timedelta(days=30)  # so early it stands on the list of what is due
RETIRING = timedelta(days=180)  # what is to be retired is said so early
SHORTLY = timedelta(days=1)  # and maintenance
NEVER_REVIEWED = timedelta(days=14)  # what nobody ever reviewed is due so long after it was written
ANSWERED_WITHIN = timedelta(days=7)  # what waits for somebody's yes or no
STAGES = {"ahead": -7, "due": 0, "late": 7}  # days, each from its own morning on
LEAVING = {"half-a-year": -180, "quarter": -90, "two-months": -60, "month": -30, "late": 1}
BEFORE = (14, 7, 1)  # days ahead of an answer that is owed, each from its morning on
RETRIES = tuple(
    timedelta(seconds=s) for s in (10, 30, 120, 600, 1800, 3600, 14_400, 43_200, 86_400)
)


def morning_of(day: date, zone: str) -> datetime:
    """Nine in the morning of a day in a zone, as an instant in UTC.

    A wall clock that jumps: of a time that comes twice the first counts, of one that does not
    come the moment it would have been by the clock before the jump.
    """
    return datetime.combine(day, MORNING, ZoneInfo(zone)).astimezone(UTC)


def review_day(reviewed_on: date | None, every_days: int, written_on: date) -> date:
    """The day by which something must be reviewed."""
    if reviewed_on is None:
        return written_on + NEVER_REVIEWED
    return days_after(reviewed_on, every_days)


def stages(day: date, zone: str, now: datetime, table: Mapping[str, int] = STAGES) -> Iterator[str]:
    """The messages whose morning has come; of several that were missed the last one only."""
    come = [
        name for name, days in table.items() if morning_of(day + timedelta(days=days), zone) <= now
    ]
    yield from come[-1:]


def last_call(
    asked_at: datetime, due_on: date, zone: str, now: datetime, by_hand: datetime | None = None
) -> datetime:
    """The newest moment at which there was something to say to who owes an answer: when they were
    asked, or reminded by hand; the mornings before the day, of the day, and of each week after."""
    local = now.astimezone(ZoneInfo(zone)).date()
    weeks = max(0, (local - due_on).days // 7)
    days = {0, 7 * weeks, 7 * max(0, weeks - 1), *(-before for before in BEFORE)}
    mornings = [morning_of(due_on + timedelta(days=day), zone) for day in days]
    moments = [asked_at, *mornings, *([by_hand] if by_hand else [])]
    return max((moment for moment in moments if moment <= now), default=asked_at)


def say_at(call: datetime, said: datetime | None, zone: str) -> datetime | None:
    """When to write of a call to somebody last written to at ``said``: one letter a day, the next
    on the morning after. None: that letter came after the call."""
    if said is None:
        return call
    if said >= call:
        return None
    return max(call, morning_of(said.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone))


def next_try(attempts: int, now: datetime, chance: float) -> datetime | None:
    """When to try again after so many failures, ±20 % by ``chance`` (0 to 1). None: give up."""
    if attempts > len(RETRIES):
        return None
    wait = RETRIES[max(0, attempts - 1)]
    return now + wait * (0.8 + 0.4 * chance)
