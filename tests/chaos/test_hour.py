"""An hour with 200 status pages, on real servers, while what reads them is killed twenty times."""

import json
import os
import time
from collections import Counter
from random import Random

import pytest

from tests.chaos.cast import cast
from tests.chaos.checker import Delivery, Entry, History, Message, Outage, check, duplicates
from tests.chaos.installation import UNSETTLED, running
from tests.chaos.nemesis import KILLS, faults
from tests.chaos.timetable import HOUR, spells, timetable

HASTE = float(os.environ.get("CHAOS_HASTE") or 15)
SETTLES_WITHIN = 60 + 1500 / HASTE  # seconds: what fell last is up, closed, told and sent
SENDERS = 2  # processes that may be sending when the database falls: one on each machine


def hour(here, seed):
    """Let it pass; its moment of beginning."""
    began = here.begin()
    chance = Random(f"victims {seed}")
    waiting = faults(seed)
    while (second := (time.time() - began) * HASTE) < HOUR or waiting:
        if waiting and waiting[0].at <= second and here.suffers(waiting[0], chance):
            waiting.pop(0)
        here.watch()
        time.sleep(0.05)
    return began


def history_of(here, seed, began):
    found = json.loads(here.run("-m", "tests.chaos.rows", "look"))
    struck = Counter(fault.what for fault in faults(seed))
    return History(
        spells=spells(timetable(seed)),
        leans=cast(seed),
        began=began,
        haste=HASTE,
        outages=[Outage(**row) for row in found["outages"]],
        entries=[Entry(**row) for row in found["entries"]],
        messages=[Message(**row) for row in found["messages"]],
        deliveries=[
            Delivery(row["to"][0], row["id"], row["at"], row["hung_up"])
            for row in here.deliveries()
        ],
        broken_chains=found["broken_chains"],
        may_double=KILLS + SENDERS * struck["database"] + struck["freeze"],
    )


def told(history, here, seed):
    """The hour in a few lines."""
    opened = {e.outage: e.at for e in history.entries if e.verb == "outage.open"}
    late = sorted(opened[o.pk] - o.started_at for o in history.outages if o.pk in opened)
    return "\n".join(
        [
            f"seed {seed}: {len(history.outages)} outages, {len(history.entries)} entries,",
            f"{len(history.messages)} messages, {len(history.deliveries)} deliveries,",
            f"{sum(d.hung_up for d in history.deliveries)} hung up on,",
            f"{duplicates(history)} duplicates of {history.may_double} allowed;",
            f"opened after {late[len(late) // 2]:.1f} s (median), {late[-1]:.1f} s (most)"
            if late
            else "none opened",
            *here.done,
        ]
    )


@pytest.mark.slow
def test_an_hour_in_which_everything_falls(tmp_path):
    seed = int(os.environ.get("CHAOS_SEED") or 1)
    with running(tmp_path, seed, HASTE) as here:
        began = hour(here, seed)
        settled = here.until(UNSETTLED, SETTLES_WITHIN, times=15)  # whoever has a word left says it
        history = history_of(here, seed, began)
    story = told(history, here, seed)
    print(story)
    problems = [*([] if settled else ["it did not settle"]), *check(history)]
    if problems:
        pytest.fail("\n".join([f"{tmp_path}, {story}", *problems]), pytrace=False)
