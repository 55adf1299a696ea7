"""One round over the probes that are due: claim, set aside, ask outside any transaction, record."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from continuity.providers.call import Call
from continuity.providers.fetch import agent_of

from . import asking, judging, ring
from .actions import keys, leases, results, spending
from .days import local_day
from .kinds import Asked, Judgement, Outgoing, Verdict, kinds
from .models import Probe
from .spending import Cost, at_most

MOST_ROUNDS = 20
FREE = frozenset({"unreachable", "no_such_name", "tls_failed", "overloaded"})
NOTHING = Cost()
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One probe about to run, with what is set aside for it."""

    probe: Probe
    asked: Asked
    call: Call
    day: date
    reserved: Cost = NOTHING


def run_due(clock: Callable[[], datetime] = timezone.now) -> int:
    """Run every probe that is due, in batches, until none is; how many ran. Safe to run at once."""
    ran = 0
    for _ in range(MOST_ROUNDS):
        probes = leases.claim_due(clock())
        if not probes:
            break
        jobs = _prepared(probes, clock())
        ran += _run(jobs, clock)
    return ran


def _prepared(probes: Sequence[Probe], now: datetime) -> list[Job]:
    budgets = spending.budgets_of(probes)
    found = []
    for probe in probes:
        try:
            job = _job(probe, now)
        except ring.Unopened:
            results.finish(probe, Judgement(Verdict.OURS, "key_unreadable"), NOTHING, now)
            continue
        except Exception:  # one bad row must not keep the others from running
            log.exception("could not prepare probe %s", probe.pk)
            continue
        budget = budgets[probe.organization_id]
        if job.reserved.tokens and not spending.reserve(probe, budget, job.reserved, job.day):
            results.wait_for_tomorrow(probe, now)
            continue
        found.append(job)
    return found


def _job(probe: Probe, now: datetime) -> Job:
    kind, asked, day = kinds()[probe.kind], probe.asked(), local_day(probe.organization, now)
    out: Outgoing = kind.build(asked)
    if not kind.KEYED:
        return Job(probe, asked, Call(out.method, out.url, out.headers, out.body), day)
    key = keys.key_of(probe)
    if ring.origin_of(out.url) != ring.origin_of(probe.url):  # no kind may lead a key elsewhere
        raise ring.Unopened
    secret = kind.key_headers(key)
    reserved = at_most(asked.question, asked.answer_tokens, probe.prices()).times(asking.TRIES)
    return Job(
        probe, asked, Call(out.method, out.url, out.headers, out.body, secret), day, reserved
    )


def _run(jobs: Sequence[Job], clock: Callable[[], datetime]) -> int:
    agent = agent_of(settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
    told = asking.ask_all(
        [(job.call, job.asked, kinds()[job.probe.kind].judge) for job in jobs],
        settings.PROBE_ALLOW,
        agent=agent,
    )
    both = list(zip(jobs, told, strict=True))
    round_ = [(ring.origin_of(job.call.url), tries[-1].reason) for job, tries in both if tries]
    ours = judging.line_is_down(round_)
    if ours:
        log.warning("all %s probes failed on the way: our own line, nothing counted", len(round_))
    return sum(_record(job, tries, clock(), ours) for job, tries in both)


def _record(job: Job, tries: Sequence[Judgement], now: datetime, ours: bool) -> bool:
    try:
        cost = sum((_cost(job, found) for found in tries), NOTHING)
        if job.reserved.tokens:
            spending.settle(job.probe, job.reserved, cost, job.day)
        if not tries or ours:
            leases.give_back(job.probe, now + leases.RETURNED)
            return False
        return results.finish(job.probe, tries[-1], cost, now) is not None
    except Exception:  # one bad row must not keep the others from being recorded
        log.exception("could not record probe %s", job.probe.pk)
        return False


def _cost(job: Job, found: Judgement) -> Cost:
    """What one try came to: as the answer says; nothing if it was refused or never arrived; else,
    since it may have been charged for, all that was set aside."""
    if not job.reserved.tokens:
        return NOTHING
    if found.tokens_in is not None or found.tokens_out is not None:
        return job.probe.prices().of(found.tokens_in or 0, found.tokens_out or 0)
    refused = found.reason in FREE or found.reason.startswith("http_")
    if refused or found.verdict in {Verdict.OURS, Verdict.UNCLEAR}:
        return NOTHING
    return at_most(job.asked.question, job.asked.answer_tokens, job.probe.prices())
