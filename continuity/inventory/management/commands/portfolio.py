"""``portfolio import ORG FILE`` and ``portfolio export ORG``, in any format that there is."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from continuity.inventory.actions import import_portfolio
from continuity.inventory.exporters import exporters
from continuity.inventory.exporters.portable import export
from continuity.inventory.importers import HEAD, find, importers
from continuity.inventory.portable import PortableError, Portfolio, shown
from continuity.inventory.proposal import Source
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization


class Command(BaseCommand):
    help = "Take in a file of any format that is known, or write the inventory out."

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["import", "export"])
        parser.add_argument("org", help="the organisation's short name in its address")
        parser.add_argument("file", nargs="?", help="import: which file")
        parser.add_argument(
            "--format", help="of the file; import: found by itself, export: portable"
        )
        parser.add_argument("-o", "--output", help="export: where to, instead of the terminal")

    def handle(self, *, act, org, file, format, output, **options):
        found = Organization.objects.filter(slug=org).first()
        if found is None:
            raise CommandError(f"There is no organisation {org}.", returncode=2)
        if act == "export":
            self._export(found, format or "portable", output)
            return
        if not file:
            raise CommandError("Say which file to import.", returncode=2)
        try:
            portfolio = self._read(found, Path(file), format)
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

    def _export(self, org: Organization, format: str, output: str | None) -> None:
        module = exporters().get(format)
        if module is None:
            known = ", ".join(exporters())
            raise CommandError(f"No format {shown(format)}; there are: {known}.", returncode=2)
        body = module.write(export(org, timezone.localdate()))
        body = body if isinstance(body, bytes) else b"".join(body)
        if output:
            Path(output).write_bytes(body)
            return
        if b"\0" in body:
            raise CommandError("That is no text: say -o FILE.", returncode=2)
        self.stdout.write(body.decode())

    def _read(self, org: Organization, path: Path, format: str | None) -> Portfolio:
        with path.open("rb") as opened:
            format = format or find(path.name, opened.read(HEAD)) or "portable"
        module = importers().get(format)
        if module is None:
            known = ", ".join(importers())
            raise CommandError(f"No format {shown(format)}; there are: {known}.", returncode=2)

        def held() -> Portfolio:
            return export(org, timezone.localdate(), every_component=True)

        proposal = module.read(Source(path.name, path, held))
        for note in proposal.notes:
            self.stderr.write(note)
        if proposal.faults:
            raise PortableError(list(proposal.faults))
        return proposal.portfolio
