"""In whatever order things fail, and sweeps fall: who leans on it hears of it once, and of the end."""

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
