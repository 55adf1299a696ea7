"""``manage.py catalogue``: bring the shared rows in line with the shipped files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.providers.actions import load_catalogue
from continuity.providers.catalogue import CatalogueError, read_catalogue


class Command(BaseCommand):
    help = "Load the catalogue of providers, their status sources and past outages. Safe twice."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            catalogue = read_catalogue()
        except CatalogueError as error:
            raise CommandError(str(error), returncode=2) from error
        loaded = load_catalogue(Actor.system(Organization.objects.platform()), catalogue)
        if not options["verbosity"]:
            return
        self.stdout.write(
            f"Catalogue {catalogue.version}: {len(catalogue.providers)} providers, "
            f"{len(list(catalogue.components()))} components, {len(catalogue.events)} past events."
        )
        if loaded is None:
            self.stdout.write("Nothing changed.")
            return
        for kind, (new, changed, gone) in loaded.counts.items():
            self.stdout.write(f"{kind}: {new} new, {changed} changed, {gone} gone")
