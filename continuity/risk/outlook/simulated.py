"""Simulated years of an organisation, kept as a row: worked out anew when its revision moves on."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.risk import actions
from continuity.risk.current import is_small, today
from continuity.risk.load import load
from continuity.risk.method.assess import Assessment, assess
from continuity.risk.method.likelihood import Frequency
from continuity.risk.method.loss import BETAS, DEFAULTS, Losses, expect
from continuity.risk.method.montecarlo import SEED, simulate
from continuity.risk.models import Outlook
from continuity.risk.picture import METHOD, SHOWN

from .frequency import candidates, rates
from .year import advised, called, figures, rounded

YEARS = 10_000
PERCENTILES = (50, 95, 99)
ODDS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002)  # of a year that costs more
MOST_ADVICE = 50


def newest(org: Organization) -> Outlook | None:
    return Outlook.objects.for_org(org).first()


def is_behind(org: Organization, outlook: Outlook | None, now: datetime) -> bool:
    """The inventory is as of when ``org`` was read."""
    if outlook is None:
        return True
    seen = (outlook.revision, outlook.method, outlook.day)
    return seen != (org.revision, METHOD, today(org, now))


def current(org: Organization) -> tuple[Outlook | None, bool]:
    """The outlook, and whether a newer one is still being worked out.

    A small organisation's is brought up to date first; a large one's by the sweep.
    """
    found = newest(org)
    if not is_behind(org, found, timezone.now()):
        return found, False
    if is_small(org):
        return refresh(org) or newest(org), False
    return found, True


def refresh(org: Organization) -> Outlook | None:
    """Simulate and keep it; None when the inventory changed meanwhile: the sweep will be back."""
    now = timezone.now()
    fresh = Organization.objects.get(pk=org.pk)
    day = today(fresh, now)
    done = assess(load(fresh, day))
    result = worked_out(done, rates(fresh, done.index.portfolio), candidates(fresh))
    actor = Actor.system(fresh)
    return actions.keep_outlook(actor, result, revision=fresh.revision, day=day, at=now)


def worked_out(
    done: Assessment, held: Mapping[str, Frequency], fallbacks: Sequence[str]
) -> dict[str, Any]:
    """What is kept: JSON's own types, figures to three digits that count."""
    years = [expect(done, held, beta=beta) for beta in BETAS]
    plain = years[0]
    return {
        "years": YEARS,
        "seed": SEED,
        "demand": list(DEFAULTS),
        "odds": list(ODDS),
        "hours": rounded(plain.hours),
        "loss": rounded(plain.loss),
        "betas": [_tied(done, held, losses) for losses in years],
        "worst": _worst(done, years),
        "components": _components(done, held, plain),
        "advice": advised(done, plain, fallbacks, MOST_ADVICE),
    }


def _tied(done: Assessment, held: Mapping[str, Frequency], losses: Losses) -> dict[str, Any]:
    drawn = simulate(done, held, YEARS, SEED, beta=losses.beta)
    return {
        "beta": losses.beta,
        "hours": rounded(losses.hours),
        "loss": rounded(losses.loss),
        "tied_loss": rounded(losses.tied.loss),
        "loss_error": rounded(drawn.loss_error),
        "hours_at": [rounded(figure) for figure in drawn.hours_at(*PERCENTILES)],
        "loss_at": [rounded(figure) for figure in drawn.loss_at(*PERCENTILES)],
        "odds": [rounded(loss) for loss in drawn.loss_at(*(100 * (1 - odd) for odd in ODDS))],
        "curve": [[rounded(loss), rounded(chance)] for loss, chance in drawn.exceedance()],
    }


def _worst(done: Assessment, years: Sequence[Losses]) -> list[dict[str, Any]]:
    """The functions most likely to pass their MTPD, with that chance for each beta."""
    plain = years[0].functions

    def badness(name: str) -> tuple[float, float, float, int]:
        one = plain[name]
        return -one.p_mtpd, -one.p_rto, -one.loss, int(name)

    hit = [name for name, one in plain.items() if one.parts]
    return [
        {
            "function": int(name),
            "name": done.index.functions[name].name,
            "rto": done.index.functions[name].rto_minutes,
            "mtpd": done.index.functions[name].mtpd_minutes,
            **figures(plain[name]),
            "p_mtpd_by_beta": [rounded(losses.functions[name].p_mtpd) for losses in years],
        }
        for name in sorted(hit, key=badness)[:SHOWN]
    ]


def _components(
    done: Assessment, held: Mapping[str, Frequency], plain: Losses
) -> list[dict[str, Any]]:
    """In which the outages start that cost most."""
    parts = sorted(plain.parts.items(), key=lambda i: (-i[1].loss, -i[1].hours, int(i[0])))
    return [
        {
            "component": int(name),
            "name": called(done.index.ground.components[name]),
            "hours": rounded(part.hours),
            "loss": rounded(part.loss),
            "rate": rounded(held[name].rate.mean),
            "median": max(round(held[name].duration.median), 1),
            "seen": held[name].observed.count,
            "basis": held[name].prior.basis,
        }
        for name, part in parts[:SHOWN]
    ]
