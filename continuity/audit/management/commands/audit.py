"""``audit verify [ORG]`` and ``audit export ORG``."""

import json

from django.core.management.base import BaseCommand, CommandError

from continuity.audit.chain import entries, verify_org
from continuity.audit.verify import Unreadable
from continuity.orgs.models import Organization


class Command(BaseCommand):
    help = "Verify the audit chain of one organisation or of all, or write one out."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["verify", "export"])
        parser.add_argument("org", nargs="?", help="the organisation's short name in its address")

    def handle(self, *, act, org, **options):
        orgs = Organization.objects.order_by("pk")
        if org:
            orgs = orgs.filter(slug=org)
            if not orgs:
                raise CommandError(f"There is no organisation {org}.", returncode=2)
        if act == "export":
            if not org:
                raise CommandError("Say which organisation to export.", returncode=2)
            self.export(orgs[0])
            return
        bad = 0
        for one in orgs:
            verdict = verify_org(one)
            bad += not verdict.holds
            words = f"{verdict.count} entries hold, head {verdict.head}"
            self.stdout.write(f"{one.slug}: {words if verdict.holds else verdict.reason}")
        if bad:
            raise CommandError(f"{bad} of {len(orgs)} chains do not hold.")

    def export(self, org: Organization) -> None:
        written = 0
        try:
            for entry in entries(org):
                self.stdout.write(json.dumps(entry, ensure_ascii=False))
                written += 1
        except Unreadable as fault:
            raise CommandError(f"Entry {written + 1} cannot be read: {fault}") from fault
