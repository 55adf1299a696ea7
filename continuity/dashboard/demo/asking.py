"""The campaigns of the demonstration: last year's, and the one that runs.

The days are those of the story; the entries in the audit chain bear the true time.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from . import DATA
from .build import Made


def last_year(org: Organization, made: Made) -> None:
    """Everybody confirmed what was theirs, within the four weeks, and it was signed off."""
    told = DATA["campaign"]["last"]
    campaign = _started(org, made, told)
    for place, row in enumerate(_answers(org, campaign)):
        ago = told["ago"] - 2 - place % (told["within"] - 4)
        _sent(org, row, made.today, ago)
        _signed(org, row, made.today, ago - 1)
    actions.close(_person(org, _who_runs_it(org)), campaign)
    closed = _at(made.today, told["ago"] - told["within"] - 1)
    Campaign.objects.for_org(org).filter(pk=campaign.pk).update(closed_at=closed)


def running(org: Organization, made: Made) -> None:
    """Some have answered, some have begun, some have not."""
    told = DATA["campaign"]["running"]
    campaign = _started(org, made, told)
    rows = {row.function_id: row for row in _answers(org, campaign)}
    for one in told["answer"]:
        row = rows[made.functions[one["function"]].pk]
        if "typed" in one:
            actions.keep(_person(org, row.asked_email), row, one["typed"])
            continue
        _sent(org, row, made.today, one["ago"], one.get("says", {}), one.get("remark", ""))
        if "signed" in one:
            _signed(org, row, made.today, one["signed"])
        if "back" in one:
            actions.send_back(_signer(org, row), row, one["back"])


def _who_runs_it(org: Organization) -> str:
    """Who runs the campaigns."""
    seat = org.memberships.filter(role=Role.OWNER).select_related("user").order_by("pk").first()
    if seat is None:
        raise LookupError("the demonstration has no owner")
    return seat.user.email


def _started(org: Organization, made: Made, told: dict[str, Any]) -> Campaign:
    begun = made.today - timedelta(days=told["ago"])
    campaign = actions.add_campaign(
        _person(org, _who_runs_it(org)),
        title=f"BIA {begun.year}",
        note=told["note"],
        due_on=timezone.localdate() + timedelta(days=1),
    )
    actions.start(_person(org, _who_runs_it(org)), campaign)
    at = _at(made.today, told["ago"])
    rows = Campaign.objects.for_org(org).filter(pk=campaign.pk)
    rows.update(created_at=at, started_at=at, due_on=begun + timedelta(days=told["within"]))
    Answer.objects.for_org(org).filter(campaign=campaign).update(asked_at=at)
    return Campaign.objects.for_org(org).get(pk=campaign.pk)


def _answers(org: Organization, campaign: Campaign) -> list[Answer]:
    return list(Answer.objects.for_org(org).filter(campaign=campaign).order_by("pk"))


def _sent(
    org: Organization, row: Answer, today: date, ago: int, says: Any = None, remark: str = ""
) -> None:
    actions.send(_person(org, row.asked_email), row, says=says or {}, remark=remark)
    Answer.objects.for_org(org).filter(pk=row.pk).update(answered_at=_at(today, ago))


def _signed(org: Organization, row: Answer, today: date, ago: int) -> None:
    actions.sign_off(_signer(org, row), row)
    Answer.objects.for_org(org).filter(pk=row.pk).update(signed_at=_at(today, ago))


def _signer(org: Organization, row: Answer) -> Actor:
    """Four eyes: an approver, or for what they answered the owner."""
    answered_by = Answer.objects.for_org(org).get(pk=row.pk).answered_by
    seats = org.memberships.filter(role__in=(Role.APPROVER, Role.OWNER)).select_related("user")
    seat = seats.exclude(user__email=answered_by).order_by("role", "pk").first()
    if seat is None:
        raise LookupError("the demonstration has nobody to sign off")
    return Actor(org, seat.user, Role(seat.role))


def _person(org: Organization, email: str) -> Actor:
    """Whoever has that address; where somebody real has it, the one who runs the campaigns."""
    seats = org.memberships.select_related("user")
    seat = seats.filter(user__email=email).first() or seats.get(user__email=_who_runs_it(org))
    return Actor(org, seat.user, Role(seat.role))


def _at(today: date, ago: int) -> datetime:
    return datetime.combine(today - timedelta(days=ago), time(10), tzinfo=UTC)
