"""In whatever order things fail, and sweeps fall: who leans on it hears of it and of its end."""

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOON
from tests.reminders import outage_days as days

pytestmark = pytest.mark.postgres

PART = st.integers(0, days.PARTS - 1)
WHOSE = st.sampled_from([None, None, None, None, 0])
STEP = st.one_of(
    st.tuples(
        st.just("fails"),
        PART,
        WHOSE,
        st.sampled_from(["degraded", "major_outage"]),
        st.sampled_from([0, 1, 8]),
        st.sampled_from(["", "", "post"]),
    ),
    st.tuples(st.just("mends"), PART, WHOSE),
    st.tuples(st.just("worsens"), PART, WHOSE),
    st.tuples(st.just("waits"), st.sampled_from([1, 3, 6, 20, 31])),
    st.just(("sweeps",)),
    st.sampled_from([("dies",), ("fails_in_one",), ("looks",), ("goes_on",)]),
)
FALLIBLE = {"dies", "fails_in_one", "goes_on"}


@pytest.fixture
def world(db):
    return days.world()


def live(world, steps, patch):
    """The day, of which nothing is left afterwards."""
    world.now, world.looked = NOON, None
    world.written.clear()
    with patch.context() as now, transaction.atomic():
        now.setattr(timezone, "now", world.clock)
        for name, *facts in steps:
            world.now += days.timedelta(seconds=61)  # messages tell minutes
            getattr(world, name)(*facts, *([patch] if name in FALLIBLE else ()))
        days.ends(world)
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(STEP, min_size=4, max_size=30))
def test_whatever_fails_is_told_and_its_end_once(world, monkeypatch, steps):
    live(world, steps, monkeypatch)


MAJOR = "major_outage"
SWEEP = ("sweeps",)
DAYS = {
    "a sweep that fell between telling the end and noting it tells nothing anew": [
        *[("fails", 0, None, MAJOR, 0, ""), SWEEP, ("mends", 0, None), ("dies",), SWEEP],
    ],
    "one that ends with what it fell with is not told of afterwards": [
        *[("fails", 0, None, MAJOR, 0, ""), ("fails", 3, None, MAJOR, 0, ""), SWEEP],
        *[("mends", 3, None), ("mends", 0, None), ("dies",), SWEEP],
    ],
    "who leans on one of two that fell waits for that one alone": [
        *[("fails", 0, None, MAJOR, 0, ""), ("fails", 2, None, MAJOR, 0, ""), SWEEP],
        *[("mends", 0, None), SWEEP, ("mends", 2, None), SWEEP],
    ],
    "what fails while others wait for the end is told to who heard it": [
        *[("fails", 0, None, MAJOR, 0, ""), ("fails", 1, None, MAJOR, 0, ""), SWEEP],
        *[("mends", 0, None), SWEEP, ("fails", 0, None, MAJOR, 0, ""), SWEEP],
    ],
    "the same component fails again while what it fell with lasts": [
        *[("fails", 0, None, MAJOR, 0, ""), ("fails", 1, None, MAJOR, 0, ""), SWEEP],
        *[("mends", 0, None), ("waits", 31), ("fails", 0, None, MAJOR, 0, ""), SWEEP],
    ],
    "failing in turns puts the end off for half an hour at most": [
        row
        for turn in range(12)
        for row in (
            ("fails", turn % 3, None, MAJOR, 0, "post"),
            SWEEP,
            ("waits", 3),
            ("mends", (turn + 1) % 3, None),
            SWEEP,
        )
    ],
    "who was told afterwards of one hears the end of the other too": [
        *[("fails", 0, None, MAJOR, 0, ""), ("mends", 0, None), ("fails", 1, None, MAJOR, 0, "")],
        *[SWEEP, ("fails", 0, None, MAJOR, 0, ""), SWEEP, ("mends", 1, None), SWEEP],
    ],
    "a sweep that looked before it ended goes on after another told the end": [
        *[("fails", 0, None, MAJOR, 0, ""), SWEEP, ("fails", 1, None, MAJOR, 0, ""), ("looks",)],
        *[("mends", 0, None), ("mends", 1, None), SWEEP, ("goes_on",), SWEEP],
    ],
}


@pytest.mark.parametrize("day", DAYS)
def test_a_day_on_which(world, monkeypatch, day):
    live(world, DAYS[day], monkeypatch)
