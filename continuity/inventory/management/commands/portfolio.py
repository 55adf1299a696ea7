"""``portfolio import ORG FILE`` and ``portfolio export ORG``."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from continuity.inventory.actions import import_portfolio
from continuity.inventory.exporters.portable import export
from continuity.inventory.portable import PortableError, bytes_of, read, shown, write
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization


class Command(BaseCommand):
    help = "Take in a portfolio in the portable form, or write one out."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["import", "export"])
        parser.add_argument("org", help="the organisation's short name in its address")
        parser.add_argument("file", nargs="?")

    def handle(self, *, act, org, file, **options):
        found = Organization.objects.filter(slug=org).first()
        if found is None:
            raise CommandError(f"There is no organisation {org}.", returncode=2)
        if act == "export":
            record = write(export(found, timezone.localdate()))
            self.stdout.write(json.dumps(record, ensure_ascii=False, indent=2))
            return
        if not file:
            raise CommandError("Say which file to import.", returncode=2)
        try:
            portfolio = read(bytes_of(Path(file)), unfinished=True)
            import_portfolio(Actor.system(found), portfolio)
        except OSError as fault:
            raise CommandError(f"{shown(file)}: {fault.strerror}", returncode=2) from fault
        except PortableError as fault:
            first, more = fault.faults[0], len(fault.faults) - 1
            rest = f" (and {more} more)" if more else ""
            raise CommandError(f"{first.path}: {first.sentence}{rest}", returncode=2) from fault
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages), returncode=2) from fault
        self.stdout.write(f"{len(portfolio.functions)} functions are in {found}.")
