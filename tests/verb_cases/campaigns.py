"""Campaigns, from a draft to the last signature."""

from datetime import timedelta

from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer
from tests.factories import FunctionFactory


def draft(w):
    FunctionFactory(organization=w.actor.org, owner_email=w.actor.user.email)
    day = timezone.localdate() + timedelta(days=28)
    return actions.add_campaign(w.actor, title="BIA", due_on=day)


def running(w):
    return actions.start(w.actor, draft(w))


def asked(w):
    running(w)
    return Answer.objects.for_org(w.actor.org).get()


def answered(w):
    return actions.send(w.actor, asked(w), says={"rto_minutes": 30})


def reminded(w):
    campaign = running(w)
    campaign.started_at -= timedelta(days=2)
    actions.remind_all(w.actor, campaign)


CASES = {
    "campaign.add": draft,
    "campaign.edit": lambda w: actions.edit_campaign(w.actor, draft(w), title="Other"),
    "campaign.start": running,
    "campaign.remind": reminded,
    "campaign.close": lambda w: actions.close(w.actor, running(w)),
    "campaign.reopen": lambda w: actions.reopen(w.actor, actions.close(w.actor, running(w))),
    "campaign.drop": lambda w: actions.drop(w.actor, draft(w)),
    "campaign.restore": lambda w: actions.restore(w.actor, actions.drop(w.actor, draft(w))),
    "answer.begin": lambda w: actions.keep(w.actor, asked(w), {"rto_minutes": "30 min"}),
    "answer.send": answered,
    "answer.take_back": lambda w: actions.take_back(w.actor, answered(w)),
    "answer.hand_over": lambda w: actions.hand_over(w.actor, asked(w), w.actor.user.email),
    "answer.sign_off": lambda w: actions.sign_off(w.actor, answered(w)),
    "answer.send_back": lambda w: actions.send_back(w.actor, answered(w), "Too short?"),
}
