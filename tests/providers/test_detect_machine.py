"""The debounce, driven at random: what holds whatever is read, and whenever."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from continuity.providers.detect import DRIVEN_BY_MONITORS, EDITED_BY_PEOPLE, step
from continuity.providers.feeds import State
from continuity.providers.memory import Observation, SignalState, dump, load
from tests.examples import examples

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
POLICIES = st.sampled_from([EDITED_BY_PEOPLE, DRIVEN_BY_MONITORS])
STATES = st.sampled_from(list(State))
GAPS = st.sampled_from([1, 29, 30, 31, 59, 60, 120, 299, 600, 900, 1199, 1201, 4000, 90_000])


class Debounce(RuleBasedStateMachine):
    @initialize(policy=POLICIES)
    def begin(self, policy):
        self.policy, self.signal, self.now, self.kinds = policy, SignalState(), T0, []
        self.seen = []

    def read(self, state, **facts):
        before, seen = self.signal, Observation(self.now, state, **facts)
        self.signal, told = step(before, seen, self.now, self.policy)
        self.seen.append(seen)
        return before, told

    @rule(state=STATES, gap=GAPS, monitoring=st.booleans(), missing=st.booleans())
    def observe(self, state, gap, monitoring, missing):
        self.now += timedelta(seconds=gap)
        before, told = self.read(
            state, monitoring=monitoring, missing=missing and state is State.UNKNOWN
        )
        if state in {State.UNKNOWN, State.MAINTENANCE}:
            assert told is None
        if told and told.kind == "worsen":
            assert told.state.rank > before.state.rank
        if told and told.kind in {"open", "worsen"}:
            assert state.is_bad
            assert told.state.is_bad
            assert told.since <= told.confirmed_at == self.now
        if told and told.kind == "close":
            assert state is State.OPERATIONAL
            assert not monitoring
            assert self.now - told.since >= self.policy.close.span
        if told:
            self.kinds.append(told.kind)
        assert before.open == self.signal.open or told is not None

    @rule(state=STATES)
    def it_settles_on_what_is_read_long_enough(self, state):
        """Read for an hour, every minute: that is the state, whatever was before."""
        for _ in range(60):
            self.now += timedelta(seconds=60)
            _, told = self.read(state)
            if told:
                self.kinds.append(told.kind)
        if state is not State.UNKNOWN:
            assert self.signal.state is state
            assert self.signal.open == state.is_bad or state is State.MAINTENANCE

    @rule()
    def the_same_again_changes_nothing(self):
        for seen in self.seen[-3:]:
            signal, told = step(self.signal, seen, self.now, self.policy)
            assert told is None
            assert signal == self.signal

    @rule()
    def stored_and_read_back_it_is_the_same(self):
        assert load(json.loads(json.dumps(dump(self.signal)))) == self.signal

    @invariant()
    def opening_and_closing_alternate(self):
        edges = [k for k in getattr(self, "kinds", []) if k != "worsen"]
        assert edges == ["open" if i % 2 == 0 else "close" for i in range(len(edges))]

    @invariant()
    def the_state_agrees_with_the_outage(self):
        if hasattr(self, "signal"):
            in_trouble = self.signal.state.is_bad or self.signal.state is State.MAINTENANCE
            assert in_trouble if self.signal.open else not self.signal.state.is_bad


TestDebounce = Debounce.TestCase
TestDebounce.settings = settings(max_examples=examples(150), stateful_step_count=40, deadline=None)


@given(POLICIES, st.lists(st.tuples(STATES, GAPS), max_size=60))
def test_the_same_reads_give_the_same_outages(policy, reads):
    def replay():
        signal, now, told = SignalState(), T0, []
        for state, gap in reads:
            now += timedelta(seconds=gap)
            signal, transition = step(signal, Observation(now, state), now, policy)
            told.append(transition)
        return signal, told

    assert replay() == replay()


@given(POLICIES, st.lists(st.tuples(st.just(State.UNKNOWN), GAPS), max_size=60))
def test_not_knowing_never_opens_anything(policy, reads):
    signal, now = SignalState(), T0
    for state, gap in reads:
        now += timedelta(seconds=gap)
        signal, transition = step(signal, Observation(now, state), now, policy)
        assert transition is None
    assert signal.state is State.UNKNOWN
