"""Every page of an organisation, found in the URLconf, with rows of the demonstration to open."""

import re

from django.utils import timezone

from continuity.campaigns.models import Answer, Campaign
from continuity.changes import actions as changes
from continuity.changes.models import Change
from continuity.changes.tasks import render_evidence
from continuity.dashboard.actions import SLUG, ensure_demo
from continuity.inventory.models import Dependency, Function, Import, Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.plans.models import Plan
from continuity.plans.tasks import render_plans
from continuity.providers.models import Component, Edge, Outage, Provider, Signal
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages, find_due, send
from continuity.risk.current import refresh
from continuity.runbooks.models import Activation, Runbook, Step
from continuity.sightings import actions as sightings
from continuity.sightings.kinds import generic
from continuity.sightings.models import Hook
from continuity.simulator.models import Run, Scenario
from tests.factories_probes import CanaryFactory, ResultFactory
from tests.factories_simulator import RunFactory, ScenarioFactory
from tests.test_tenancy import INSIDE

NOT_PAGES = re.compile(
    r"api/v1|export/|verify\.py|plan\.pdf|components/$|inventory/functions/$"
    r"|change\.(pdf|json)|changes/pick/"
    r"|template/$|faults/$"
)
INSTALLATION = ["/installation/sources/", "/installation/watch/", "/installation/outbox/"]
"""Outside any organisation, for who looks after the installation."""


def fill() -> dict[str, dict[str, int | str]]:
    """The demonstration with an outage going on; for each part of the URLs, rows to open."""
    org = ensure_demo()
    azure = Component.objects.catalogue().get(key="azure")
    Component.objects.catalogue().filter(pk=azure.pk).update(state="major_outage")
    Outage.objects.catalogue().create(
        component=azure, state="major_outage", title="Network loss", started_at=timezone.now()
    )
    refresh(Organization.objects.get(pk=org.pk))
    find_due()
    answer_outages()
    send()
    render_plans()

    def first(model):
        return model.objects.for_org(org).order_by("pk").first().pk

    step = Step.objects.for_org(org).order_by("pk").first()
    activation = Activation.objects.for_org(org).first()
    plan = Plan.objects.for_org(org).first()
    change = planned(org)
    signal = Signal.objects.for_org(org).select_related("component").first()
    edge = Edge.objects.for_org(org).first()
    hook = told(org, signal.component)
    ScenarioFactory(organization=org)
    RunFactory(organization=org)
    canary = CanaryFactory(organization=org, component=azure, looks="answers_wrong")
    ResultFactory(organization=org, probe=canary, at=timezone.now(), first_ms=310, total_ms=420)
    waiting = Import(organization=org, name="functions.csv", format="tables", state="columns")
    waiting.columns = [
        {
            **{"sheet": "", "tree": "functions", "sure": False},
            "columns": [{"at": 0, "header": "Process", "field": "function", "samples": ["Claims"]}],
        }
    ]
    waiting.save()
    return {
        "inventory/import": {"pk": waiting.pk},
        "inventory/dependencies": {"pk": first(Dependency)},
        "inventory/options": {"pk": first(Option)},
        "inventory/bulk": {"pk": 1},
        "inventory/": {"pk": first(Function)},
        "campaigns/answers": {"pk": Answer.objects.for_org(org).filter(state="begun").get().pk},
        "campaigns/": {"pk": Campaign.objects.for_org(org).get(state="open").pk},
        "sightings/hooks": {"pk": hook.pk},
        "sightings/upstreams": {"pk": hook.upstreams.first().pk},
        "sightings/": {"pk": signal.component_id},
        "runbooks/": {
            "pk": step.runbook_id,
            "step": step.pk,
            "number": 1,
            "activation": activation.pk,
        },
        "probes/": {"pk": canary.pk},
        "plans/": {"pk": plan.pk, "number": 1},
        "changes/": {"pk": change.pk, "step": change.steps.first().pk, "number": 1},
        "record/": {"pk": Provider.objects.catalogue().get(slug="openai").pk},
        "providers/components": {"pk": signal.component_id, "component": signal.component_id},
        "providers/edges": {"pk": edge.pk},
        "providers/": {"pk": Provider.objects.catalogue().get(slug="openai").pk},
        "simulator/runs": {"pk": first(Run)},
        "simulator/": {"pk": first(Scenario)},
        "due/outbox": {"pk": first(Notification)},
        "due/": {"pk": first(Reminder)},
        "risk/exposure": {"component": azure.pk, "pk": azure.pk},
        "risk/shares": {"level": "host", "pk": azure.pk},
        "risk/": {"pk": signal.component_id, "kind": "service"},
        "settings/": {"pk": org.memberships.first().pk},
        "": {"pk": first(Runbook)},
    }


def told(org: Organization, component: Component) -> Hook:
    """Somebody says that it is down; a webhook tells of something not mapped yet."""
    seat = org.memberships.select_related("user").first()
    sightings.report(Actor(org, seat.user, Role.VIEWER), component, words="Every call times out.")
    hook = sightings.add_hook(Actor.system(org), name="Gateway", kind="generic")
    heard = generic.read(generic.EXAMPLE, {}, {})
    sightings.take_in(hook, heard, len(generic.EXAMPLE), timezone.now())
    return hook


def planned(org: Organization) -> Change:
    """A change with a step, and kept as evidence, with its PDF."""
    actor = Actor.system(org)
    change = changes.add_change(actor, title="Switch faster", reason="Because *time* counts.")
    option = Option.objects.for_org(org).filter(switch_minutes__gt=30).order_by("pk").first()
    wanted = {"option": str(option.pk), "switch_minutes": 5, "capacity": None}
    changes.add_step(actor, change, "resize", wanted, {})
    changes.keep(actor, change)
    render_evidence()
    return Change.objects.for_org(org).get(pk=change.pk)


def pages(rows: dict[str, dict[str, int | str]]) -> list[str]:
    found = []
    for route in INSIDE:
        if NOT_PAGES.search(route):
            continue
        rest = route.removeprefix("o/<slug:org>/")
        numbers = next(numbers for part, numbers in rows.items() if rest.startswith(part))
        url = re.sub(r"<\w+:(\w+)>", lambda m, n=numbers: str(n.get(m[1], n["pk"])), rest)
        found.append(f"/o/{SLUG}/{url}")
    return found
