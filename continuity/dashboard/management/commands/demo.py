"""The demonstration organisation with a year of history."""

from django.core.management.base import BaseCommand

from continuity.dashboard.actions import ensure_demo


class Command(BaseCommand):
    help = "Make the demonstration organisation, if it is not there; the same for the same day."

    def handle(self, **options):
        org = ensure_demo()
        self.stdout.write(f"{org.name} is at /o/{org.slug}/; the start page has the button.")
