"""What is written into an installation before its hour, and read from it afterwards.

``python -m tests.chaos.rows seed SEED PORT`` and ``python -m tests.chaos.rows look``.
"""

import json
import sys
from datetime import timedelta

import django

PROVIDERS = 3  # what falls together at one of them is told together


def seed(number: int, port: int) -> None:
    from django.utils import timezone

    from continuity.orgs.models import Role
    from continuity.risk.current import refresh
    from tests import factories as make
    from tests.chaos.cast import ORGS, PEOPLE, address, cast
    from tests.chaos.pages import address as address_of_page
    from tests.chaos.timetable import name, timetable

    components = {}
    providers = [
        make.ProviderFactory(slug=f"p{number}", name=f"Provider {number}")
        for number in range(PROVIDERS)
    ]
    for page in timetable(number):
        provider = providers[page.number % PROVIDERS]
        components[page.number] = make.ComponentFactory(
            provider=provider, key=f"p/{page.number:03}", name=name(page.number)
        )
        feed = make.FeedFactory(
            provider=provider,
            url=f"http://{address_of_page(page.number)}:{port}/summary.json",
            next_due=timezone.now() + timedelta(seconds=page.number / 40),
        )
        make.SignalFactory(feed=feed, component=components[page.number], upstream_id="c1")
    orgs = []
    for number_of_org in range(ORGS):
        org = make.OrganizationFactory(name=f"Org {number_of_org}", slug=f"org{number_of_org}")
        for person in PEOPLE:
            make.MembershipFactory(
                organization=org, role=Role.EDITOR, user__email=address(number_of_org, person)
            )
        orgs.append(org)
    for lean in cast(number):
        org = orgs[lean.org]
        function = make.FunctionFactory(
            organization=org, name=lean.function, owner_email=lean.person
        )
        needs = make.DependencyFactory(organization=org, function=function)
        make.OptionFactory(
            organization=org, dependency=needs, position=0, on=[components[lean.page]]
        )
    for org in orgs:
        refresh(org)


def look() -> dict:
    from continuity.audit.chain import verify_org
    from continuity.audit.models import Event
    from continuity.orgs.models import Organization
    from continuity.providers.models import Outage
    from continuity.reminders.models import Notification

    def stamp(moment):
        return moment and moment.timestamp()

    why = "the checker reads all"
    entries = Event.objects.across_orgs(why).filter(
        organization=Organization.objects.platform(),
        verb__in=("outage.open", "outage.worsen", "outage.close"),
    )
    return {
        "outages": [
            {
                "pk": outage.pk,
                "page": int(outage.component.key.removeprefix("p/")),
                "state": outage.state,
                "started_at": stamp(outage.started_at),
                "confirmed_at": stamp(outage.confirmed_at),
                "ended_at": stamp(outage.ended_at),
            }
            for outage in Outage.objects.across_orgs(why).select_related("component")
        ],
        "entries": [
            {"verb": e.verb, "outage": int(e.target.split(":")[1]), "at": stamp(e.at)}
            for e in entries.order_by("seq")
        ],
        "messages": [
            {
                "to": row.recipient,
                "id": row.message_id,
                "state": row.state,
                "created_at": stamp(row.created_at),
                "subject": row.subject,
                "body": row.body,
            }
            for row in Notification.objects.across_orgs(why).order_by("pk")
        ],
        "broken_chains": [
            org.slug for org in Organization.objects.all() if not verify_org(org).holds
        ],
    }


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "seed":
        seed(int(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(look()))
