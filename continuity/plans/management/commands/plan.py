"""``plan render ORG PLAN -o FILE``: the PDF of the newest version."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from continuity.orgs.models import Organization
from continuity.plans.models import Plan
from continuity.plans.render import CannotRender
from continuity.plans.rendering import make


class Command(BaseCommand):
    help = "Write the PDF of a plan's newest version to a file."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["render"])
        parser.add_argument("org", help="the organisation's short name in its address")
        parser.add_argument("plan", help="the plan's key or number")
        parser.add_argument("-o", "--output", required=True)

    def handle(self, *, act, org, plan, output, **options):
        found = Organization.objects.filter(slug=org).first()
        if found is None:
            raise CommandError(f"There is no organisation {org}.", returncode=2)
        plans = Plan.objects.for_org(found)
        row = plans.filter(pk=plan).first() if plan.isdecimal() else plans.filter(key=plan).first()
        if row is None:
            raise CommandError(f"{org} has no plan {plan}.", returncode=2)
        version = row.versions.order_by("-number").first()
        if version is None:
            raise CommandError(f"Plan {plan} has no version yet: freeze it first.", returncode=2)
        try:
            made = make(version)
            Path(output).write_bytes(made.pdf)
        except (CannotRender, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{row.title}, version {version.number}: {made.pages} pages, {output}")
