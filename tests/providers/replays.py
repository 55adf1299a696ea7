"""Real feeds played back: what a poller would have been served, and what it would have told."""

import json
import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from functools import cache
from statistics import median

from continuity.providers import detect, parsers
from continuity.providers.memory import SignalState, Threshold
from continuity.providers.observing import observe
from tests.shared import sample

AT_ONCE = timedelta(0)
QUIET = timedelta(minutes=45)  # after so long nothing is left to be confirmed: skip on


def reads(count):
    """A policy that opens after so many bad reads in a row, and closes at the first good one."""
    bad = Threshold(count, AT_ONCE)
    return detect.Policy(major=bad, lesser=bad, close=Threshold(1, AT_ONCE), hold=AT_ONCE)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def merged(spans):
    whole = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1][1] = max(end, whole[-1][1])
        else:
            whole.append([start, end])
    return whole


def polls(changes, rng, begin, end, every=60.0):
    """Moments ``every`` seconds apart, a tenth of jitter. Long after a change and long before the
    next, where a poll would find what the last one found, there are none."""
    now = begin
    while now < end:
        yield now
        now += timedelta(seconds=every * rng.uniform(0.9, 1.1))
        next_one = bisect_right(changes, now)
        last = changes[next_one - 1] if next_one else begin
        coming = changes[next_one] if next_one < len(changes) else end
        if now - last > QUIET and coming - now > QUIET:
            now = coming - QUIET / 3 + timedelta(seconds=rng.uniform(0, every))


def told(form, served, moments, policy, upstream_id="*", config=None):
    """Every transition that comes of it; ``served(moment)`` is a body."""
    read = cache(lambda body: parsers.read(form, body, {}, config or {}))
    signal = SignalState()
    for moment in moments:
        reading = read(served(moment))
        assert reading.readable
        seen = observe(reading, upstream_id, moment, signal)
        signal, transition = detect.step(signal, seen, moment, policy)
        if transition:
            yield transition


def opens(transitions):
    return [t for t in transitions if t.kind == "open"]


class OpenAI:
    """The impacts of 85 days as what either of incident.io's APIs would have said."""

    def __init__(self):
        raw = sample("feeds/incidentio-openai-component-impacts-90d.json").read_bytes()
        payload = json.loads(raw)
        self.impacts = [
            (at(i["start_at"]), at(i["end_at"]), i["component_id"], i["status"])
            for i in payload["component_impacts"]
            if "end_at" in i
        ]
        self.ids = sorted({component for _, _, component, _ in self.impacts})
        self.spans = merged((start, end) for start, end, *_ in self.impacts)
        self.changes = sorted({t for start, end, *_ in self.impacts for t in (start, end)})

    def hurt(self, moment):
        """By component, the word that stands there; between two changes it is always the same."""
        place = bisect_right(self.changes, moment)
        return self._hurt(self.changes[place - 1]) if place else ()

    @cache  # noqa: B019 — as long as the test
    def _hurt(self, moment):
        words = ["degraded_performance", "partial_outage", "full_outage"]
        worst = {}
        for start, end, component, word in self.impacts:
            if start <= moment < end:
                worst[component] = max(worst.get(component, word), word, key=words.index)
        return tuple(sorted(worst.items()))

    def compatible(self, moment):
        return self._compatible(self.hurt(moment))

    @cache  # noqa: B019
    def _compatible(self, hurt):
        said = dict(hurt)
        rows = [{"id": i, "name": i, "status": said.get(i, "operational")} for i in self.ids]
        return json.dumps({"page": {"name": "OpenAI"}, "components": rows}).encode()

    def native(self, moment):
        return self._native(self.hurt(moment))

    @cache  # noqa: B019
    def _native(self, hurt):
        summary = {
            "id": "01JMDK9XYNY6RXSED6SDWW50WY",
            "name": "OpenAI",
            "components": [{"id": i, "name": i} for i in self.ids],
            "affected_components": [{"component_id": i, "status": word} for i, word in hurt],
            "ongoing_incidents": [],
        }
        return json.dumps({"summary": summary}).encode()

    def moments(self, seed):
        begin = self.spans[0][0] - timedelta(hours=1)
        end = self.spans[-1][1] + timedelta(hours=1)
        return polls(self.changes, random.Random(seed), begin, end)

    def alerts(self, form, policy, seed):
        served = self.native if form == "incidentio_native" else self.compatible
        found = opens(told(form, served, self.moments(seed), policy))
        return len(found), median(self.delay(t.confirmed_at) for t in found)

    def delay(self, moment):
        """Seconds since the bad interval began that ``moment`` lies in or after."""
        starts = [start for start, _ in self.spans]
        return (moment - starts[bisect_right(starts, moment) - 1]).total_seconds()


class Mistral:
    """One day of a component that its monitors had flapping."""

    component = "c4869a5a-054c-4c1b-88d1-3d195ba58511"
    day = datetime(2026, 9, 3, tzinfo=UTC)

    def __init__(self):
        raw = sample("feeds/checkly-mistral-uptime-flapping.json").read_bytes()
        self.payload = json.loads(raw)

    def served(self, moment):
        """The day as it stood then: what began, and what was not over yet."""
        payload = json.loads(json.dumps(self.payload))
        for group in payload["uptime"]:
            for service in group["services"]:
                for day in service["days"]:
                    day["events"] = [self.then(e, moment) for e in day["events"]
                                     if at(e["created_at"]) <= moment]  # fmt: skip
        return json.dumps(payload).encode()

    @staticmethod
    def then(event, moment):
        lasted = int((moment - at(event["created_at"])).total_seconds())
        over = lasted >= event["duration"]
        word = "RESOLVED" if over else "INVESTIGATING"
        return event | {"duration": min(lasted, event["duration"]), "lastUpdateStatus": word}

    def alerts(self, policy, seed):
        rng = random.Random(seed)
        never_quiet = [self.day + timedelta(minutes=n) for n in range(0, 24 * 60, 30)]
        moments = polls(never_quiet, rng, self.day, self.day + timedelta(days=1))
        config = {"components": [self.component]}
        return len(opens(told("checkly", self.served, moments, policy, self.component, config)))
