"""The demonstration. Making it runs the verbs of every floor."""

from datetime import date, timedelta

from django.utils import timezone

from continuity.dashboard import actions
from continuity.orgs.models import User
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import read_catalogue
from tests.factories import MembershipFactory, UserFactory


def make(w):
    load_catalogue(w.platform, read_catalogue())
    actions.make_demo(w.system, date(2026, 11, 24))


def visit(w):
    w.system.org.is_demo = True
    actions.visit(w.system)


def end_visits(w):
    user = UserFactory(email=f"visitor-1{User.VISITORS}")
    MembershipFactory(user=user, organization=w.system.org)
    actions.end_visits(w.system, timezone.now() + timedelta(days=2))


CASES = {
    "demo.make": make,
    "demo.visit": visit,
    "demo.end_visits": end_visits,
}
