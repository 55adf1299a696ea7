"""What was said the last time, beside each question."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from continuity.core.wording import NOTHING, money

from .comparing import ASK, same, value
from .curve import ASKED, cost_at
from .models import Answer
from .words import told

FIELDS = {  # of the forms, and of a record
    "owner_email": "owner",
    "criticality": "criticality",
    "description": "description",
    "rto_minutes": "rto_minutes",
    "mtpd_minutes": "mtpd_minutes",
    "minimum_capacity": "minimum_capacity",
    "depends_on": "depends_on",
}


def last_answer(answer: Answer) -> Answer | None:
    """The newest one for the same function that was signed off before this was asked."""
    rows = Answer.objects.for_org(answer.organization).filter(
        function=answer.function_id, state=Answer.State.SIGNED
    )
    earlier = rows.exclude(pk=answer.pk).filter(campaign__started_at__lt=answer.campaign.started_at)
    return earlier.select_related("campaign").order_by("-signed_at").first()


def beside(
    now: Mapping[str, Any], last: Mapping[str, Any], names: Mapping[str, str], currency: str
) -> dict[str, str]:
    """By form field: what it was, where it was something else; nothing where it is as it was.

    AI dependencies are under ``dependency:<key>``.
    """
    found = {}
    for name, field in FIELDS.items():
        if not same(field, value(now, field), value(last, field)):
            found[name] = told(field, value(last, field), names, currency)
    for minute in ASKED:
        was, cost = cost_at(last["impact"], minute), cost_at(now["impact"], minute)
        if was != cost:
            found[f"cost_{minute}"] = NOTHING if was is None else money(was, currency)
    known = {ask["id"] for ask in last["dependencies"]}
    for ask in now["dependencies"]:
        if ask["id"] not in known:
            found[f"{ASK}{ask['id']}"] = _("not there")
    return found
